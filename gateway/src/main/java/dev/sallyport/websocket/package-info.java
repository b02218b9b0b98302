/**
 * WebSocket's frames as bytes (RFC 6455), on the server's side: {@link dev.sallyport.websocket.FrameReader} admits only what
 * the RFC and API Gateway's limits allow, {@link dev.sallyport.websocket.Frames} writes. Knows nothing but buffers.
 */
@NullMarked
package dev.sallyport.websocket;

import org.jspecify.annotations.NullMarked;
