package dev.sallyport;

import dev.sallyport.cache.CacheSharing;
import dev.sallyport.cache.ResponseCaches;
import dev.sallyport.config.CacheSharingMode;
import dev.sallyport.config.Caching;
import dev.sallyport.config.Limits;
import dev.sallyport.snapshot.CacheCompiler;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Puts the response caches together. */
final class ResponseCaching {

    private static final int MEGABYTE_BITS = 20;

    private ResponseCaching() {}

    static CacheCompiler compiler(Caching settings, InstantSource clock, RandomGenerator random) {
        return new CacheCompiler(
                new ResponseCaches(clock, (long) settings.memoryMegabytes() << MEGABYTE_BITS, random.nextLong()),
                settings.sharing() == CacheSharingMode.AWS ? CacheSharing.AWS : CacheSharing.SAFE,
                Limits.DEFAULTS.cacheWaiters(),
                Limits.DEFAULTS.cacheWaitMillis());
    }
}
