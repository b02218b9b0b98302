package dev.sallyport.mapping.template;

import java.util.function.LongSupplier;

/**
 * How far a template may go; past a bound its rendering fails.
 *
 * @param templateCharacters of a template (VTL-2)
 * @param outputCharacters of the output, and of every text and collection on the way to it
 * @param loopTurns of one {@code #foreach} (VTL-2)
 * @param directives that are executed in all
 * @param depth of macros and {@code #define}d blocks within each other
 * @param millis of one rendering
 * @param nanoTime a monotonic clock, {@code System::nanoTime} in production
 */
public record TemplateBounds(
        int templateCharacters,
        int outputCharacters,
        int loopTurns,
        int directives,
        int depth,
        int millis,
        LongSupplier nanoTime) {}
