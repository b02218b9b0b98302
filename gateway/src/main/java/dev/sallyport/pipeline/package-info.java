/**
 * The life of a request: the order of the steps, the state of one exchange, the outcomes and the faults. Executes compiled
 * plans and knows neither the control plane nor the store. Start at {@link dev.sallyport.pipeline.RequestPipeline}. May
 * use {@code model} and {@code mapping}; of Netty only the byte buffers that bodies travel in.
 */
@NullMarked
package dev.sallyport.pipeline;

import org.jspecify.annotations.NullMarked;
