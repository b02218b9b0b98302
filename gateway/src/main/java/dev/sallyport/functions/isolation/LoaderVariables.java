package dev.sallyport.functions.isolation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Variables that change what a program does before its first line: by them a function could run its code in the programs
 * that lock it up. They are kept from these and given to the function's own program. The list is glibc's of what it ignores
 * in set-user-ID programs; musl's is a part of it.
 */
final class LoaderVariables {

    private static final Set<String> NAMES = Set.of(
            "GCONV_PATH",
            "GETCONF_DIR",
            "GLIBC_TUNABLES",
            "HOSTALIASES",
            "LOCALDOMAIN",
            "LOCPATH",
            "MALLOC_ARENA_MAX",
            "MALLOC_CHECK_",
            "MALLOC_TRACE",
            "NIS_PATH",
            "NLSPATH",
            "RESOLV_HOST_CONF",
            "RES_OPTIONS",
            "TZDIR",
            // Of shells.
            "BASH_ENV",
            "ENV",
            "IFS",
            "SHELLOPTS",
            "BASHOPTS",
            "PS4");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private LoaderVariables() {}

    /** Moves them out of a mutable environment. */
    static Map<String, String> takeFrom(Map<String, String> environment) {
        Map<String, String> taken = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (isOne(name)) {
                taken.put(name, value);
            }
        });
        taken.keySet().forEach(environment::remove);
        return taken;
    }

    /** A name that is no identifier may be an exported function of a shell. */
    static boolean isOne(String name) {
        return name.startsWith("LD_")
                || NAMES.contains(name)
                || !PLAIN.matcher(name).matches();
    }
}
