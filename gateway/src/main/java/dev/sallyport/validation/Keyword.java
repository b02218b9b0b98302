package dev.sallyport.validation;

import org.jspecify.annotations.Nullable;

/** A compiled keyword of a schema. Called with instances of its types alone. */
@FunctionalInterface
interface Keyword {

    /** Adds an error when the instance does not obey. */
    void check(Validation validation, @Nullable Object instance);
}
