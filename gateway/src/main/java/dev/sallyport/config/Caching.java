package dev.sallyport.config;

/**
 * What the operator decided about the response caches of stages.
 *
 * @param memoryMegabytes what all of them together may hold
 * @param clusterSeconds how long one is created, deleted or flushed; 0 is at once
 * @param sharing who gets what is kept
 */
public record Caching(int memoryMegabytes, int clusterSeconds, CacheSharingMode sharing) {}
