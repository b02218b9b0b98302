package dev.sallyport.model;

/**
 * A log stream of a log group (companion R8.2); its events are kept elsewhere.
 *
 * @param creationMillis milliseconds since the epoch
 * @param automatic whether the platform made it for what it logs; such streams go when a group has too many of them
 */
public record LogStream(String name, long creationMillis, boolean automatic) {}
