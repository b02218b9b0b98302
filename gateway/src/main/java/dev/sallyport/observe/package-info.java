/**
 * What operators see of requests: log lines and counts. Start at {@link dev.sallyport.observe.RequestLog}.
 */
@NullMarked
package dev.sallyport.observe;

import org.jspecify.annotations.NullMarked;
