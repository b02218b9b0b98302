package dev.sallyport.telemetry.logs;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A log event as it is kept.
 *
 * @param stream the name of its stream
 * @param timestampMillis when it happened, as its writer says
 * @param sequence grows with every event of the gateway, and tells when it came: see {@link #ingestionMillis()}
 * @param bytes the length of the message in UTF-8
 */
public record LogEvent(String stream, long timestampMillis, long sequence, String message, int bytes)
        implements Comparable<LogEvent> {

    /** What AWS counts for an event besides the bytes of its message. */
    public static final int OVERHEAD_BYTES = 26;

    /** A sequence is a time in milliseconds and, below it, a count within the millisecond. */
    static final int SEQUENCE_BITS = 20;

    private static final int ID_DIGITS = 56;
    private static final int ID_TIME_SHIFT = 144;
    private static final int ID_SEQUENCE_SHIFT = 80;

    /** When the gateway took it, in milliseconds since the epoch. */
    public long ingestionMillis() {
        return sequence >>> SEQUENCE_BITS;
    }

    /** What AWS counts for this event. */
    public int countedBytes() {
        return bytes + OVERHEAD_BYTES;
    }

    /** Where this event stands among all others. */
    public Position position() {
        return new Position(timestampMillis, sequence);
    }

    /** By time; events of one time in the order in which they came. */
    @Override
    public int compareTo(LogEvent other) {
        int byTime = Long.compare(timestampMillis, other.timestampMillis);
        return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }

    /**
     * A place in the order of events. Its text is AWS's: 56 digits whose upper bits are the time.
     */
    public record Position(long timestampMillis, long sequence) {

        /** Before every event. */
        public static final Position START = new Position(0, 0);

        /** Whether an event stands behind this place. */
        public boolean isBefore(LogEvent event) {
            return timestampMillis < event.timestampMillis()
                    || (timestampMillis == event.timestampMillis() && sequence < event.sequence());
        }

        /** Whether an event stands in front of this place. */
        public boolean isAfter(LogEvent event) {
            return timestampMillis > event.timestampMillis()
                    || (timestampMillis == event.timestampMillis() && sequence > event.sequence());
        }

        /** The 56 digits: the event's id in answers, and the middle of tokens. */
        public String digits() {
            String number = BigInteger.valueOf(timestampMillis)
                    .shiftLeft(ID_TIME_SHIFT)
                    .or(BigInteger.valueOf(sequence).shiftLeft(ID_SEQUENCE_SHIFT))
                    .toString();
            return "0".repeat(Math.max(0, ID_DIGITS - number.length())) + number;
        }

        /** The place that {@link #digits()} gave; null when the text is no such one. */
        public static @Nullable Position ofDigits(String digits) {
            if (digits.length() != ID_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return null;
            }
            BigInteger number = new BigInteger(digits);
            BigInteger time = number.shiftRight(ID_TIME_SHIFT);
            BigInteger sequence = number.subtract(time.shiftLeft(ID_TIME_SHIFT)).shiftRight(ID_SEQUENCE_SHIFT);
            if (time.bitLength() >= Long.SIZE || sequence.bitLength() >= Long.SIZE) {
                return null;
            }
            return new Position(time.longValueExact(), sequence.longValueExact());
        }
    }
}
