package dev.sallyport;

import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.lambda.Architectures;
import dev.sallyport.control.lambda.CodeCheck;
import dev.sallyport.control.lambda.EventInvocations;
import dev.sallyport.control.lambda.LambdaOperations;
import dev.sallyport.control.lambda.LambdaServices;
import dev.sallyport.control.rest.DraftInvoker;
import dev.sallyport.control.rest.RestOperations;
import dev.sallyport.control.rest.Tags;
import dev.sallyport.control.rest.TestInvocations;
import dev.sallyport.control.rest.domains.DomainOperations;
import dev.sallyport.control.rest.sdk.SdkOperations;
import dev.sallyport.control.rest.usage.UsageOperations;
import dev.sallyport.functions.CodePackages;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.functions.StoreFunctionCatalog;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Store;
import dev.sallyport.store.sqlite.SqliteStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** Registers every operation that is built, for a gateway that serves and for the list of operations. */
final class ControlPlaneFactory {

    private ControlPlaneFactory() {}

    static OperationRegistry registry(
            Store store,
            FunctionCatalog catalog,
            FunctionHost functions,
            EventInvocations events,
            DraftInvoker drafts,
            InstantSource clock,
            RandomGenerator random) {
        OperationRegistry registry = new OperationRegistry();
        Ids ids = new Ids(random);
        Tags tags = RestOperations.register(registry, store, ids, clock);
        DomainOperations.register(registry, store, ids, clock, tags);
        UsageOperations.register(registry, store, ids, clock, tags);
        TestInvocations.register(registry, store, drafts);
        SdkOperations.register(registry, store, clock);
        LambdaOperations.register(
                registry,
                new LambdaServices(
                        store,
                        catalog,
                        functions,
                        events,
                        ControlPlaneFactory::check,
                        Architectures.ofJava(System.getProperty("os.arch", "")),
                        clock,
                        () -> UUID.randomUUID().toString()));
        return registry;
    }

    /** What would be registered, on an empty store and with functions that never run. */
    static OperationRegistry registryForListing(InstantSource clock, RandomGenerator random) {
        Store store = SqliteStore.inMemory();
        FunctionCatalog catalog = new StoreFunctionCatalog(store, random);
        FunctionHost functions = new NoFunctions();
        EventInvocations events =
                new EventInvocations(catalog, functions, clock, (delay, task) -> {}, EventInvocations.Settings.DEFAULT);
        return registry(store, catalog, functions, events, new NoDrafts(), clock, random);
    }

    private static CodeCheck.Result check(byte[] zip) {
        CodePackages.Check check = CodePackages.check(zip);
        return new CodeCheck.Result(check.unzippedBytes(), check.problem(), check.detail());
    }

    private static final class NoDrafts implements DraftInvoker {
        @Override
        public MethodAnswer invokeMethod(MethodTest test) {
            throw new UnsupportedOperationException("no drafts run here");
        }

        @Override
        public AuthorizerAnswer invokeAuthorizer(AuthorizerTest test) {
            throw new UnsupportedOperationException("no authorizers run here");
        }
    }

    private static final class NoFunctions implements FunctionHost {
        @Override
        public CompletionStage<InvocationResult> invoke(Invocation invocation) {
            return CompletableFuture.completedStage(new InvocationResult.Unavailable("no functions run here"));
        }

        @Override
        public void drain(Duration deadline) {
            // There is nothing to drain.
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
