package dev.sallyport;

import dev.sallyport.authorizer.RouteAuthorizers;
import dev.sallyport.authorizer.jwt.IssuerTokens;
import dev.sallyport.config.Limits;
import dev.sallyport.config.PermissionCheck;
import dev.sallyport.config.Settings;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.integration.aws.AwsServices;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.snapshot.AccessCompiler;
import dev.sallyport.snapshot.DomainLoader;
import dev.sallyport.snapshot.HttpApiCompiler;
import dev.sallyport.snapshot.HttpApiLoader;
import dev.sallyport.snapshot.LimitCompiler;
import dev.sallyport.snapshot.Publisher;
import dev.sallyport.snapshot.RouteIntegrations;
import dev.sallyport.snapshot.SnapshotLoader;
import dev.sallyport.store.Store;
import dev.sallyport.telemetry.requests.RequestMeters;
import java.time.InstantSource;

/** Puts together what serves HTTP APIs, of the parts that serve everything. */
record HttpApiParts(
        FunctionCatalog catalog,
        FunctionHost functions,
        BackendSettings backends,
        AwsServices services,
        InstantSource clock) {

    HttpApiLoader loader(
            Settings settings,
            Store store,
            AccessCompiler access,
            LimitCompiler limits,
            RequestMeters meters,
            Publisher publisher) {
        boolean checks = settings.functionPermissions() == PermissionCheck.STRICT;
        return new HttpApiLoader(
                store,
                new HttpApiCompiler(
                        new RouteIntegrations(
                                catalog, functions, backends, services, checks, Limits.DEFAULTS.payloadBytes()),
                        access,
                        new RouteAuthorizers(catalog, functions, services, checks, new IssuerTokens(clock), clock),
                        limits,
                        meters),
                publisher);
    }

    /** Publishes everything that is stored. */
    static void start(SnapshotLoader rest, HttpApiLoader http, DomainLoader domains) {
        rest.start();
        http.start();
        domains.start();
    }
}
