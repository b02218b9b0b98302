/**
 * Lambda authorizers and Cognito user pools: who may call a method that names one (rest-data-plane 5.3 to 5.6). Compiled
 * with the stage, run as a step of the method's plan. Start at {@link dev.sallyport.authorizer.AuthorizerCompiler}. Fails
 * closed: an authorizer that cannot be built, reached or understood answers 500, and the log says why.
 */
@NullMarked
package dev.sallyport.authorizer;

import org.jspecify.annotations.NullMarked;
