/**
 * Authorization by JSON Web Tokens: the tokens of Cognito user pools, or of whatever OpenID provider stands for one. Start
 * at {@link dev.sallyport.authorizer.jwt.TokenVerifier}. Depends on nothing else of Sallyport; may block, so callers are
 * on virtual threads.
 */
@NullMarked
package dev.sallyport.authorizer.jwt;

import org.jspecify.annotations.NullMarked;
