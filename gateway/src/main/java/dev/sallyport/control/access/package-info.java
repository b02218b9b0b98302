/**
 * Who may call the control plane, when that is asked for, and the log of who did: signatures, permissions per operation.
 * Start at {@link dev.sallyport.control.access.SignedCalls}.
 */
@NullMarked
package dev.sallyport.control.access;

import org.jspecify.annotations.NullMarked;
