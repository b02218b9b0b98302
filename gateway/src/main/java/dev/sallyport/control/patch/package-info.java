/**
 * The PATCH operations of the control plane: one engine, {@link dev.sallyport.control.patch.PatchTable}, and one table of
 * paths for each kind of resource in {@link dev.sallyport.control.patch.PatchTables} and
 * {@link dev.sallyport.control.patch.StagePatch}. A table knows paths, operations, types of values and the texts of
 * AWS's errors; rules that need to know other resources belong to the caller. May use model, wire and control.
 */
@NullMarked
package dev.sallyport.control.patch;

import org.jspecify.annotations.NullMarked;
