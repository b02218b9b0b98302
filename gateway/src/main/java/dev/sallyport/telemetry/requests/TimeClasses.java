package dev.sallyport.telemetry.requests;

/**
 * The classes that times are counted in: whole milliseconds up to 16, then sixteen classes to each doubling, so that a
 * class is at most a sixteenth of its times wide. The last one takes whatever is longer than 17 minutes.
 */
public final class TimeClasses {

    private static final int BITS = 4;
    private static final int PER_DOUBLING = 1 << BITS;
    private static final int LONGEST_BITS = 20;

    /** How many classes there are. */
    public static final int COUNT = PER_DOUBLING * (LONGEST_BITS - BITS + 1);

    private TimeClasses() {}

    /** The class of a time; of a negative one that of 0. */
    static int of(long millis) {
        if (millis < PER_DOUBLING) {
            return (int) Math.max(0, millis);
        }
        int doubling = Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(millis);
        int at = (doubling + 1) * PER_DOUBLING + (int) (millis >>> doubling) - PER_DOUBLING;
        return Math.min(at, COUNT - 1);
    }

    /** The shortest time of a class, in milliseconds. */
    public static long shortest(int at) {
        if (at < PER_DOUBLING) {
            return at;
        }
        int doubling = at / PER_DOUBLING - 1;
        return (long) (at % PER_DOUBLING + PER_DOUBLING) << doubling;
    }

    /** The longest time of a class, in milliseconds; for the last class where it would end. */
    public static long longest(int at) {
        return shortest(at + 1) - 1;
    }

    /** The time that stands for a class, in milliseconds. */
    public static double middle(int at) {
        return (shortest(at) + longest(at)) / 2.0;
    }
}
