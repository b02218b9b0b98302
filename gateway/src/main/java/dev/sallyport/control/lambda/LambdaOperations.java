package dev.sallyport.control.lambda;

import dev.sallyport.control.OperationRegistry;

/**
 * The operations of Lambda that are built. What is not registered here answers 501 by name.
 *
 * <p>Handlers check the rules of the service; the model's constraints (patterns, lengths, ranges) have been checked
 * before. They throw {@link dev.sallyport.control.ServiceException} with Lambda's exception names, without the member
 * {@code Type}, which the renderer adds.
 */
public final class LambdaOperations {

    private LambdaOperations() {}

    /** Registers all families of operations. */
    public static void register(OperationRegistry registry, LambdaServices services) {
        new FunctionCreation(services).register(registry);
        new Functions(services).register(registry);
        new FunctionUpdates(services).register(registry);
        new Versions(services).register(registry);
        new Aliases(services).register(registry);
        new Permissions(services).register(registry);
        new Invocations(services).register(registry);
        new ReservedConcurrency(services).register(registry);
        new Tags(services).register(registry);
        new AccountAndDefaults(services).register(registry);
    }
}
