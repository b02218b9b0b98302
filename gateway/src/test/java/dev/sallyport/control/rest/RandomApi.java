package dev.sallyport.control.rest;

import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.GatewayResponse;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Integration.IntegrationResponse;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An API of chance, of everything that a document can say, stored as the operations would store it. */
final class RandomApi {

    private static final String LAMBDA =
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111111111111:function:f/invocations";
    private static final List<String> VERBS =
            List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");
    private static final List<String> TEXTS = List.of(
            "{\"statusCode\": 200}",
            "#set($a = \"b\")\n$a: 'x'\t\\ end",
            "yes",
            "2020-01-01",
            "1e3",
            "é \u2028 ☃",
            "null");

    private final SplittableRandom random;
    private final Store.Writer tx;
    private final String apiId;
    private final List<Model> models = new ArrayList<>();
    private final List<Authorizer> authorizers = new ArrayList<>();
    private final List<RequestValidator> validators = new ArrayList<>();

    private RandomApi(SplittableRandom random, Store.Writer tx, String apiId) {
        this.random = random;
        this.tx = tx;
        this.apiId = apiId;
    }

    /** Fills an API that was just created. */
    static void fill(Rest rest, Api api, long seed) {
        rest.store.write(tx -> {
            tx.deleteAll(Kind.MODEL, Rest.SCOPE, api.id());
            new RandomApi(new SplittableRandom(seed), tx, api.id()).fill(api.root());
            return "";
        });
    }

    private void fill(String rootId) {
        parts();
        RestApi api = Rest.given(tx.find(Kind.REST_API, Rest.SCOPE, "", apiId));
        put(
                Kind.REST_API,
                "",
                apiId,
                new RestApi(
                        apiId,
                        "api " + text(),
                        chance() ? text() : null,
                        "v" + random.nextInt(9),
                        chance() ? List.of("image/png", "*/*") : List.of(),
                        chance() ? random.nextInt(10_485_761) : null,
                        chance() ? "AUTHORIZER" : "HEADER",
                        api.endpointConfiguration(),
                        chance()
                                ? "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                                        + "\"Action\":\"execute-api:Invoke\",\"Resource\":\"arn:aws:execute-api:x\"}]}"
                                : null,
                        Map.of(),
                        false,
                        null,
                        null,
                        rootId,
                        api.createdDate()));
        put(Kind.RESOURCE, apiId, rootId, new Resource(rootId, null, null, "/", methods(rootId, "/")));
        String parent = rootId;
        String path = "";
        for (int i = 0; i < random.nextInt(1, 6); i++) {
            String part = chance() ? "p" + i : "{v" + i + "}";
            path += "/" + part;
            String id = "res00" + i;
            put(Kind.RESOURCE, apiId, id, new Resource(id, parent, part, path, methods(id, path)));
            parent = id;
        }
        String id = "res008";
        path += "/{proxy+}";
        put(Kind.RESOURCE, apiId, id, new Resource(id, parent, "{proxy+}", path, methods(id, path)));
        put(Kind.RESOURCE, apiId, "res009", new Resource("res009", rootId, "mocked", "/mocked", mocked()));
    }

    private void parts() {
        for (int i = 0; i < random.nextInt(4); i++) {
            String description = chance()
                    ? "about "
                            + text().replace("\"", "")
                                    .replace("\n", "")
                                    .replace("\t", "")
                                    .replace("\\", "")
                    : null;
            String schema =
                    "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"https://apigateway.amazonaws.com/restapis/"
                            + apiId + "/models/Model0\"},\"n\":{\"type\":\"number\",\"maximum\":1.5}}"
                            + (description == null ? "" : ",\"description\":\"" + description + "\"") + "}";
            models.add(new Model("mod00" + i, "Model" + i, description, "application/json", schema));
        }
        for (int i = 0; i < random.nextInt(4); i++) {
            validators.add(new RequestValidator("val00" + i, "validator " + i, chance(), chance()));
        }
        for (int i = 0; i < random.nextInt(4); i++) {
            authorizers.add(authorizer("aut00" + i, i == 0 ? "api_key" : "authorizer-" + i));
        }
        models.forEach(each -> put(Kind.MODEL, apiId, each.name(), each));
        validators.forEach(each -> put(Kind.REQUEST_VALIDATOR, apiId, each.id(), each));
        authorizers.forEach(each -> put(Kind.AUTHORIZER, apiId, each.id(), each));
        for (String type : List.of("DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED", "ACCESS_DENIED")) {
            if (chance()) {
                put(
                        Kind.GATEWAY_RESPONSE,
                        apiId,
                        type,
                        new GatewayResponse(
                                type,
                                type.startsWith("DEFAULT") && chance() ? null : "4" + random.nextInt(10, 100),
                                chance() ? new TreeMap<>(Map.of("gatewayresponse.header.x", "'a'")) : new TreeMap<>(),
                                chance() ? new TreeMap<>(Map.of("text/plain", text())) : new TreeMap<>()));
            }
        }
    }

