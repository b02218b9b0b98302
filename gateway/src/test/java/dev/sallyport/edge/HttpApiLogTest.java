package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SdkSigned;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.TestHttpApi.Target;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.StageAccessLog;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access logs of HTTP APIs, variable by variable (http-api 14). */
class HttpApiLogTest {

    private static final BlockingQueue<String> LINES = new LinkedBlockingQueue<>();

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture()
            .watchedBy(new StageAccessLog(
                    new RequestLog(),
                    (kind, exchange, owner, group, stream, millis, message) -> LINES.add(message),
                    InstantSource.system()));

    private static final String TIME = "\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000";

    @BeforeEach
    void begin() {
        LINES.clear();
        DATA.functions().returns("ok", "{\"statusCode\":201,\"body\":\"hello\"}");
        DATA.backend()
                .behave(Behaviour.answer("HTTP/1.1 404 Not Found\r\nx-amzn-RequestId: r-1\r\nx-amz-id-2: r-2\r\n"
                        + "Content-Length: 4\r\n\r\nnope"));
    }

    private static String line() throws InterruptedException {
        String line = LINES.poll(30, TimeUnit.SECONDS);
        assertThat(line).as("a line of the access log").isNotNull();
        return String.valueOf(line);
    }

    private static TestHttpApi api(String format) {
        return new TestHttpApi(DATA)
                .route("POST /pets/{id}", Target.function("ok", "2.0"))
                .route("GET /back", Target.backend(DATA.backend().uri("/")))
                .route("GET /gone", Target.backend("http://127.0.0.1:1/"))
                .route("GET /forbidden", Target.function("forbidden", "2.0"))
                .log(format);
    }

