/**
 * Which certificate a client gets by the name that it asks for, and what a custom domain name demands of it:
 * {@link dev.sallyport.certificates.ServerNames} follows the store and the operator's files. Knows nothing of sockets. May use
 * model, store and control.certificate.
 */
@NullMarked
package dev.sallyport.certificates;

import org.jspecify.annotations.NullMarked;
