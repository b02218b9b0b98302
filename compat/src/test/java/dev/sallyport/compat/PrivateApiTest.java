package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/** A private API made by the SDK is reached by the VPC endpoint that its policy names, and by nothing else. */
final class PrivateApiTest {

    private static final String ENDPOINT = "vpce-0a1b2c3d4e5f60718";
    private static final String OTHER = "vpce-0a1b2c3d4e5f60719";

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with(
            "--vpc-endpoints",
            ENDPOINT + "@vpc-0123456789abcdef0=127.0.0.1:0," + OTHER + "@vpc-0123456789abcdef0=127.0.0.1:0");

    private static URI at(String endpoint, String path) {
        Matcher address = Pattern.compile("VPC endpoint " + endpoint + " of \\S+ at (http://\\S+)")
                .matcher(GATEWAY.log());
        assertThat(address.find()).as(GATEWAY.log()).isTrue();
        return URI.create(address.group(1) + path);
    }

    private static HttpResponse<String> get(String endpoint, TestApi api) {
        return Http.get(at(endpoint, "/test"), "x-apigw-api-id", api.id());
    }

    @Test
    @DisplayName("EDG-3, AUT-61, R9.3: private by a patch, shut without a policy, open to the endpoint that it names")
    void privately() {
        ApiGatewayClient client = GATEWAY.apiGateway();
        TestApi api = TestApi.create(GATEWAY, "inner");
        api.mock(api.rootId(), "GET", "by $context.identity.vpceId of $context.identity.vpcId");
        client.updateRestApi(request -> request.restApiId(api.id())
                .patchOperations(
                        TestApi.replace("/endpointConfiguration/types/EDGE", "PRIVATE"),
                        PatchOperation.builder()
                                .op(Op.ADD)
                                .path("/endpointConfiguration/vpcEndpointIds")
                                .value(ENDPOINT)
                                .build()));
        client.createDeployment(request -> request.restApiId(api.id()).stageName("test"));
        assertThat(get(ENDPOINT, api).statusCode()).isEqualTo(403);
        assertThat(get(ENDPOINT, api).body()).contains("User: anonymous is not authorized");

        client.updateRestApi(request -> request.restApiId(api.id())
                .patchOperations(TestApi.replace(
                        "/policy",
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":"
                                + "\"execute-api:Invoke\",\"Resource\":\"execute-api:/*\",\"Condition\":{\"StringEquals\":"
                                + "{\"aws:SourceVpce\":\"" + ENDPOINT + "\"}}}]}")));
        client.createDeployment(request -> request.restApiId(api.id()).stageName("test"));

        assertThat(get(ENDPOINT, api).body()).isEqualTo("by " + ENDPOINT + " of vpc-0123456789abcdef0");
        assertThat(get(OTHER, api).statusCode()).isEqualTo(403);
        HttpResponse<String> outside = Http.get(api.url("test", "/"));
        assertThat(outside.statusCode()).isEqualTo(403);
        assertThat(outside.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(Http.get(at(ENDPOINT, "/restapis")).statusCode()).isEqualTo(403);
        assertThat(Http.get(at(ENDPOINT, "/health")).statusCode()).isEqualTo(403);
    }
}
