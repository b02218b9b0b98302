package dev.sallyport.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Header lines in their order, names in the case in which they came, kept as the bytes of the message; a string is made
 * only of what is asked for. Characters are Latin-1. Look-ups ignore case. One object can serve message after message.
 * Not safe for use by several threads.
 */
public final class Headers {

    /** What the writer of a message says itself. */
    static final HeaderNames FRAMING = HeaderNames.of("connection", "content-length", "date", "transfer-encoding");

    /** Start and end of the name, start and end of the value. */
    private static final int FIELDS = 4;

    private static final int FIRST_BYTES = 512;
    private static final int FIRST_LINES = 16;

    /** An object that served a larger message gives its memory back. */
    private static final int KEPT_BYTES = 4096;

    private static final int KEPT_LINES = 64;

    private byte[] bytes;
    private int length;
    private int[] bounds;
    private int size;
    private boolean legal = true;

    /** Whether the bytes are the lines as they go out, one behind the other, and none is of {@link #FRAMING}. */
    private boolean block = true;

    public Headers() {
        bytes = new byte[FIRST_BYTES];
        bounds = new int[FIELDS * FIRST_LINES];
    }

    /** @param expected how many lines are likely */
    public Headers(int expected) {
        bytes = new byte[32 * expected];
        bounds = new int[FIELDS * expected];
    }

    /** The same lines in an object of their own. */
    public Headers copy() {
        Headers copy = new Headers(0);
        copy.bytes = Arrays.copyOf(bytes, length);
        copy.bounds = Arrays.copyOf(bounds, FIELDS * size);
        copy.length = length;
        copy.size = size;
        copy.legal = legal;
        copy.block = block;
        return copy;
    }

    /** Forgets all lines. */
    public void clear() {
        length = 0;
        size = 0;
        legal = true;
        block = true;
        if (bytes.length > KEPT_BYTES || bounds.length > FIELDS * KEPT_LINES) {
            bytes = new byte[FIRST_BYTES];
            bounds = new int[FIELDS * FIRST_LINES];
        }
    }

    /** How many header lines there are. */
    public int size() {
        return size;
    }

    /** The name of line {@code i}. */
    public String name(int i) {
        return Octets.string(bytes, bounds[FIELDS * i], bounds[FIELDS * i + 1]);
    }

    /** The value of line {@code i}. */
    public String value(int i) {
        return Octets.string(bytes, bounds[FIELDS * i + 2], bounds[FIELDS * i + 3]);
    }

    /** Whether line {@code i} has one of these names. */
    public boolean isNamed(int i, HeaderNames names) {
        return names.contains(bytes, bounds[FIELDS * i], bounds[FIELDS * i + 1]);
    }

    /** Whether line {@code i} has this name. */
    public boolean isNamed(int i, String name) {
        return Octets.equalsIgnoreCase(bytes, bounds[FIELDS * i], bounds[FIELDS * i + 1], name);
    }

    /** Whether two lines have the same name. */
    public boolean haveSameName(int i, int j) {
        int start = bounds[FIELDS * i];
        int other = bounds[FIELDS * j];
        int count = bounds[FIELDS * i + 1] - start;
        if (bounds[FIELDS * j + 1] - other != count) {
            return false;
        }
        for (int k = 0; k < count; k++) {
            if (Octets.fold(bytes[start + k]) != Octets.fold(bytes[other + k])) {
                return false;
            }
        }
        return true;
    }

    /** Whether the value of line {@code i} is this text but for case. */
    public boolean hasValue(int i, String text) {
        return Octets.equalsIgnoreCase(bytes, bounds[FIELDS * i + 2], bounds[FIELDS * i + 3], text);
    }

    /** Whether the value of line {@code i} is a list separated by commas with this text in it, but for case. */
    public boolean hasListed(int i, String text) {
        int end = bounds[FIELDS * i + 3];
        int start = bounds[FIELDS * i + 2];
        while (start <= end) {
            int comma = start;
            while (comma < end && bytes[comma] != ',') {
                comma++;
            }
            int stop = comma;
            while (start < stop && (bytes[start] == ' ' || bytes[start] == '\t')) {
                start++;
            }
            while (stop > start && (bytes[stop - 1] == ' ' || bytes[stop - 1] == '\t')) {
                stop--;
            }
            if (Octets.equalsIgnoreCase(bytes, start, stop, text)) {
                return true;
            }
            start = comma + 1;
        }
        return false;
    }

