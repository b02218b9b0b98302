/**
 * The AWS wire front: which service and operation is meant, read and check the input against the service model,
 * dispatch, write the answer or AWS's error. Knows no network library. Start at
 * {@link dev.sallyport.control.ControlPlane}; a service's operations are in the sub-packages, one class per resource
 * family, registered in {@link dev.sallyport.control.OperationRegistry}.
 */
@NullMarked
package dev.sallyport.control;

import org.jspecify.annotations.NullMarked;