    private static String logged(String format) throws IOException, InterruptedException {
        api(format).publish("dev");
        assertThat(DATA.post("/dev/pets/6?q=1", "four", "User-Agent: me").status())
                .isEqualTo(201);
        return line();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "accountId, 123456789012",
        "apiId, abc123",
        "authorizer.claims.sub, -",
        "authorizer.error, -",
        "authorizer.principalId, -",
        "authorizer.key, -",
        "awsEndpointRequestId, [0-9a-f-]{36}",
        "awsEndpointRequestId2, -",
        "customDomain.basePathMatched, -",
        "dataProcessed, 9",
        "domainName, abc123.execute-api.eu-west-1.amazonaws.com",
        "domainPrefix, abc123",
        "error.message, -",
        "error.messageString, -",
        "error.responseType, -",
        "extendedRequestId, [A-Za-z0-9_-]{15}=",
        "httpMethod, POST",
        "identity.accountId, -",
        "identity.caller, -",
        "identity.cognitoAuthenticationProvider, -",
        "identity.cognitoAuthenticationType, -",
        "identity.cognitoIdentityId, -",
        "identity.cognitoIdentityPoolId, -",
        "identity.principalOrgId, -",
        "identity.clientCert.clientCertPem, -",
        "identity.clientCert.subjectDN, -",
        "identity.clientCert.issuerDN, -",
        "identity.clientCert.serialNumber, -",
        "identity.clientCert.validity.notBefore, -",
        "identity.clientCert.validity.notAfter, -",
        "identity.sourceIp, 127.0.0.1",
        "identity.user, -",
        "identity.userAgent, me",
        "identity.userArn, -",
        "integration.error, -",
        "integration.integrationStatus, 200",
        "integration.latency, \\d+",
        "integration.requestId, [0-9a-f-]{36}",
        "integration.status, 201",
        "integrationErrorMessage, -",
        "integrationLatency, \\d+",
        "integrationStatus, 200",
        "path, /dev/pets/6",
        "protocol, HTTP/1.1",
        "requestId, [A-Za-z0-9_-]{15}=",
        "requestTime, '" + TIME + "'",
        "requestTimeEpoch, \\d{13}",
        "responseLatency, \\d+",
        "responseLength, 5",
        "routeKey, 'POST /pets/\\{id\\}'",
        "stage, dev",
        "status, 201",
    })
    @DisplayName("14, R14.3: every variable of a call of a function; a dash for those without a value")
    void variables(String variable, String pattern) throws Exception {
        assertThat(logged("$context.requestId|$context." + variable).split("\\|", 2)[1])
                .matches(pattern);
    }

    @Test
    @DisplayName("14: the ready-made formats")
    void readyMadeFormats() throws Exception {
        String id = "[A-Za-z0-9_-]{15}=";
        assertThat(logged(
                        "$context.identity.sourceIp - - [$context.requestTime] \"$context.httpMethod $context.routeKey"
                                + " $context.protocol\" $context.status $context.responseLength $context.requestId"))
                .matches("127\\.0\\.0\\.1 - - \\[" + TIME + "] \"POST POST /pets/\\{id\\} HTTP/1\\.1\" 201 5 " + id);
        assertThat(logged("$context.identity.sourceIp,$context.requestTime,$context.httpMethod,$context.routeKey,"
                        + "$context.protocol,$context.status,$context.responseLength,$context.requestId"))
                .matches("127\\.0\\.0\\.1," + TIME + ",POST,POST /pets/\\{id\\},HTTP/1\\.1,201,5," + id);
        assertThat(logged("{ \"requestId\":\"$context.requestId\", \"ip\": \"$context.identity.sourceIp\","
                        + " \"requestTime\":\"$context.requestTime\", \"httpMethod\":\"$context.httpMethod\","
                        + "\"routeKey\":\"$context.routeKey\", \"status\":\"$context.status\","
                        + "\"protocol\":\"$context.protocol\", \"responseLength\":\"$context.responseLength\" }"))
                .matches("\\{ \"requestId\":\"" + id + "\", \"ip\": \"127\\.0\\.0\\.1\", \"requestTime\":\"" + TIME
                        + "\", \"httpMethod\":\"POST\",\"routeKey\":\"POST /pets/\\{id\\}\", \"status\":\"201\","
                        + "\"protocol\":\"HTTP/1\\.1\", \"responseLength\":\"5\" }");
    }

    @Test
    @DisplayName("14: what backends answer and call the request")
    void backends() throws Exception {
        api("$context.requestId $context.integration.status $context.integrationStatus"
                        + " $context.awsEndpointRequestId $context.integration.requestId $context.awsEndpointRequestId2"
                        + " $context.dataProcessed")
                .publish("$default");
        Answer answer = DATA.get("/back");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(line()).isEqualTo(answer.header("apigw-requestid") + " 404 404 r-1 r-1 r-2 4");
    }

    @Test
    @DisplayName("14, R3.5: why an integration failed; the client is told nothing of it")
    void failures() throws Exception {
        api("$context.requestId|$context.status|$context.error.message|$context.error.messageString"
                        + "|$context.error.responseType|$context.integrationErrorMessage|$context.integration.error")
                .publish("$default");
        DATA.get("/gone");
        String[] gone = line().split("\\|");
        assertThat(gone[1]).isEqualTo("503");
        assertThat(gone[2]).isEqualTo("Service Unavailable");
        assertThat(gone[3]).isEqualTo("\"Service Unavailable\"");
        assertThat(gone[4]).isEqualTo("INTEGRATION_FAILURE");
        assertThat(gone[5]).contains("network error").isEqualTo(gone[6]);
        DATA.get("/forbidden");
        String[] forbidden = line().split("\\|");
        assertThat(forbidden[1]).isEqualTo("500");
        assertThat(forbidden[5])
                .contains("Invalid permissions on Lambda function")
                .isEqualTo(forbidden[6]);
        DATA.get("/none");
        assertThat(line()).endsWith("|404|Not Found|\"Not Found\"|RESOURCE_NOT_FOUND|-|-");
    }

    @Test
    @DisplayName("14, R9.22, R10.12, R10.20: what authorizers said, and why they did not")
    void authorizers() throws Exception {
        DATA.functions()
                .returns(
                        "auth",
                        "{\"principalId\":\"me\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":"
                                + "\"execute-api:Invoke\",\"Effect\":\"Allow\",\"Resource\":\"*\"}]},\"context\":{\"k\":\"v\"}}");
        TestHttpApi api = new TestHttpApi(DATA)
                .lambda("a1", "auth", "2.0", false, 0)
                .secured("GET /x", Target.function("ok", "2.0"), "CUSTOM", "a1")
                .log("$context.requestId|$context.authorizer.principalId|$context.authorizer.k"
                        + "|$context.authorizer.claims|$context.authorizer.error");
        api.publish("$default");
        assertThat(DATA.get("/x").status()).isEqualTo(201);
        assertThat(line()).endsWith("=|me|v|-|-");
        DATA.functions().returns("auth", "{}");
        assertThat(DATA.get("/x").status()).isEqualTo(500);
        String[] failed = line().split("\\|");
        assertThat(List.of(failed).subList(1, 4)).containsExactly("-", "-", "-");
        assertThat(failed[4]).contains("Invalid JSON in response");
    }

    @Test
    @DisplayName("14, R11.2: who has signed")
    void signers() throws Exception {
        AwsCredentials ann = DATA.identities()
                .user("123456789012", "ann", "{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'*'}");
        new TestHttpApi(DATA)
                .secured("GET /x", Target.function("ok", "2.0"), "AWS_IAM", null)
                .log("$context.requestId|$context.identity.accountId|$context.identity.caller|$context.identity.user"
                        + "|$context.identity.userArn")
                .publish("$default");
        SdkSigned signed = SdkSigned.sign(
                SdkSigned.Plan.get("https://abc123.execute-api.eu-west-1.amazonaws.com/x", Instant.now()),
                ann,
                "eu-west-1",
                "execute-api");
        assertThat(DATA.get("/x", signed.lines()).status()).isEqualTo(201);
        assertThat(line()).endsWith("|123456789012|AIDAann|AIDAann|arn:aws:iam::123456789012:user/ann");
    }

    @Test
    @DisplayName("R6.6, 14: which parameter of a service had no value")
    void parameters() throws Exception {
        new TestHttpApi(DATA)
                .route(
                        "GET /q",
                        Target.service("SQS-SendMessage", Map.of("QueueUrl", "q", "MessageBody", "$request.body")))
                .log("$context.requestId|$context.status|$context.integrationErrorMessage")
                .publish("$default");
        assertThat(DATA.get("/q").status()).isEqualTo(400);
        assertThat(line()).endsWith("|400|Unable to resolve property MessageBody from source $request.body");
    }
}
