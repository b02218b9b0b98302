/**
 * Listeners and client connections: HTTP in, admission of request heads, and the way to the control plane, to an API or to
 * the gateway's own pages. Distrusts the client. Start at {@link dev.sallyport.edge.Listener}.
 */
@NullMarked
package dev.sallyport.edge;

import org.jspecify.annotations.NullMarked;
