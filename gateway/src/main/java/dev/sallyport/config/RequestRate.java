package dev.sallyport.config;

/**
 * How fast requests may come.
 *
 * @param perSecond requests per second, above 0
 * @param burst requests at once, above 0
 */
public record RequestRate(double perSecond, int burst) {}
