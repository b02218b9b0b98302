package dev.sallyport.model;

/**
 * The caches of a stage's authorizers are to be emptied (AUT-28). It is written and deleted in one transaction: nobody reads
 * it, and whoever follows the store is told.
 *
 * @param stageName of the stage
 */
public record AuthorizersFlush(String stageName) {}
