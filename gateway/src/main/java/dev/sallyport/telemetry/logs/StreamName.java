package dev.sallyport.telemetry.logs;

import dev.sallyport.model.Scope;

/** Names a log stream of an account and Region. */
public record StreamName(Scope scope, String group, String name) {}
