/**
 * HTTP/2 in front of client connections (RFC 9113): frames, streams and windows, strictly and with a bound for everything
 * that a client can cause. Netty reads frames and HPACK; what they mean is decided here. Knows nothing of APIs: whoever
 * serves is told of requests by {@link dev.sallyport.edge.h2.Http2Requests} and answers by
 * {@link dev.sallyport.edge.h2.Http2Stream}. Start at {@link dev.sallyport.edge.h2.Http2Connection}. May use http.
 */
@NullMarked
package dev.sallyport.edge.h2;

import org.jspecify.annotations.NullMarked;
