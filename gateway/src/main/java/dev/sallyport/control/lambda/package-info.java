/**
 * The Lambda API (2015-03-31 and its younger siblings): functions, their versions, aliases, permissions and invocation.
 * Start at {@link dev.sallyport.control.lambda.LambdaOperations}. One class per resource family; rule numbers (R3.x,
 * R4.x) are those of the companion services' specification. May use {@code wire}, {@code model}, {@code store},
 * {@code functions} and {@code control}; knows no network library.
 */
@NullMarked
package dev.sallyport.control.lambda;

import org.jspecify.annotations.NullMarked;
