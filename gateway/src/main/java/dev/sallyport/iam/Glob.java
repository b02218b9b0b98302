package dev.sallyport.iam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pattern in which {@code *} stands for any run of characters and {@code ?} for one. No pattern makes a text be read more
 * than once: what stands between two stars is searched by one bit per character of it, so that hostile patterns and texts
 * cost no more than others.
 */
final class Glob {

    /** The tokens of a pattern besides characters. */
    static final int ANY = -1;

    static final int ONE = -2;

    /** In templates only: any run without a slash. */
    private static final int SEGMENT = -3;

    /** Marks a character that a policy variable brought. */
    static final int SUBSTITUTED = 1 << 16;

    private static final int WORD = 64;

    private final boolean anyCase;
    private final int[] tokens;
    private final int[] first;
    private final int[] last;
    private final boolean isOpen;
    private final List<Piece> between = new ArrayList<>();

    /**
     * @param tokens characters, {@link #ANY}, {@link #ONE}
     * @param anyCase whether a and A are the same
     */
    Glob(int[] tokens, boolean anyCase) {
        this.anyCase = anyCase;
        int[] folded = Arrays.stream(tokens).map(this::folded).toArray();
        this.tokens = folded;
        int star = indexOfStar(folded, 0);
        isOpen = star >= 0;
        first = isOpen ? Arrays.copyOf(folded, star) : folded;
        int start = star;
        while (star >= 0) {
            start = star + 1;
            star = indexOfStar(folded, start);
            if (star > start) {
                between.add(new Piece(Arrays.copyOfRange(folded, start, star)));
            }
        }
        last = isOpen ? Arrays.copyOfRange(folded, start, folded.length) : new int[0];
    }

    /** A pattern without variables. */
    static Glob of(String pattern, boolean anyCase) {
        return new Glob(
                pattern.chars().map(c -> c == '*' ? ANY : c == '?' ? ONE : c).toArray(), anyCase);
    }

    private int folded(int token) {
        return token < 0 ? token : fold((char) token);
    }

    private char fold(char c) {
        return anyCase ? Character.toLowerCase(Character.toUpperCase(c)) : c;
    }

    private static int indexOfStar(int[] tokens, int from) {
        for (int i = from; i < tokens.length; i++) {
            if (tokens[i] == ANY) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the whole text is what the pattern describes. */
    boolean matches(String text) {
        int end = text.length() - last.length;
        if (isOpen ? end < first.length : text.length() != first.length) {
            return false;
        }
        if (!fits(first, text, 0) || !fits(last, text, end)) {
            return false;
        }
        int at = first.length;
        for (Piece piece : between) {
            at = piece.endIn(text, at, end);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    /** The pattern of a template: {@code {name}} stands for any run without a slash, {@code {name+}} for any run. */
    static Glob ofTemplate(String template) {
        int[] found = new int[template.length()];
        int length = 0;
        for (int at = 0; at < template.length(); at++) {
            int end = template.charAt(at) == '{' ? template.indexOf('}', at) : -1;
            if (end < 0) {
                found[length++] = template.charAt(at);
            } else {
                found[length++] = template.charAt(end - 1) == '+' ? ANY : SEGMENT;
                at = end;
            }
        }
        return new Glob(Arrays.copyOf(found, length), false);
    }

    /**
     * Whether there is a text that both patterns describe.
     *
     * @param template may be one of a template
     */
    boolean meets(Glob template) {
        int[] theirs = template.tokens;
        boolean[] below = new boolean[theirs.length + 1];
        for (int i = tokens.length; i >= 0; i--) {
            boolean[] row = new boolean[theirs.length + 1];
            for (int j = theirs.length; j >= 0; j--) {
                boolean mineEnds = i == tokens.length;
                boolean theirsEnds = j == theirs.length;
                if (mineEnds && theirsEnds) {
                    row[j] = true;
                } else if (!theirsEnds && theirs[j] == SEGMENT && !mineEnds && tokens[i] != ANY) {
                    row[j] = row[j + 1] || (tokens[i] != '/' && below[j]);
                } else if ((!mineEnds && tokens[i] == ANY)
                        || (!theirsEnds && (theirs[j] == ANY || theirs[j] == SEGMENT))) {
                    // A star takes one token more of the other pattern, or ends.
                    row[j] = (!mineEnds && below[j]) || (!theirsEnds && row[j + 1]);
                } else if (!mineEnds && !theirsEnds) {
                    boolean same = tokens[i] == ONE || theirs[j] == ONE || tokens[i] == theirs[j];
                    row[j] = same && below[j + 1];
                }
            }
            below = row;
        }
        return below[0];
    }

    private boolean fits(int[] tokens, String text, int start) {
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] != ONE && tokens[i] != fold(text.charAt(start + i))) {
                return false;
            }
        }
        return true;
    }

    /** What stands between two stars, searched by the shift-and method. */
    private final class Piece {
        private final int length;
        private final long[] wild;
        private final Map<Character, long[]> places = new HashMap<>();

        Piece(int[] tokens) {
            length = tokens.length;
            wild = new long[(length + WORD - 1) / WORD];
            for (int i = 0; i < length; i++) {
                if (tokens[i] == ONE) {
                    wild[i / WORD] |= 1L << i % WORD;
                }
            }
            for (int i = 0; i < length; i++) {
                if (tokens[i] != ONE) {
                    places.computeIfAbsent((char) tokens[i], c -> wild.clone())[i / WORD] |= 1L << i % WORD;
                }
            }
        }

        /** Where the first occurrence ends; -1 without one. */
        int endIn(String text, int from, int to) {
            long[] state = new long[wild.length];
            int lastWord = (length - 1) / WORD;
            long lastBit = 1L << (length - 1) % WORD;
            for (int i = from; i < to; i++) {
                long[] mask = places.getOrDefault(fold(text.charAt(i)), wild);
                long carry = 1;
                for (int word = 0; word < state.length; word++) {
                    long next = state[word] >>> (WORD - 1);
                    state[word] = ((state[word] << 1) | carry) & mask[word];
                    carry = next;
                }
                if ((state[lastWord] & lastBit) != 0) {
                    return i + 1;
                }
            }
            return -1;
        }
    }
}
