/**
 * What HTTP APIs do in another way than REST APIs: how their stages and routes are found, their faults, CORS, and the order
 * of their steps ({@link dev.sallyport.pipeline.http.HttpApiSteps}, read this first). May use what {@code pipeline} may use.
 */
@NullMarked
package dev.sallyport.pipeline.http;

import org.jspecify.annotations.NullMarked;
