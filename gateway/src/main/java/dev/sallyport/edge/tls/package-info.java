/**
 * TLS in front of client connections: {@link dev.sallyport.edge.tls.TlsFront} reads whom the client asks for and leads the
 * handshake by the security policy of that name. What the handshake told goes with the connection's requests. May use
 * certificates and pipeline.
 */
@NullMarked
package dev.sallyport.edge.tls;

import org.jspecify.annotations.NullMarked;
