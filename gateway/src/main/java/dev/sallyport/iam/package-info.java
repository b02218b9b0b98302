/**
 * Principals, policies and their evaluation, as IAM does it: for calls of APIs now, for calls of the control plane later.
 * Pure logic that knows neither of the two. Start at {@link dev.sallyport.iam.Access}.
 */
@NullMarked
package dev.sallyport.iam;

import org.jspecify.annotations.NullMarked;
