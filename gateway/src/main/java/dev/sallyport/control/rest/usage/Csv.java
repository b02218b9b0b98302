package dev.sallyport.control.rest.usage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads comma-separated values (RFC 4180), one row after the other. A cell may be quoted with {@code "} or, as the files
 * of API keys allow, with {@code '}; inside, a doubled quote stands for one, and commas and ends of lines for themselves.
 * Around bare cells blanks do not count. A row that is no CSV is told as such, and reading goes on with the next line.
 */
final class Csv {

    private static final int NO_QUOTE = -1;
    private static final int UNCLOSED = -2;

    private final String text;
    private int position;
    private int line = 1;

    Csv(String text) {
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /**
     * A row.
     *
     * @param line where it begins, counted from 1
     * @param problem what is wrong with it, or null
     */
    record Row(int line, List<String> cells, @Nullable String problem) {}

    /** The next row that is not blank, or null at the end. */
    @Nullable
    Row next() {
        while (position < text.length()) {
            Row row = row();
            if (row.problem() != null
                    || row.cells().size() > 1
                    || !row.cells().getFirst().isEmpty()) {
                return row;
            }
        }
        return null;
    }

    private Row row() {
        int first = line;
        List<String> cells = new ArrayList<>();
        while (true) {
            skipBlanks();
            int quote = closingQuote();
            if (quote == UNCLOSED) {
                skipLine();
                return new Row(first, cells, "a quoted value does not end");
            }
            cells.add(quote == NO_QUOTE ? bare() : quoted(quote));
            skipBlanks();
            if (!atEndOfCell()) {
                skipLine();
                return new Row(first, cells, "text after a quoted value");
            }
            if (position >= text.length() || text.charAt(position) != ',') {
                skipLine();
                return new Row(first, cells, null);
            }
            position++;
        }
    }

    /** Where the quote that begins here ends. A single quote whose cell no other one ends on its line is an apostrophe. */
    private int closingQuote() {
        char quote = position < text.length() ? text.charAt(position) : ',';
        if (quote != '"' && quote != '\'') {
            return NO_QUOTE;
        }
        for (int i = position + 1; i < text.length(); i++) {
            if (text.charAt(i) == quote) {
                if (i + 1 >= text.length() || text.charAt(i + 1) != quote) {
                    return quote == '"' || endsCell(i + 1) ? i : NO_QUOTE;
                }
                i++;
            } else if (quote == '\'' && isLineEnd(text.charAt(i))) {
                return NO_QUOTE;
            }
        }
        return quote == '"' ? UNCLOSED : NO_QUOTE;
    }

    private String quoted(int closing) {
        String quote = text.substring(closing, closing + 1);
        String raw = text.substring(position + 1, closing);
        line += (int) raw.chars().filter(c -> c == '\n').count();
        position = closing + 1;
        return raw.replace(quote + quote, quote);
    }

    private String bare() {
        int start = position;
        while (position < text.length() && !atEndOfCell()) {
            position++;
        }
        return text.substring(start, position).strip();
    }

    private void skipBlanks() {
        position = behindBlanks(position);
    }

    private int behindBlanks(int from) {
        int i = from;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i;
    }

    private boolean endsCell(int from) {
        int i = behindBlanks(from);
        return i >= text.length() || text.charAt(i) == ',' || isLineEnd(text.charAt(i));
    }

    private boolean atEndOfCell() {
        return position >= text.length() || text.charAt(position) == ',' || isLineEnd(text.charAt(position));
    }

    private void skipLine() {
        while (position < text.length() && !isLineEnd(text.charAt(position))) {
            position++;
        }
        if (text.startsWith("\r\n", position)) {
            position++;
        }
        position++;
        line++;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
