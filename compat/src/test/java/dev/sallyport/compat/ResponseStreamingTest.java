package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.ResponseTransferMode;

/** Functions whose responses are streamed (rest-data-plane 7.14), and functions that are called as a role (7.7). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResponseStreamingTest {

    private static final String FUNCTIONS = "arn:aws:apigateway:us-east-1:lambda:path/";

    /** Its functions wait for files of the test, which nobody in a sandbox would see. */
    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with("--function-sandbox", "off");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private TestApi api;

    @TempDir
    private Path folder;

    @BeforeAll
    void deploy() {
        TestFunctions functions = new TestFunctions(GATEWAY.lambda());
        String streaming = functions.node("streaming", """
                const fs = require('fs');
                exports.handler = awslambda.streamifyResponse(async (event, stream) => {
                  const { go, fail } = event.queryStringParameters;
                  stream = awslambda.HttpResponseStream.from(stream, { statusCode: 202, cookies: ['a=b', 'c=d'] });
                  stream.write('one');
                  while (!fs.existsSync(go)) {
                    await new Promise((resolve) => setTimeout(resolve, 10));
                  }
                  if (fail) {
                    throw new Error('in mid stream');
                  }
                  stream.end('two');
                });
                """);
        String secret = functions.node("secret", "exports.handler = async () => ({ statusCode: 200, body: 'told' });");
        GATEWAY.lambda()
                .removePermission(request -> request.functionName("secret").statementId("api"));
        api = TestApi.create(GATEWAY, "streaming");
        integrate(
                api.resource(api.rootId(), "streaming"),
                "2021-11-15/functions/" + streaming + "/response-streaming-invocations",
                ResponseTransferMode.STREAM,
                null);
        integrate(
                api.resource(api.rootId(), "buffered"),
                "2015-03-31/functions/" + streaming + "/invocations",
                ResponseTransferMode.BUFFERED,
                null);
        for (String role : new String[] {"permitted", "powerless"}) {
            integrate(
                    api.resource(api.rootId(), role),
                    "2015-03-31/functions/" + secret + "/invocations",
                    ResponseTransferMode.BUFFERED,
                    role(role, role.equals("permitted") ? secret : "arn:aws:lambda:us-east-1:111111111111:function:x"));
        }
        api.deploy("test");
    }

    private void integrate(String resource, String path, ResponseTransferMode mode, @Nullable String credentials) {
        api.method(resource, "GET");
        api.client()
                .putIntegration(request -> request.restApiId(api.id())
                        .resourceId(resource)
                        .httpMethod("GET")
                        .type(IntegrationType.AWS_PROXY)
                        .integrationHttpMethod("POST")
                        .uri(FUNCTIONS + path)
                        .credentials(credentials)
                        .responseTransferMode(mode));
    }

    /** A role that trusts API Gateway and may invoke a function. */
    private static String role(String name, String functionArn) {
        String trust = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                + "\"apigateway.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                + "\"lambda:InvokeFunction\",\"Resource\":\"" + functionArn + "\"}]}";
        iam("Action=CreateRole&RoleName=" + name + "&AssumeRolePolicyDocument=" + encoded(trust));
        iam("Action=PutRolePolicy&RoleName=" + name + "&PolicyName=p&PolicyDocument=" + encoded(policy));
        return "arn:aws:iam::" + GatewayProcess.ACCOUNT + ":role/" + name;
    }

    private static void iam(String form) {
        assertThat(Http.query(GATEWAY.endpoint(), GatewayProcess.ACCOUNT, "iam", form + "&Version=2010-05-08")
                        .statusCode())
                .isEqualTo(200);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<InputStream> get(String path, Path go, String more) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(api.url("test", path + "?go=" + encoded(go.toString()) + more))
                .timeout(Duration.ofMinutes(2))
                .build();
        return client.send(request, BodyHandlers.ofInputStream());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** INT-111, INT-113: the second piece is written only when the test has read the first. */
    @Test
    void sendsWhatIsWrittenAsItIsWritten() throws Exception {
        Path go = folder.resolve("go");
        HttpResponse<InputStream> response = get("/streaming", go, "");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().allValues("Set-Cookie")).containsExactly("a=b", "c=d");
        assertThat(text(response.body().readNBytes(3))).isEqualTo("one");
        Files.createFile(go);
        assertThat(text(response.body().readAllBytes())).isEqualTo("two");
    }

    /** INT-112: an error in mid stream cannot be taken for the end. */
    @Test
    void breaksOffWhatFailsInMidStream() throws Exception {
        Path go = folder.resolve("fail");
        HttpResponse<InputStream> response = get("/streaming", go, "&fail=1");

        assertThat(text(response.body().readNBytes(3))).isEqualTo("one");
        Files.createFile(go);
        assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    /** INT-116: without STREAM the status and headers of a streaming function are used and its payload is not. */
    @Test
    void buffersWhatIsNotToBeStreamed() throws Exception {
        HttpResponse<InputStream> response = get("/buffered", Files.createFile(folder.resolve("at-once")), "");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body().readAllBytes()).isEmpty();
    }

    /** INT-63, R3.47: the role's policies permit the call, and the function's own is not asked. */
    @Test
    void callsFunctionsAsARole() {
        assertThat(Http.get(api.url("test", "/permitted")).body()).isEqualTo("told");
        assertThat(Http.get(api.url("test", "/powerless")).statusCode()).isEqualTo(500);
    }
}
