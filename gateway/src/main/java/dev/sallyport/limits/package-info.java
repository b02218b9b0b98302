/**
 * How fast and how often: token buckets, quotas by calendar period, and the API keys they belong to (rest-data-plane 4.1,
 * 6). {@link dev.sallyport.limits.Limiter} is where they come from; {@link dev.sallyport.limits.ApiKeyDirectory} is what
 * requests ask, and {@link dev.sallyport.limits.UsagePlanFollower} keeps it equal to the store.
 */
@NullMarked
package dev.sallyport.limits;

import org.jspecify.annotations.NullMarked;
