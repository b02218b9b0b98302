package dev.sallyport.pipeline;

import java.util.Arrays;
import java.util.List;

/** A set of header names, asked without regard to case and without making strings. */
final class HeaderNames {

    private static final String[] NONE = {};

    /** By length: hardly ever more than three names share one. */
    private final String[][] byLength;

    private HeaderNames(String[][] byLength) {
        this.byLength = byLength;
    }

    static HeaderNames of(String... names) {
        int longest = Arrays.stream(names).mapToInt(String::length).max().orElse(0);
        String[][] byLength = new String[longest + 1][];
        for (int i = 0; i <= longest; i++) {
            int length = i;
            List<String> same =
                    Arrays.stream(names).filter(name -> name.length() == length).toList();
            byLength[i] = same.isEmpty() ? NONE : same.toArray(String[]::new);
        }
        return new HeaderNames(byLength);
    }

    boolean contains(String name) {
        if (name.length() < byLength.length) {
            for (String candidate : byLength[name.length()]) {
                if (candidate.equalsIgnoreCase(name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
