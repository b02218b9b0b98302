package dev.sallyport.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A set of header names, asked without regard to case and without making strings. */
public final class HeaderNames {

    private static final String[] NONE = {};

    /** By length: hardly ever more than three names share one. */
    private final String[][] byLength;

    private HeaderNames(String[][] byLength) {
        this.byLength = byLength;
    }

    /** The set of these names. */
    public static HeaderNames of(String... names) {
        List<List<String>> lists = new ArrayList<>();
        for (String name : names) {
            while (lists.size() <= name.length()) {
                lists.add(new ArrayList<>());
            }
            lists.get(name.length()).add(name.toLowerCase(Locale.ROOT));
        }
        return new HeaderNames(lists.stream().map(same -> same.toArray(NONE)).toArray(String[][]::new));
    }

    /** Whether a name is in the set. */
    public boolean contains(String name) {
        if (name.length() < byLength.length) {
            for (String candidate : byLength[name.length()]) {
                if (candidate.equalsIgnoreCase(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean contains(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length < byLength.length) {
            for (String candidate : byLength[length]) {
                if (Octets.fold(bytes[start]) == candidate.charAt(0)
                        && Octets.equalsIgnoreCase(bytes, start, end, candidate)) {
                    return true;
                }
            }
        }
        return false;
    }
}
