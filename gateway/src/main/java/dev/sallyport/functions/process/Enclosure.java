package dev.sallyport.functions.process;

/**
 * What holds a process and its descendants besides its session: a sandbox, a control group. All methods may be called from
 * any thread; none fails.
 */
public interface Enclosure {

    /** Whether no descendant outlives the process that was started, so that nobody has to look for strays. */
    boolean isTight();

    /**
     * Whether the process that was started only watches over the program, so that what the program shall hear must reach it
     * directly.
     */
    boolean hasWatcher();

    /** Whether the kernel ended something in here for want of memory. Reads a file. */
    boolean ranOutOfMemory();

    /** Ends all that is in here, so far as there is a way besides the session's. Writes a file. */
    void kill();

    /** The process has been reaped and {@link #kill} was called: gives back what the host lent. May block for seconds. */
    void release();
}
