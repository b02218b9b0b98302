package dev.sallyport.functions.runtimeapi;

import org.jspecify.annotations.Nullable;

/** What a runtime did, told on the event loop of its endpoint. */
public interface RuntimeListener {

    /**
     * The runtime asks for the next event; it is waiting from now on.
     *
     * @return false when it must not ask now, because it has not answered the event that it holds
     */
    boolean polled();

    /**
     * The runtime answered an event.
     *
     * @param loggedBytes how many bytes it wrote to standard output since its start, as far as it knows; 0 when it does
     *     not say
     * @return false when the id is unknown or not running (the runtime gets 400)
     */
    boolean answered(String requestId, byte[] payload, long loggedBytes);

    /**
     * The runtime begins an answer in the streaming mode. Its end is told by {@link #answered}, without a payload, or by
     * {@link #failed} or {@link #broken}.
     *
     * @return who takes it piece by piece, or null when it is to be told as a whole
     */
    @Nullable
    ResponseStream streams(String requestId);

    /** The connection of a streamed answer ended before the answer did. */
    void broken(String requestId);

    /**
     * The runtime reports that the function failed; also for a stream that broke off in the middle.
     *
     * @param errorType the header {@code Lambda-Runtime-Function-Error-Type}, or null
     * @return false when the id is unknown or not running
     */
    boolean failed(String requestId, @Nullable String errorType, byte[] payload, long loggedBytes);

    /** The answer was larger than the limit (R4.5); false when the id is unknown or not running. */
    boolean answeredTooLarge(String requestId, long loggedBytes);

    /** The runtime could not initialise; false when it was initialised already. */
    boolean initFailed(@Nullable String errorType, byte[] payload);

    /** Everything that came in with the last read has been told. */
    void readComplete();
}
