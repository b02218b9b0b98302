/**
 * X.509 certificates: read from PEM with their keys, and issued by the gateway's own authority. Start at
 * {@link dev.sallyport.control.certificate.PemCertificate} and
 * {@link dev.sallyport.control.certificate.LocalAuthority}. May use model and store.
 */
@NullMarked
package dev.sallyport.control.certificate;

import org.jspecify.annotations.NullMarked;
