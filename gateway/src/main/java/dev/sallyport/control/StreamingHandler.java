package dev.sallyport.control;

import dev.sallyport.wire.Structure;

/** The implementation of an operation whose answer goes out while it is made; otherwise as an {@link OperationHandler}. */
@FunctionalInterface
public interface StreamingHandler<I extends Structure, O extends Structure> {

    /** @throws ServiceException for every error that the client shall see */
    Answer<O> handle(Call call, I input);

    /**
     * An answer.
     *
     * @param output gives status and headers
     */
    record Answer<O extends Structure>(O output, StreamedBody body) {}
}
