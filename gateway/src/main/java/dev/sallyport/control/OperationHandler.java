package dev.sallyport.control;

import dev.sallyport.wire.Structure;

/**
 * The implementation of one operation. Runs on a virtual thread and may block. The input has passed the model's
 * constraints; business rules are the handler's.
 */
@FunctionalInterface
public interface OperationHandler<I extends Structure, O extends Structure> {

    /**
     * @return the output; {@link dev.sallyport.wire.Unit} when the operation has none
     * @throws ServiceException for every error that the client shall see
     */
    O handle(Call call, I input);
}
