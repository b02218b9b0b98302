/**
 * What WebSocket APIs do in another way than all others: their connections, how a handshake or a message finds its route
 * ({@link dev.sallyport.pipeline.websocket.WebSocketDoor}), error frames, route responses, the API by which backends write
 * to clients, and the order of their steps ({@link dev.sallyport.pipeline.websocket.WebSocketSteps}, read this first). May
 * use what {@code pipeline} may use, and {@code websocket}.
 */
@NullMarked
package dev.sallyport.pipeline.websocket;

import org.jspecify.annotations.NullMarked;
