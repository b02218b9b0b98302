package dev.sallyport.edge;

import dev.sallyport.TestSockets;
import dev.sallyport.authorizer.RouteAuthorizers;
import dev.sallyport.authorizer.jwt.IssuerTokens;
import dev.sallyport.config.Limits;
import dev.sallyport.integration.http.BackendNames;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiCors;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.HttpApiStage.RouteSettings;
import dev.sallyport.model.Stage.AccessLogSettings;
import dev.sallyport.snapshot.AccessCompiler;
import dev.sallyport.snapshot.HttpApiCompiler;
import dev.sallyport.snapshot.LimitCompiler;
import dev.sallyport.snapshot.RouteIntegrations;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestServices;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP API of a test, compiled and published on the data plane of its fixture. */
final class TestHttpApi {

    static final String ID = "abc123";
    static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:";
    static final String ROLE = "arn:aws:iam::123456789012:role/caller";

    private static final String[] SERVICES = {"appconfig", "events", "kinesis", "sqs", "states", "sync-states"};
    private static final Executor BLOCKING = Thread::startVirtualThread;

    private final DataPlaneFixture data;
    private final String id;
    private final List<HttpApiRoute> routes = new ArrayList<>();
    private final List<HttpApiIntegration> integrations = new ArrayList<>();
    private final List<HttpApiAuthorizer> authorizers = new ArrayList<>();
    private final SortedMap<String, String> variables = new TreeMap<>();
    private final SortedMap<String, RouteSettings> settings = new TreeMap<>();
    private RouteSettings ofAll = RouteSettings.DEFAULT;
    private LimitCompiler limits = LimitCompiler.NONE;
    private @Nullable HttpApiCors cors;
    private @Nullable AccessLogSettings log;
    private int authorizerLimitMillis = 10_000;
    private @Nullable IssuerTokens tokens;
    private boolean trusting;

    TestHttpApi(DataPlaneFixture data) {
        this(data, ID);
    }

    TestHttpApi(DataPlaneFixture data, String id) {
        this.data = data;
        this.id = id;
    }

    /** What an integration of a test is, besides what it calls. */
    record Target(
            String type,
            @Nullable String subtype,
            @Nullable String uri,
            @Nullable String credentials,
            String version,
            @Nullable String link,
            @Nullable String serverName,
            Map<String, String> request,
            Map<String, Map<String, String>> response,
            int timeoutMillis) {

        private static Target of(String type, @Nullable String subtype, @Nullable String uri, String version) {
            return new Target(
                    type, subtype, uri, subtype == null ? null : ROLE, version, null, null, Map.of(), Map.of(), 5000);
        }

        static Target function(String name, String version) {
            return of("AWS_PROXY", null, FUNCTION + name, version);
        }

        /** A function by any form of its ARN. */
        static Target proxied(String uri) {
            return of("AWS_PROXY", null, uri, "2.0");
        }

        static Target backend(String uri) {
            return of("HTTP_PROXY", null, uri, "1.0");
        }

        static Target service(String subtype, Map<String, String> parameters) {
            return of("AWS_PROXY", subtype, null, "1.0").map(parameters);
        }

        Target map(Map<String, String> parameters) {
            return new Target(
                    type, subtype, uri, credentials, version, link, serverName, parameters, response, timeoutMillis);
        }

        Target answer(Map<String, Map<String, String>> parameters) {
            return new Target(
                    type, subtype, uri, credentials, version, link, serverName, request, parameters, timeoutMillis);
        }

        Target as(@Nullable String role) {
            return new Target(type, subtype, uri, role, version, link, serverName, request, response, timeoutMillis);
        }

        Target through(String newLink, @Nullable String newServerName) {
            return new Target(
                    type, subtype, uri, credentials, version, newLink, newServerName, request, response, timeoutMillis);
        }

        Target within(int millis) {
            return new Target(type, subtype, uri, credentials, version, link, serverName, request, response, millis);
        }

        private HttpApiIntegration build(String id) {
            SortedMap<String, SortedMap<String, String>> responses = new TreeMap<>();
            response.forEach((status, mappings) -> responses.put(status, new TreeMap<>(mappings)));
            return new HttpApiIntegration(
                    id,
                    type,
                    subtype,
                    uri,
                    subtype != null ? null : type.equals("AWS_PROXY") ? "POST" : "ANY",
                    link == null ? "INTERNET" : "VPC_LINK",
                    link,
                    credentials,
                    null,
                    version,
                    timeoutMillis,
                    new TreeMap<>(request),
                    responses,
                    serverName != null,
                    serverName,
                    false);
        }
    }

    TestHttpApi route(String key, Target target) {
        return secured(key, target, "NONE", null);
    }

