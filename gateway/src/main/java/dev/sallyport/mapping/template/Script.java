package dev.sallyport.mapping.template;

import org.jspecify.annotations.Nullable;

/** An object of ours that templates see: {@code $input}, {@code $util}, {@code $foreach}. It prints nothing. */
interface Script {

    /** A property, null when there is none of that name. */
    default @Nullable Object property(String name, Run run) {
        return null;
    }

    /** Calls a method, null when there is none of that name and number of arguments. */
    default @Nullable Object call(String name, @Nullable Object[] arguments, Run run) {
        return null;
    }
}
