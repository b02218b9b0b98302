package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ConnectionType;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** HTTP APIs in front of servers, in public and behind a VPC link, and what browsers of other origins are told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class HttpApiProxyTest {

    private static final byte[] NO_BODY = {};

    private HttpServer server;
    private URI backend;
    private GatewayProcess gateway;
    private ApiGatewayV2Client client;

    @BeforeAll
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String got = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getOrDefault("X-Mark", List.of());
            byte[] body = got.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "https://evil.example");
            exchange.sendResponseHeaders(
                    exchange.getRequestURI().getPath().endsWith("teapot") ? 418 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        backend = URI.create("http://127.0.0.1:" + port);
        gateway = GatewayProcess.with("--private-targets", "mine=127.0.0.1:" + port)
                .start();
        client = gateway.apiGatewayV2();
    }

    @AfterAll
    void stop() {
        gateway.close();
        server.stop(0);
    }

    @Test
    @DisplayName("R4.2 to R4.5, R7.2, R7.12: paths, queries and mappings on the way to a server and back")
    void backend() {
        TestHttpApi api = TestHttpApi.create(gateway, "backend");
        api.autoDeploy("test", Map.of("kind", "dogs"));
        api.route("$default", api.backend(backend + "/base"));
        String mapped = api.backend(backend + "/pets/{id}?fixed=1");
        client.updateIntegration(request -> request.apiId(api.id())
                .integrationId(mapped)
                .requestParameters(Map.of(
                        "append:header.x-mark", "${request.path.id}-${stageVariables.kind}",
                        "overwrite:querystring.q", "$request.header.x-new",
                        "remove:querystring.secret", "''"))
                .responseParameters(Map.of("418", Map.of("overwrite:statuscode", "404"))));
        api.route("GET /p/{id}", mapped);
        api.route("GET /tea/{id}", mapped);

        assertThat(Http.get(api.url("test", "/store/checkout?a=1&b=2")).body())
                .isEqualTo("GET /base/store/checkout?a=1&b=2 []");
        assertThat(Http.get(api.url("test", "/p/5?q=old&secret=x"), "X-New", "new")
                        .body())
                .isEqualTo("GET /pets/5?fixed=1&q=new [5-dogs]");
        assertThat(Http.get(api.url("test", "/tea/teapot")).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> deleted = Http.bytes("DELETE", api.url("test", "/x"), NO_BODY);
        assertThat(new String(deleted.body(), StandardCharsets.UTF_8)).isEqualTo("DELETE /base/x []");
    }

    @Test
    @DisplayName("R5.1, R5.4: behind a VPC link, with the stage in the path until it is overwritten")
    void link() {
        TestHttpApi api = TestHttpApi.create(gateway, "private");
        api.autoDeploy("test", Map.of());
        String link = client.createVpcLink(request -> request.name("mine").subnetIds("subnet-a"))
                .vpcLinkId();
        String integration = client.createIntegration(request -> request.apiId(api.id())
                        .integrationType(IntegrationType.HTTP_PROXY)
                        .integrationMethod("GET")
                        .connectionType(ConnectionType.VPC_LINK)
                        .connectionId(link)
                        .integrationUri("arn:aws:elasticloadbalancing:us-east-1:" + GatewayProcess.ACCOUNT
                                + ":listener/app/pets/1/2"))
                .integrationId();
        api.route("GET /route-path", integration);
        assertThat(Http.get(api.url("test", "/route-path")).body()).isEqualTo("GET /test/route-path []");
        client.updateIntegration(request -> request.apiId(api.id())
                .integrationId(integration)
                .requestParameters(Map.of("overwrite:path", "$request.path")));
        assertThat(Http.get(api.url("test", "/route-path")).body()).isEqualTo("GET /route-path []");
    }

    @Test
    @DisplayName("R8.1 to R8.13, R1.9: preflights, real requests, errors, and an endpoint that is switched off")
    void cors() {
        String page = "https://www.example.com";
        String id = client.createApi(request -> request.name("cors")
                        .protocolType(ProtocolType.HTTP)
                        .target(backend.toString())
                        .routeKey("GET /pets")
                        .corsConfiguration(cors -> cors.allowOrigins(page)
                                .allowMethods("GET", "PUT")
                                .allowHeaders("x-a")
                                .exposeHeaders("x-b")
                                .allowCredentials(true)
                                .maxAge(60)))
                .apiId();
        TestHttpApi api = new TestHttpApi(gateway.endpoint(), client, id);
        HttpResponse<byte[]> preflight = Http.bytes(
                "OPTIONS", api.url("/anything"), NO_BODY, "Origin", page, "Access-Control-Request-Method", "PUT");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().map())
                .containsEntry("access-control-allow-origin", List.of(page))
                .containsEntry("access-control-allow-methods", List.of("GET,PUT"))
                .containsEntry("access-control-allow-headers", List.of("x-a"))
                .containsEntry("access-control-max-age", List.of("60"))
                .containsEntry("access-control-allow-credentials", List.of("true"));
        HttpResponse<String> real = Http.get(api.url("/pets"), "Origin", page);
        assertThat(real.headers().allValues("access-control-allow-origin")).containsExactly(page);
        assertThat(real.headers().firstValue("access-control-expose-headers")).contains("x-b");
        HttpResponse<String> missing = Http.get(api.url("/nothing"), "Origin", page);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("access-control-allow-origin")).contains(page);
        assertThat(Http.get(api.url("/pets"), "Origin", "https://evil.example")
                        .headers()
                        .firstValue("access-control-allow-origin"))
                .isEmpty();
        client.deleteCorsConfiguration(request -> request.apiId(id));
        assertThat(Http.get(api.url("/pets"), "Origin", page).headers().firstValue("access-control-allow-origin"))
                .contains("https://evil.example");
        client.updateApi(request -> request.apiId(id).disableExecuteApiEndpoint(true));
        HttpResponse<String> off = Http.get(api.url("/pets"));
        assertThat(off.statusCode()).isEqualTo(404);
        assertThat(off.body()).isEqualTo("{\"message\":\"Not Found\"}");
    }
}
