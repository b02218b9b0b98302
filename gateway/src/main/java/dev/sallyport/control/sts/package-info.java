/**
 * STS (companion services, section 6): who calls, and temporary credentials. Start at
 * {@link dev.sallyport.control.sts.StsOperations}. May use control, control.iam, store, model and wire.
 */
@NullMarked
package dev.sallyport.control.sts;

import org.jspecify.annotations.NullMarked;
