package dev.sallyport.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Service;
import dev.sallyport.wire.Services;
import dev.sallyport.wire.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathRouterTest {

    private static final Map<String, PathRouter> ROUTERS = Map.of(
            "apigateway", router("apigateway"), "lambda", router("lambda"), "apigatewayv2", router("apigatewayv2"));

    private static PathRouter router(String key) {
        for (Service service : Services.all()) {
            if (service.key().equals(key)) {
                return new PathRouter(service.operations());
            }
        }
        throw new AssertionError(key);
    }

    private static PathRouter.Match match(String service, String method, String target) {
        WireRequest request = Calls.unsigned(method, target).request();
        PathRouter.Match match =
                requireNonNull(ROUTERS.get(service)).match(method, request.path(), QueryParameters.of(request.query()));
        if (match == null) {
            throw new AssertionError("no route: " + method + " " + target);
        }
        return match;
    }

    @ParameterizedTest
    @CsvSource({
        "apigateway, POST, /restapis, CreateRestApi",
        "apigateway, POST, /restapis?mode=import, ImportRestApi",
        "apigateway, POST, /restapis?mode=import&failonwarnings=true, ImportRestApi",
        "apigateway, POST, /restapis?mode=other, CreateRestApi",
        "apigateway, POST, /apikeys?mode=import&format=csv, ImportApiKeys",
        "apigateway, POST, /apikeys, CreateApiKey",
        "apigateway, PUT, /restapis/abc?mode=merge, PutRestApi",
        "apigateway, GET, /restapis/abc/, GetRestApi",
        "apigateway, PUT, /restapis/abc/documentation/parts, ImportDocumentationParts",
        "apigateway, POST, /restapis/abc/documentation/parts, CreateDocumentationPart",
        "apigateway, POST, /restapis/abc/resources/r1/methods/GET, TestInvokeMethod",
        "apigateway, POST, /restapis/abc/authorizers/a1, TestInvokeAuthorizer",
        "apigateway, PUT, /restapis/a/resources/r/methods/GET/integration/responses/200, PutIntegrationResponse",
        "apigateway, PUT, /restapis/a/resources/r/methods/GET/responses/200, PutMethodResponse",
        "apigateway, GET, /usageplans/p/keys/k, GetUsagePlanKey",
        "apigateway, PATCH, /usageplans/p/keys/k/usage, UpdateUsage",
        "apigateway, GET, /usageplans/p/usage, GetUsage",
        "apigateway, GET, /restapis/a/models/m/default_template, GetModelTemplate",
        "lambda, GET, /2015-03-31/functions, ListFunctions",
        "lambda, GET, /2015-03-31/functions/, ListFunctions",
        "lambda, POST, /2015-03-31/functions/f/invocations, Invoke",
        "lambda, POST, /2014-11-13/functions/f/invoke-async, InvokeAsync",
        "lambda, POST, /2021-11-15/functions/f/response-streaming-invocations, InvokeWithResponseStream",
        "lambda, PUT, /2017-10-31/functions/f/concurrency, PutFunctionConcurrency",
        "lambda, GET, /2019-09-30/functions/f/concurrency, GetFunctionConcurrency",
        "lambda, GET, /2019-09-30/functions/f/provisioned-concurrency?List=ALL, ListProvisionedConcurrencyConfigs",
        "lambda, GET, /2019-09-30/functions/f/provisioned-concurrency?Qualifier=1, GetProvisionedConcurrencyConfig",
        "lambda, GET, /2020-06-30/functions/f/code-signing-config, GetFunctionCodeSigningConfig",
        "lambda, GET, /2018-10-31/layers?find=LayerVersion&Arn=x, GetLayerVersionByArn",
        "lambda, GET, /2018-10-31/layers, ListLayers",
        "apigatewayv2, GET, /v2/apis, GetApis",
        "apigatewayv2, GET, /v2/tags/arn:aws:apigateway:us-east-1::/apis/abc, GetTags",
    })
    void R1_13_verb_path_and_literal_query_name_the_operation(
            String service, String method, String target, String operation) {
        assertThat(match(service, method, target).operation().name()).isEqualTo(operation);
    }

    @Test
    void every_operation_is_found_by_its_own_template() {
        for (Service service : Services.all()) {
            PathRouter router = ROUTERS.get(service.key());
            if (router == null) {
                continue;
            }
            for (Operation<?, ?> operation : service.operations()) {
                String target = operation.uri().replaceAll("\\{[^}]+}", "x");
                assertThat(match(service.key(), operation.method(), target).operation())
                        .as("%s %s", service.key(), operation.uri())
                        .isSameAs(operation);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2Fabc, arn:aws:apigateway:us-east-1::/restapis/abc",
        "/tags/arn:aws:apigateway:us-east-1::/restapis/abc, arn:aws:apigateway:us-east-1::/restapis/abc",
        "/tags/arn:aws:apigateway:us-east-1::%2Frestapis/abc/stages/a%2Bb+c, "
                + "arn:aws:apigateway:us-east-1::/restapis/abc/stages/a+b+c",
        "/tags/a%252Fb, a%2Fb",
    })
    void R1_11_an_arn_may_come_encoded_or_bare_and_is_decoded_once(String target, String arn) {
        assertThat(match("apigateway", "GET", target).labels()).containsExactly(Map.entry("resourceArn", arn));
    }

    @Test
    void R1_11_an_encoded_slash_in_a_label_is_data() {
        assertThat(match("apigateway", "GET", "/restapis/a%2Fb/models/m%20%C3%A4")
                        .labels())
                .containsExactly(Map.entry("restApiId", "a/b"), Map.entry("modelName", "m ä"));
    }

    @Test
    void literals_beat_labels_and_a_dead_end_is_left_again() {
        PathRouter router = new PathRouter(List.of(
                operation("Literal", "GET", "/things/new"),
                operation("Label", "GET", "/things/{id}"),
                operation("Deep", "GET", "/things/{id}/parts"),
                operation("Greedy", "GET", "/things/{rest+}")));
        QueryParameters none = QueryParameters.of(null);
        assertThat(router.match("GET", "/things/new", none))
                .extracting(m -> m.operation().name())
                .isEqualTo("Literal");
        assertThat(router.match("GET", "/things/old", none))
                .extracting(m -> m.operation().name())
                .isEqualTo("Label");
        assertThat(router.match("GET", "/things/new/parts", none))
                .extracting(m -> m.operation().name())
                .isEqualTo("Deep");
        assertThat(router.match("GET", "/things/new/a/b", none)).satisfies(m -> {
            assertThat(m.operation().name()).isEqualTo("Greedy");
            assertThat(m.labels()).containsExactly(Map.entry("rest", "new/a/b"));
        });
        assertThat(router.match("POST", "/things/new", none)).isNull();
        assertThat(router.match("GET", "/things", none)).isNull();
        assertThat(router.match("GET", "/things//parts", none)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/restapis/%", "/restapis/%4", "/restapis/%zz", "/restapis/%ff", "/%c3/x"})
    void broken_percent_encoding_is_refused(String path) {
        PathRouter router = router("apigateway");
        assertThatThrownBy(() -> router.match("GET", path, QueryParameters.of(null)))
                .isInstanceOf(IllegalArgumentException.class);
        WireResponse response = new Recorder().send(Calls.gateway("GET", path));
        assertThat(response.status()).isEqualTo(400);
        assertThat(Calls.text(response)).contains("Invalid path");
    }

    @ParameterizedTest
    @CsvSource({
        "apigateway, GET, /nothing",
        "apigateway, PATCH, /restapis",
        "lambda, GET, /2015-03-31/nothing",
        "apigatewayv2, GET, /v2/nothing"
    })
    void R4_6_unknown_paths_and_verbs_answer_as_a_rest_api_does(String service, String method, String path) {
        String signing = service.equals("apigatewayv2") ? "apigateway" : service;
        WireResponse response = new Recorder().send(Calls.signed(signing, method, path));
        assertThat(response.status()).isEqualTo(403);
        assertThat(Calls.header(response, "x-amzn-ErrorType")).isEqualTo("MissingAuthenticationTokenException");
        assertThat(Calls.text(response)).contains("\"message\":\"Missing Authentication Token\"");
    }

    private static Operation<Unit, Unit> operation(String name, String method, String uri) {
        return new Operation<>("test", name, method, uri, 200, null, null);
    }
}
