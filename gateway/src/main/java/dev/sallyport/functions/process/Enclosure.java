package dev.sallyport.functions.process;

/**
 * What holds a process and its descendants besides its session: a sandbox, a control group. All methods may be called from
 * any thread; none fails.
 */
public interface Enclosure {

    /** Nothing but the session. */
    Enclosure NONE = new Enclosure() {};

    /** Whether no descendant outlives the process that was started, so that nobody has to look for strays. */
    default boolean isTight() {
        return false;
    }

    /** Whether the process that was started only watches over the program, so that what the program shall hear must reach it directly. */
    default boolean hasWatcher() {
        return false;
    }

    /** Whether the kernel ended something in here for want of memory. Reads a file. */
    default boolean ranOutOfMemory() {
        return false;
    }

    /** Ends all that is in here. Writes a file. */
    default void kill() {}

    /** The process has been reaped and {@link #kill} was called: gives back what the host lent. May block for seconds. */
    default void release() {}
}
