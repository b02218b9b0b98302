/**
 * The steps of the pipeline that are no integration, one class each. Start at
 * {@link dev.sallyport.pipeline.RequestPipeline.RestSteps}, which orders them.
 */
@NullMarked
package dev.sallyport.pipeline.step;

import org.jspecify.annotations.NullMarked;
