package dev.sallyport.functions;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which of AWS's runtime names this gateway runs. Every version of node.js and Python runs on the interpreter that is
 * installed; the function's log tells its real version (INIT_START).
 */
public final class Runtimes {

    private static final Set<String> NODE =
            Set.of("nodejs12.x", "nodejs14.x", "nodejs16.x", "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x");
    private static final Set<String> PYTHON = Set.of(
            "python3.6",
            "python3.7",
            "python3.8",
            "python3.9",
            "python3.10",
            "python3.11",
            "python3.12",
            "python3.13",
            "python3.14");
    private static final Set<String> PROVIDED = Set.of("provided.al2", "provided.al2023");

    private Runtimes() {}

    /** How a runtime is started. */
    enum Family {
        NODE,
        PYTHON,
        PROVIDED
    }

    /** Whether functions of this runtime can run here. Retired names are included: refusing them is the control plane's (R3.8). */
    public static boolean supports(String runtime) {
        return NODE.contains(runtime) || PYTHON.contains(runtime) || PROVIDED.contains(runtime);
    }

    /** Why the control plane refuses a runtime that AWS has and {@link #supports} denies; names it and the ones that run. */
    public static String unsupportedMessage(String runtime) {
        Set<String> all = new TreeSet<>(NODE);
        all.addAll(PYTHON);
        all.addAll(PROVIDED);
        return "The runtime " + runtime + " is not supported by this gateway. Supported runtimes: "
                + String.join(", ", all) + ".";
    }

    static Family family(String runtime) {
        if (NODE.contains(runtime)) {
            return Family.NODE;
        }
        if (PYTHON.contains(runtime)) {
            return Family.PYTHON;
        }
        if (PROVIDED.contains(runtime)) {
            return Family.PROVIDED;
        }
        throw new IllegalArgumentException(unsupportedMessage(runtime));
    }
}
