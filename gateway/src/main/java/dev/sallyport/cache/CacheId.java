package dev.sallyport.cache;

import dev.sallyport.model.Scope;

/**
 * Whose cache it is. The deployment is no part of it: what is kept outlives deployments (CCH-5).
 *
 * @param ofCanary whether it is the canary's own, because the canary does not use the stage's
 */
public record CacheId(Scope owner, String apiId, String stageName, boolean ofCanary) {}
