package dev.sallyport.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Guesses what a misspelt name was meant to be. */
final class NearestName {

    private NearestName() {}

    /** The candidate that fewest edits turn into the name; the first of several. */
    static String of(String name, List<String> candidates) {
        String normal = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> edits(normal, candidate)))
                .orElseThrow();
    }

    /** Levenshtein's distance. */
    private static int edits(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