    private Authorizer authorizer(String id, String name) {
        return switch (random.nextInt(3)) {
            case 0 ->
                new Authorizer(
                        id,
                        name,
                        "TOKEN",
                        chance() ? "custom" : "oauth2",
                        List.of(),
                        LAMBDA,
                        chance() ? "arn:aws:iam::111111111111:role/r" : null,
                        "method.request.header.X-Token",
                        chance() ? "^a.*$" : null,
                        chance() ? random.nextInt(3601) : null);
            case 1 ->
                new Authorizer(
                        id,
                        name,
                        "REQUEST",
                        "custom",
                        List.of(),
                        LAMBDA,
                        null,
                        chance() ? "method.request.header.A,context.path" : null,
                        null,
                        0);
            default ->
                new Authorizer(
                        id,
                        name,
                        "COGNITO_USER_POOLS",
                        "cognito_user_pools",
                        List.of("arn:aws:cognito-idp:us-east-1:111111111111:userpool/p"),
                        null,
                        null,
                        "method.request.header.Authorization",
                        null,
                        chance() ? 60 : null);
        };
    }

    private SortedMap<String, Method> mocked() {
        SortedMap<String, Method> methods = new TreeMap<>();
        methods.put("GET", method("GET", "res009", "/mocked"));
        return methods;
    }

    private SortedMap<String, Method> methods(String resourceId, String path) {
        SortedMap<String, Method> methods = new TreeMap<>();
        for (String verb : VERBS) {
            if (random.nextInt(4) == 0) {
                methods.put(verb, method(verb, resourceId, path));
            }
        }
        return methods;
    }

    private Method method(String verb, String resourceId, String path) {
        Authorizer authorizer = authorizers.isEmpty() || chance() ? null : pick(authorizers);
        boolean pools = authorizer != null && authorizer.type().equals("COGNITO_USER_POOLS");
        SortedMap<String, Boolean> parameters = new TreeMap<>();
        for (String part : path.split("/")) {
            if (part.startsWith("{")) {
                parameters.put("method.request.path." + part.replaceAll("[{}+]", ""), true);
            }
        }
        if (chance()) {
            parameters.put("method.request.querystring.q", chance());
            parameters.put("method.request.header.X-H", chance());
        }
        SortedMap<String, MethodResponse> responses = new TreeMap<>();
        for (String status : List.of("200", "404")) {
            if (chance()) {
                responses.put(
                        status,
                        new MethodResponse(
                                status,
                                Map.of("method.response.header.X-A", false),
                                models.isEmpty() || chance()
                                        ? null
                                        : Map.of(
                                                "application/json", pick(models).name())));
            }
        }
        return new Method(
                verb,
                authorizer == null ? (chance() ? "NONE" : "AWS_IAM") : pools ? "COGNITO_USER_POOLS" : "CUSTOM",
                authorizer == null ? null : authorizer.id(),
                pools && chance() ? List.of("email", "openid") : List.of(),
                chance(),
                validators.isEmpty() || chance() ? null : pick(validators).id(),
                chance() ? "op" + verb : null,
                parameters,
                models.isEmpty() || chance()
                        ? new TreeMap<>()
                        : new TreeMap<>(Map.of("application/json", pick(models).name())),
                responses,
                integration(resourceId, parameters, responses));
    }

    private Integration integration(
            String resourceId, Map<String, Boolean> parameters, Map<String, MethodResponse> methodResponses) {
        String type = pick(List.of("HTTP", "HTTP_PROXY", "AWS", "AWS_PROXY", "MOCK"));
        boolean http = type.startsWith("HTTP");
        Map<String, String> mappings = new LinkedHashMap<>();
        for (String parameter : parameters.keySet()) {
            if (chance()) {
                mappings.put("integration.request.header.h" + mappings.size(), parameter);
            }
        }
        Map<String, @Nullable String> templates = new LinkedHashMap<>();
        if (chance()) {
            templates.put("application/json", chance() ? text() : null);
        }
        SortedMap<String, IntegrationResponse> responses = new TreeMap<>();
        int index = 0;
        for (String status : List.of("200", "404", "500")) {
            if (chance()) {
                Map<String, String> headers = methodResponses.containsKey(status) && chance()
                        ? Map.of("method.response.header.X-A", "'" + index + "'")
                        : null;
                responses.put(
                        status,
                        new IntegrationResponse(
                                status,
                                index == 0 ? null : status + ".*\\d",
                                headers,
                                chance() ? Map.of("application/json", text()) : null,
                                chance() ? "CONVERT_TO_TEXT" : null));
                index++;
            }
        }
        return new Integration(
                type,
                type.equals("MOCK") ? null : "POST",
                http ? "http://example.com/{a}?b=c" : type.equals("MOCK") ? null : LAMBDA,
                http ? (chance() ? "VPC_LINK" : "INTERNET") : null,
                http ? "${stageVariables.link}" : null,
                chance() ? "arn:aws:iam::*:user/*" : null,
                mappings,
                templates,
                pick(List.of("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")),
                chance() ? "CONVERT_TO_BINARY" : null,
                chance() ? 29_000 : random.nextInt(50, 29_000),
                chance() ? resourceId : "shared",
                chance() ? List.of() : List.of("method.request.querystring.q"),
                responses,
                http ? chance() : null,
                null,
                null);
    }

    private <T> void put(Kind<T> kind, String parent, String id, T entity) {
        tx.put(kind, Rest.SCOPE, parent, id, entity);
    }

    private boolean chance() {
        return random.nextBoolean();
    }

    private String text() {
        return pick(TEXTS);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
