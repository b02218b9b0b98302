/**
 * ACM (companion services, section 7): certificates imported, and requested ones that the gateway's own authority signs.
 * Start at {@link dev.sallyport.control.acm.AcmOperations}. May use control, control.certificate, store, model and wire.
 */
@NullMarked
package dev.sallyport.control.acm;

import org.jspecify.annotations.NullMarked;
