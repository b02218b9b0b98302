package dev.sallyport.control.access;

/**
 * A permission that a call needs.
 *
 * @param action for example {@code apigateway:GET}
 * @param resource an ARN, or {@code *}
 */
record Demand(String action, String resource) {}