    TestHttpApi secured(
            String key, Target target, String authorizationType, @Nullable String authorizer, String... scopes) {
        HttpApiIntegration integration = target.build("i" + integrations.size());
        integrations.add(integration);
        routes.add(new HttpApiRoute(
                "r" + routes.size(),
                key,
                HttpApiRoute.targetOf(integration.id()),
                authorizationType,
                authorizer,
                List.of(scopes),
                null,
                false));
        return this;
    }

    /** A route that leads nowhere. */
    TestHttpApi untargeted(String key) {
        routes.add(new HttpApiRoute("r" + routes.size(), key, null, "NONE", null, List.of(), null, false));
        return this;
    }

    /** A JWT authorizer whose token stands in Authorization. */
    TestHttpApi jwt(String id, String issuer, String... audiences) {
        return source(id, "$request.header.Authorization", issuer, audiences);
    }

    /** A JWT authorizer whose token stands elsewhere. */
    TestHttpApi source(String id, String source, String issuer, String... audiences) {
        authorizers.add(new HttpApiAuthorizer(
                id, "n", "JWT", List.of(source), issuer, List.of(audiences), null, null, null, null, null));
        return this;
    }

    /** A Lambda authorizer. */
    TestHttpApi lambda(String id, String function, String version, boolean simple, int ttl, String... sources) {
        authorizers.add(new HttpApiAuthorizer(
                id,
                "n",
                "REQUEST",
                List.of(sources),
                null,
                List.of(),
                "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/" + FUNCTION + function + "/invocations",
                null,
                version,
                ttl == 0 ? null : ttl,
                simple));
        return this;
    }

    TestHttpApi authorizerLimit(int millis) {
        authorizerLimitMillis = millis;
        return this;
    }

    /** Whoever judges tokens from now on, and keeps the keys of issuers. */
    TestHttpApi tokens(IssuerTokens newTokens) {
        tokens = newTokens;
        return this;
    }

    /** Accepts backends whose certificates nobody else vouches for. */
    TestHttpApi trusting() {
        trusting = true;
        return this;
    }

    TestHttpApi cors(HttpApiCors newCors) {
        cors = newCors;
        return this;
    }

    TestHttpApi variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Has the stage limited. */
    TestHttpApi limited(LimitCompiler compiler, RouteSettings all, Map<String, RouteSettings> byKey) {
        limits = compiler;
        ofAll = all;
        settings.clear();
        settings.putAll(byKey);
        return this;
    }

    /** Has the stage write an access log. */
    TestHttpApi log(String format) {
        log = new AccessLogSettings("arn:aws:logs:eu-west-1:123456789012:log-group:access", format);
        return this;
    }

    /** Compiles and publishes the API on these stages. */
    void publish(String... stages) {
        HttpApiCompiler compiler = compiler();
        for (String name : stages) {
            HttpApiDocument document = new HttpApiDocument(1, id, false, cors, routes, integrations, authorizers);
            data.publish(compiler.compile(TestApi.OWNER, id, stage(name), document));
        }
    }

    /** Publishes a stage that has no deployment. */
    void publishUndeployed(String name) {
        data.publish(compiler().compile(TestApi.OWNER, id, stage(name), null));
    }

    private HttpApiStage stage(String name) {
        return new HttpApiStage(
                name,
                "d1",
                null,
                null,
                ofAll,
                settings,
                variables,
                log,
                null,
                null,
                Map.of(),
                false,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    /** Compiles HTTP APIs for the data plane. */
    HttpApiCompiler compiler() {
        var services = TestServices.at(() -> URI.create(data.backend().uri("")), BLOCKING, SERVICES);
        int limit = Limits.DEFAULTS.payloadBytes();
        BackendSettings backends = new BackendSettings(
                        TestSockets.clientChannel(), new BackendNames(BLOCKING), 1000, 16, 20_000)
                .with((owner, link, target) ->
                        data.links().get(target != null && data.links().containsKey(target) ? target : link));
        return new HttpApiCompiler(
                new RouteIntegrations(
                        data.functions(),
                        data.functions(),
                        trusting ? backends.acceptingPrivateChains() : backends,
                        services,
                        true,
                        limit),
                new AccessCompiler(data.identities(), InstantSource.system(), BLOCKING, limit),
                new RouteAuthorizers(
                        data.functions(),
                        data.functions(),
                        services,
                        true,
                        tokens == null ? new IssuerTokens(data::now) : tokens,
                        data::now,
                        authorizerLimitMillis),
                limits,
                data.meters());
    }

    /** The event that a function got last. */
    static JsonNode lastEvent(DataPlaneFixture data, String function) {
        byte[] payload = data.functions().invocations().stream()
                .filter(each -> each.function().name().equals(function))
                .reduce((one, later) -> later)
                .orElseThrow()
                .payload();
        return JsonMapper.shared().readTree(payload);
    }

    /** How often a function was called so far. */
    static long calls(DataPlaneFixture data, String function) {
        return data.functions().invocations().stream()
                .filter(each -> each.function().name().equals(function))
                .count();
    }
}