    /** Whether the value of line {@code i} begins with exactly this text. */
    public boolean valueStartsWith(int i, String text) {
        return Octets.startsWith(bytes, bounds[FIELDS * i + 2], bounds[FIELDS * i + 3], text);
    }

    /** Adds a line. One that could not be sent is kept, and {@link #requireLegal} tells of it. */
    public Headers add(String name, String value) {
        legal &= isLegal(name, value);
        block &= !FRAMING.contains(name);
        ensure(name.length() + value.length() + 4);
        int start = length;
        append(name);
        int nameEnd = length;
        bytes[length++] = ':';
        bytes[length++] = ' ';
        int valueStart = length;
        append(value);
        line(start, nameEnd, valueStart, length);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    /** Adds a line that was known beforehand. */
    public Headers add(HeaderLine line) {
        block &= !line.framing;
        ensure(line.bytes.length);
        System.arraycopy(line.bytes, 0, bytes, length, line.bytes.length);
        int nameEnd = length + line.nameLength;
        line(length, nameEnd, nameEnd + 2, length + line.bytes.length - 2);
        length += line.bytes.length;
        return this;
    }

    /** Adds a line with a value of legal ASCII bytes. */
    public Headers add(HeaderName name, byte[] value, int from, int to) {
        ensure(name.bytes.length);
        begin(name);
        appendValue(value, from, to);
        return this;
    }

    /** Adds a line whose name was known beforehand. */
    public Headers add(HeaderName name, String value) {
        legal &= isLegalValue(value);
        ensure(name.bytes.length + value.length() + 2);
        begin(name);
        append(value);
        bounds[FIELDS * (size - 1) + 3] = length;
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    private void begin(HeaderName name) {
        block &= !name.framing;
        int start = length;
        System.arraycopy(name.bytes, 0, bytes, start, name.bytes.length);
        length += name.bytes.length;
        line(start, length - 2, length, length);
    }

    /** Adds line {@code i} of others. */
    public void add(Headers from, int i) {
        add("", from, i);
    }

    /** Adds line {@code i} of others under its name with a prefix. */
    public void add(String prefix, Headers from, int i) {
        int nameLength = from.bounds[FIELDS * i + 1] - from.bounds[FIELDS * i];
        int valueStart = from.bounds[FIELDS * i + 2];
        int valueEnd = from.bounds[FIELDS * i + 3];
        ensure(prefix.length() + nameLength + valueEnd - valueStart + 4);
        legal &= from.legal;
        int start = length;
        append(prefix);
        System.arraycopy(from.bytes, from.bounds[FIELDS * i], bytes, length, nameLength);
        length += nameLength;
        int nameEnd = length;
        bytes[length++] = ':';
        bytes[length++] = ' ';
        block &= !FRAMING.contains(bytes, start, nameEnd);
        line(start, nameEnd, length, length);
        appendValue(from.bytes, valueStart, valueEnd);
    }

    /** Adds all lines of others. */
    public void addAll(Headers from) {
        if (!from.block) {
            for (int i = 0; i < from.size; i++) {
                add(from, i);
            }
            return;
        }
        legal &= from.legal;
        ensure(from.length);
        System.arraycopy(from.bytes, 0, bytes, length, from.length);
        for (int i = 0; i < from.size; i++) {
            line(
                    from.bounds[FIELDS * i] + length,
                    from.bounds[FIELDS * i + 1] + length,
                    from.bounds[FIELDS * i + 2] + length,
                    from.bounds[FIELDS * i + 3] + length);
        }
        length += from.length;
    }

    /** The value of the line that was added last, and its end. */
    private void appendValue(byte[] value, int from, int to) {
        ensure(to - from + 2);
        System.arraycopy(value, from, bytes, length, to - from);
        length += to - from;
        bounds[FIELDS * (size - 1) + 3] = length;
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    /** Replaces all lines of that name by one. */
    public Headers set(String name, String value) {
        remove(name);
        return add(name, value);
    }

    /** Removes all lines of that name. */
    public void remove(String name) {
        for (int i = size - 1; i >= 0; i--) {
            if (isNamed(i, name)) {
                drop(i);
            }
        }
    }

    /** The first line of that name, or -1. */
    public int find(String name) {
        for (int i = 0; i < size; i++) {
            if (isNamed(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /** Adds the value of line {@code i} to a text, in the form for between quotation marks. */
    public void quoteValue(int i, ByteText to) {
        to.quoted(bytes, bounds[FIELDS * i + 2], bounds[FIELDS * i + 3]);
    }

    /** The value of the first line of that name, or null. */
    public @Nullable String first(String name) {
        int line = find(name);
        return line < 0 ? null : value(line);
    }

    /** The value of the last line of that name, or null; the exact case is preferred (INV-27). */
    public @Nullable String last(String name) {
        int folded = -1;
        for (int i = size - 1; i >= 0; i--) {
            if (isNamed(i, name)) {
                if (Octets.equals(bytes, bounds[FIELDS * i], bounds[FIELDS * i + 1], name)) {
                    return value(i);
                }
                folded = folded < 0 ? i : folded;
            }
        }
        return folded < 0 ? null : value(folded);
    }

    /** All values of that name, in order. */
    public List<String> all(String name) {
        List<String> values = List.of();
        for (int i = 0; i < size; i++) {
            if (isNamed(i, name)) {
                if (values.isEmpty()) {
                    values = new ArrayList<>(2);
                }
                values.add(value(i));
            }
        }
        return values;
    }

    /** Whether there is a line of that name. */
    public boolean contains(String name) {
        return find(name) >= 0;
    }

    /** Whether all lines can be sent. */
    public boolean isLegal() {
        return legal;
    }

    /**
     * Makes sure that all lines can be sent: nothing that could split a message gets through.
     *
     * @throws IllegalArgumentException when one could not be sent
     */
    public void requireLegal() {
        if (!legal) {
            throw new IllegalArgumentException("an illegal character in a header line");
        }
    }

    static boolean isLegal(String name, String value) {
        boolean legal = !name.isEmpty();
        for (int i = 0; legal && i < name.length(); i++) {
            legal = Octets.isToken(name.charAt(i));
        }
        return legal && isLegalValue(value);
    }

    private static boolean isLegalValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!Octets.isValue(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    // ---- what readers and writers of whole heads use

    /** What the bounds refer to; only to be read, and until the next change. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the name of line {@code i} begins. */
    public int nameStart(int i) {
        return bounds[FIELDS * i];
    }

    /** Where the name of line {@code i} ends. */
    public int nameEnd(int i) {
        return bounds[FIELDS * i + 1];
    }

    /** Where the value of line {@code i} begins. */
    public int valueStart(int i) {
        return bounds[FIELDS * i + 2];
    }

    /** Where the value of line {@code i} ends. */
    public int valueEnd(int i) {
        return bounds[FIELDS * i + 3];
    }

    int length() {
        return length;
    }

    /** Gives line {@code i} another place in the bytes. */
    void move(int i, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int at = FIELDS * i;
        bounds[at] = nameStart;
        bounds[at + 1] = nameEnd;
        bounds[at + 2] = valueStart;
        bounds[at + 3] = valueEnd;
    }

    /** Forgets line {@code i}. */
    void drop(int i) {
        block = false;
        System.arraycopy(bounds, FIELDS * (i + 1), bounds, FIELDS * i, FIELDS * (size - i - 1));
        size--;
    }

    /** Whether {@link #bytes} up to {@link #length} are what goes out of these lines. */
    boolean isBlock() {
        return block;
    }

    /** A reader has put a message there. */
    void length(int newLength) {
        length = newLength;
        block = false;
    }

    void line(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (FIELDS * (size + 1) > bounds.length) {
            bounds = Arrays.copyOf(bounds, Math.max(FIELDS, 2 * bounds.length));
        }
        move(size++, nameStart, nameEnd, valueStart, valueEnd);
    }

    byte[] ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
        return bytes;
    }

    /** Characters beyond Latin-1 become question marks: cut to their low byte, some would end the line. */
    private void append(String text) {
        int characters = text.length();
        for (int i = 0; i < characters; i++) {
            char c = text.charAt(i);
            bytes[length + i] = c > 0xFF ? (byte) '?' : (byte) c;
        }
        length += characters;
    }

    /** The lines as they would be sent. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < size; i++) {
            text.append(name(i)).append(": ").append(value(i)).append('\n');
        }
        return text.toString();
    }
}
