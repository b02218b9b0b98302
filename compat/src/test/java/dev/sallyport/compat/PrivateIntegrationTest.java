package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.CreateVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.ResponseTransferMode;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/** A VPC link made by the SDK leads where the operator says, from deployments and from drafts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PrivateIntegrationTest {

    private static final String BALANCER =
            "arn:aws:elasticloadbalancing:us-east-1:" + GatewayProcess.ACCOUNT + ":loadbalancer/net/n/1";

    private HttpServer backend;
    private GatewayProcess gateway;

    @BeforeAll
    void start() throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/", exchange -> {
            String answer = exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Host");
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        backend.start();
        gateway = GatewayProcess.with(
                        "--private-targets",
                        "mine=127.0.0.1:" + backend.getAddress().getPort())
                .start();
    }

    @AfterAll
    void stop() {
        gateway.close();
        backend.stop(0);
    }

    @Test
    @DisplayName(
            "INT-100, INT-101, INT-103: by the name of the link, that a stage variable names, buffered and streamed")
    void throughTheLink() {
        ApiGatewayClient client = gateway.apiGateway();
        CreateVpcLinkResponse link =
                client.createVpcLink(request -> request.name("mine").targetArns(BALANCER));
        TestApi api = TestApi.create(gateway, "private");
        for (ResponseTransferMode mode :
                new ResponseTransferMode[] {ResponseTransferMode.BUFFERED, ResponseTransferMode.STREAM}) {
            String resource = api.resource(api.rootId(), mode.name());
            api.method(resource, "GET");
            client.putIntegration(request -> request.restApiId(api.id())
                    .resourceId(resource)
                    .httpMethod("GET")
                    .type(IntegrationType.HTTP_PROXY)
                    .integrationHttpMethod("GET")
                    .uri("http://nlb.private.example/v1")
                    .connectionType(ConnectionType.VPC_LINK)
                    .connectionId("${stageVariables.link}")
                    .responseTransferMode(mode));
            TestInvokeMethodResponse tested = client.testInvokeMethod(request -> request.restApiId(api.id())
                    .resourceId(resource)
                    .httpMethod("GET")
                    .stageVariables(Map.of("link", link.id())));
            assertThat(tested.status()).as(tested.log()).isEqualTo(200);
        }
        client.createDeployment(
                request -> request.restApiId(api.id()).stageName("test").variables(Map.of("link", link.id())));

        for (String path : new String[] {"/BUFFERED", "/STREAM"}) {
            HttpResponse<String> answer = Http.get(api.url("test", path));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("/v1 nlb.private.example");
        }
        client.updateVpcLink(
                request -> request.vpcLinkId(link.id()).patchOperations(TestApi.replace("/name", "nobodys")));
        assertThat(Http.get(api.url("test", "/STREAM")).statusCode()).isEqualTo(500);
    }
}
