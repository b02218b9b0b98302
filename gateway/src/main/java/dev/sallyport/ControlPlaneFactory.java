package dev.sallyport;

import dev.sallyport.authorizer.jwt.IssuerTokens;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.acm.AcmOperations;
import dev.sallyport.control.acm.DomainNameUsage;
import dev.sallyport.control.http.HttpApiOperations;
import dev.sallyport.control.http.IssuerCheck;
import dev.sallyport.control.http.documents.HttpApiDocumentOperations;
import dev.sallyport.control.http.domains.HttpDomainOperations;
import dev.sallyport.control.iam.IamOperations;
import dev.sallyport.control.lambda.Architectures;
import dev.sallyport.control.lambda.CodeCheck;
import dev.sallyport.control.lambda.EventInvocations;
import dev.sallyport.control.lambda.LambdaOperations;
import dev.sallyport.control.lambda.LambdaServices;
import dev.sallyport.control.logs.LogsOperations;
import dev.sallyport.control.metrics.MetricsOperations;
import dev.sallyport.control.rest.DraftInvoker;
import dev.sallyport.control.rest.RestOperations;
import dev.sallyport.control.rest.Tags;
import dev.sallyport.control.rest.TestInvocations;
import dev.sallyport.control.rest.domains.DomainOperations;
import dev.sallyport.control.rest.domains.Truststores;
import dev.sallyport.control.rest.openapi.OpenApiOperations;
import dev.sallyport.control.rest.sdk.SdkOperations;
import dev.sallyport.control.rest.usage.UsageOperations;
import dev.sallyport.control.sts.StsOperations;
import dev.sallyport.functions.CodePackages;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.functions.StoreFunctionCatalog;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Store;
import dev.sallyport.store.sqlite.SqliteStore;
import dev.sallyport.telemetry.Telemetry;
import dev.sallyport.wire.acm.Acm;
import dev.sallyport.wire.apigatewaymanagementapi.ApiGatewayManagementApi;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.logs.Logs;
import dev.sallyport.wire.monitoring.Monitoring;
import dev.sallyport.wire.sts.Sts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** Registers every operation that is built, for a gateway that serves and for the list of operations. */
final class ControlPlaneFactory {

    /** Nothing of this gateway serves a certificate of ACM yet. */
    private ControlPlaneFactory() {}

    static OperationRegistry registry(
            Store store,
            FunctionCatalog catalog,
            FunctionHost functions,
            EventInvocations events,
            Telemetry telemetry,
            Runnable usageWriter,
            DraftInvoker drafts,
            InstantSource clock,
            RandomGenerator random,
            boolean openApi31,
            Duration cacheClusterTakes,
            Truststores truststores) {
        OperationRegistry registry = new OperationRegistry();
        Ids ids = new Ids(random);
        Tags tags = RestOperations.register(registry, store, ids, clock, cacheClusterTakes);
        DomainOperations.register(registry, store, ids, clock, tags, truststores);
        IssuerCheck issuers = new IssuerTokens(clock)::hasDiscovery;
        Tags ofHttpApis = HttpApiOperations.register(registry, store, ids, clock, issuers);
        HttpApiDocumentOperations.register(registry, store, ids, clock, issuers, openApi31);
        HttpDomainOperations.register(registry, store, ids, clock, ofHttpApis, truststores);
        UsageOperations.register(registry, store, ids, clock, usageWriter, tags);
        OpenApiOperations.register(registry, store, ids, clock, openApi31);
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
                        ControlPlaneFactory::uuid));
        registry.ofDataPlane(ApiGatewayManagementApi.SERVICE);
        registry.whenNeeded(Iam.SERVICE, it -> IamOperations.register(it, store, random, clock));
        registry.whenNeeded(Sts.SERVICE, it -> StsOperations.register(it, store, random, clock));
        registry.whenNeeded(
                Acm.SERVICE,
                it -> AcmOperations.register(it, store, new DomainNameUsage(), ControlPlaneFactory::uuid, clock));
        registry.whenNeeded(Logs.SERVICE, it -> LogsOperations.register(it, store, telemetry.logs(), clock));
        registry.whenNeeded(Monitoring.SERVICE, it -> MetricsOperations.register(it, telemetry.metrics(), clock));
        return registry;
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }

    /** What would be registered, on an empty store and with functions that never run. */
    static OperationRegistry registryForListing(InstantSource clock, RandomGenerator random) {
        Store store = SqliteStore.inMemory();
        FunctionCatalog catalog = new StoreFunctionCatalog(store, random);
        FunctionHost functions = new NoFunctions();
        EventInvocations events =
                new EventInvocations(catalog, functions, clock, (delay, task) -> {}, EventInvocations.Settings.DEFAULT);
        return registry(
                store,
                catalog,
                functions,
                events,
                Telemetry.none(clock),
                () -> {},
                new NoDrafts(),
                clock,
                random,
                false,
                Duration.ZERO,
                Truststores.NONE);
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
