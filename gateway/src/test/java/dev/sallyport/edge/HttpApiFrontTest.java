package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.DeleteApiRequest;
import dev.sallyport.wire.apigatewayv2.DeleteStageRequest;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the gateway itself answers requests to HTTP APIs (http-api 1, 18, 19). */
class HttpApiFrontTest {

    private static final String NOT_FOUND = "{\"message\":\"Not Found\"}";

    private static final ServedApis APIS = new ServedApis();

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    @BeforeAll
    static void serve() {
        APIS.serve(DATA, new TestHttpApi(DATA).compiler());
    }

    /** R1.13 to R1.15. */
    private static void says(Answer answer, int status, String body) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.header("apigw-requestid")).matches("[A-Za-z0-9_-]{15}=");
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("content-length")).isEqualTo(Integer.toString(body.length()));
        assertThat(answer.header("x-amzn-RequestId")).isNull();
        assertThat(answer.header("x-amzn-ErrorType")).isNull();
    }

    @Test
    @DisplayName("R1.4, R1.8, R1.10: no stage, a stage without a deployment, no API")
    void nothingThere() throws IOException {
        String api = APIS.bareHttpApi();
        String host = ServedApis.endpoint(api);
        says(APIS.get(host, "/"), 404, NOT_FOUND);
        APIS.send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder().apiId(api).stageName("beta").build());
        says(APIS.get(host, "/beta/pets"), 404, NOT_FOUND);
        says(APIS.get(host, "/pets"), 404, NOT_FOUND);
        APIS.send(
                ApiGatewayV2.DELETE_STAGE,
                DeleteStageRequest.builder().apiId(api).stageName("beta").build());
        says(APIS.get(host, "/beta/pets"), 404, NOT_FOUND);
        APIS.send(ApiGatewayV2.DELETE_API, DeleteApiRequest.builder().apiId(api).build());
        Answer gone = APIS.get(host, "/");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.body()).contains("does not correspond to a deployed API Gateway API");
    }

    @Test
    @DisplayName("R1.3, R2.6: without a stage of that name the path is for $default, and may have no route")
    void defaultStage() throws IOException {
        String api = APIS.bareHttpApi();
        DATA.functions().returns("pets", "\"pets\"");
        APIS.route(api, "GET /pets", APIS.function(api, "pets"));
        APIS.stage(api, "$default");
        assertThat(APIS.get(ServedApis.endpoint(api), "/pets").status()).isEqualTo(200);
        says(APIS.get(ServedApis.endpoint(api), "/beta/pets"), 404, NOT_FOUND);
    }

    @Test
    @DisplayName("18, 19: 414 for the target, 431 for the request line and the headers together")
    void tooLong() throws IOException {
        String host = ServedApis.endpoint(APIS.httpApi("long"));
        says(APIS.get(host, "/" + "a".repeat(10_300)), 414, "{\"message\":\"Request URI Too Long\"}");
        says(
                APIS.get(host, "/", "X-Long: " + "a".repeat(10_300)),
                431,
                "{\"message\":\"Request Header Fields Too Large\"}");
        says(
                APIS.get(host, "/" + "a".repeat(5_200), "X-Long: " + "a".repeat(5_200)),
                431,
                "{\"message\":\"Request Header Fields Too Large\"}");
        assertThat(APIS.get(host, "/" + "a".repeat(5_000), "X-Long: " + "a".repeat(5_000))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("LIM-5, LIM-6: REST APIs beside them keep their words, and their line does not count")
    void tooLongForRest() throws IOException {
        String host = ServedApis.endpoint(APIS.restApi("rest", "prod"));
        assertThat(APIS.get(host, "/prod/" + "a".repeat(10_300)).body())
                .isEqualTo("{\"message\":\"Request URI too long\"}");
        assertThat(APIS.get(host, "/prod/" + "a".repeat(5_200), "X-Long: " + "a".repeat(5_200))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("LIM-3, R2.15: HEAD has the length of the body that it does not have")
    void head() throws IOException {
        String api = APIS.bareHttpApi();
        String host = ServedApis.endpoint(api);
        DATA.functions().returns("hello", "{\"statusCode\":200,\"body\":\"hello\"}");
        APIS.route(api, "ANY /function", APIS.function(api, "hello"));
        APIS.route(api, "ANY /backend", APIS.backend(api, DATA.backend().uri("/x")));
        APIS.route(api, "GET /get", APIS.function(api, "hello"));
        APIS.stage(api, "$default");
        DATA.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n"));
        Answer ofFunction = APIS.call("HEAD", host, "/function");
        assertThat(ofFunction.status()).isEqualTo(200);
        assertThat(ofFunction.header("content-length")).isEqualTo("5");
        Answer ofBackend = APIS.call("HEAD", host, "/backend");
        assertThat(ofBackend.status()).isEqualTo(200);
        assertThat(ofBackend.header("content-length")).isEqualTo("42");
        Answer ofGet = APIS.call("HEAD", host, "/get");
        assertThat(ofGet.status()).isEqualTo(404);
        assertThat(ofGet.header("content-length")).isEqualTo(Integer.toString(NOT_FOUND.length()));
    }
}
