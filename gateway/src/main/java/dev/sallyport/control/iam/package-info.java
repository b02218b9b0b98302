/**
 * IAM (companion services, section 5): users, groups, roles, access keys and policies as records, with AWS's answers and
 * errors. Start at {@link dev.sallyport.control.iam.IamOperations}; {@link dev.sallyport.control.iam.Caller} tells who
 * makes a call. May use control, store, model and wire.
 */
@NullMarked
package dev.sallyport.control.iam;

import org.jspecify.annotations.NullMarked;
