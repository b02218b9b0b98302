package dev.sallyport;

import dev.sallyport.authorizer.RouteAuthorizers;
import dev.sallyport.authorizer.SocketAuthorizers;
import dev.sallyport.authorizer.jwt.IssuerTokens;
import dev.sallyport.config.Limits;
import dev.sallyport.config.PermissionCheck;
import dev.sallyport.config.Settings;
import dev.sallyport.functions.EventSink;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.integration.aws.AwsServices;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.pipeline.websocket.LocalConnections;
import dev.sallyport.pipeline.websocket.WebSocketLimits;
import dev.sallyport.snapshot.AccessCompiler;
import dev.sallyport.snapshot.DomainLoader;
import dev.sallyport.snapshot.HttpApiCompiler;
import dev.sallyport.snapshot.HttpApiLoader;
import dev.sallyport.snapshot.LimitCompiler;
import dev.sallyport.snapshot.Publisher;
import dev.sallyport.snapshot.RouteIntegrations;
import dev.sallyport.snapshot.SnapshotLoader;
import dev.sallyport.snapshot.WebSocketCompiler;
import dev.sallyport.snapshot.WebSocketIntegrations;
import dev.sallyport.snapshot.WebSocketLoader;
import dev.sallyport.store.Store;
import dev.sallyport.telemetry.requests.RequestMeters;
import java.time.InstantSource;

/** Puts together what serves HTTP and WebSocket APIs, of the parts that serve everything. */
record HttpApiParts(
        FunctionCatalog catalog,
        FunctionHost functions,
        BackendSettings backends,
        AwsServices services,
        InstantSource clock,
        EventSink events) {

    /** Publishes everything that is stored, of all kinds of APIs. */
    void start(
            Settings settings,
            Store store,
            AccessCompiler access,
            LimitCompiler limits,
            RequestMeters meters,
            Publisher publisher,
            SnapshotLoader rest,
            DomainLoader domains) {
        rest.start();
        loader(settings, store, access, limits, meters, publisher).start();
        sockets(settings, store, access, limits, meters, publisher).start();
        domains.start();
    }

    private HttpApiLoader loader(
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

    private WebSocketLoader sockets(
            Settings settings,
            Store store,
            AccessCompiler access,
            LimitCompiler limits,
            RequestMeters meters,
            Publisher publisher) {
        boolean checks = settings.functionPermissions() == PermissionCheck.STRICT;
        return new WebSocketLoader(
                store,
                new WebSocketCompiler(
                        new WebSocketIntegrations(
                                catalog, functions, backends, services, checks, Limits.DEFAULTS.payloadBytes(), events),
                        access,
                        new SocketAuthorizers(catalog, functions, services, checks, clock),
                        limits,
                        meters,
                        new WebSocketCompiler.Sockets(
                                new LocalConnections(),
                                WebSocketLimits.DEFAULT,
                                settings.security().enforced())),
                publisher);
    }
}
