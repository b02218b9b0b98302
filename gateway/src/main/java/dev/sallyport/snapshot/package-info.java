/**
 * From frozen documents to what the data plane executes: {@link dev.sallyport.snapshot.StageCompiler} compiles a document
 * with a stage's settings into a plan for each method, {@link dev.sallyport.snapshot.Publisher} swaps the result in, and
 * {@link dev.sallyport.snapshot.SnapshotLoader} follows the store's changes. The only place where control plane and data
 * plane meet.
 */
@NullMarked
package dev.sallyport.snapshot;

import org.jspecify.annotations.NullMarked;
