/**
 * The answers of methods, kept for a while (rest-data-plane 9.3). Start with {@link dev.sallyport.cache.ResponseCaches},
 * which holds the caches of all stages, and {@link dev.sallyport.cache.CachedMethod}, which is what a method's settings are
 * compiled into: the two steps that stand before and behind the integration.
 *
 * <p>Kept answers are arrays on the heap. A hit copies them behind its head, because for all but large answers one write is
 * cheaper than two, and what is replaced while it is being written needs no reference counts. The look-up of a hit takes
 * no lock; what is evicted is chosen by SIEVE, which asks of a hit nothing but a mark.
 */
@NullMarked
package dev.sallyport.cache;

import org.jspecify.annotations.NullMarked;
