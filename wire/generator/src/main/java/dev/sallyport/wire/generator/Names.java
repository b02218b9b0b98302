package dev.sallyport.wire.generator;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java names for the names of the models. */
final class Names {

    /** Methods that every generated record or builder has, which a component must not shadow. */
    private static final Set<String> TAKEN = Set.of(
            "shape",
            "values",
            "builder",
            "toBuilder",
            "build",
            "of",
            "hashCode",
            "toString",
            "clone",
            "finalize",
            "getClass",
            "notify",
            "notifyAll",
            "wait");

    private Names() {}

    /** {@code FunctionName} becomes {@code functionName}, {@code KMSKeyArn} {@code kmsKeyArn}, {@code UUID} uuid. */
    static String component(String member) {
        int run = 0;
        while (run < member.length() && Character.isUpperCase(member.charAt(run))) {
            run++;
        }
        boolean wordFollows = run > 1 && run < member.length() && Character.isLowerCase(member.charAt(run));
        int lowered = wordFollows ? run - 1 : run;
        String name = member.substring(0, lowered).toLowerCase(Locale.ROOT) + member.substring(lowered);
        return SourceVersion.isKeyword(name) || TAKEN.contains(name) ? name + "_" : name;
    }

    /** {@code CreateRestApi} becomes {@code CREATE_REST_API}. */
    static String constant(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .replaceAll("^_+", "")
                .toUpperCase(Locale.ROOT);
    }
}
