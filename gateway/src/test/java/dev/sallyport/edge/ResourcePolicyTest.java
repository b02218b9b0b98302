package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AsSent;
import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resource policies of APIs on methods without authorization and with AWS_IAM (AUT-60 to AUT-72). */
class ResourcePolicyTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final String HOST = "abc123.execute-api.eu-west-1.amazonaws.com";
    private static final String OWNER = "123456789012";
    private static final String ALL =
            "'Action':'execute-api:Invoke','Resource':" + "'arn:aws:execute-api:eu-west-1:123456789012:abc123/*'";

    private static void publish(String... statements) {
        TestApi api = new TestApi("abc123")
                .on("GET", "/open", TestIntegration.mock("open"))
                .on("ANY", "/files/{proxy+}", TestIntegration.mock("file"))
                .secured("GET", "/iam", "AWS_IAM", TestIntegration.mock("iam"))
                .secured("GET", "/custom", "CUSTOM", TestIntegration.mock("custom"));
        GATEWAY.publish(
                statements.length == 0
                        ? api
                        : api.policy("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}"));
    }

    private static String statement(String effect, String principal, String more) {
        return "{'Effect':'" + effect + "','Principal':" + principal + "," + ALL + more + "}";
    }

    private static String when(String condition) {
        return ",'Condition':{" + condition + "}";
    }

    private static Answer signed(AwsCredentials credentials) throws Exception {
        return GATEWAY.get("/test/iam", AsSent.sign(credentials, HOST, "/test/iam", Instant.now()));
    }

    private static String refusal(String user, String end) {
        return "{\"Message\":\"User: " + user + " is not authorized to perform: execute-api:Invoke on resource:"
                + " arn:aws:execute-api:eu-west-1:********9012:abc123/test/GET/" + end + "\"}";
    }

    @Test
    @DisplayName("AUT-60: without a policy a method without authorization is open; with one it needs an Allow")
    void withoutAuthorization() throws Exception {
        publish();
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(200);

        publish(statement("Allow", "'*'", ""));
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(200);

        publish("{'Effect':'Allow','Principal':'*','Action':'execute-api:Invoke','Resource':'*/GET/other'}");
        Answer silent = GATEWAY.get("/test/open");
        assertThat(silent.status()).isEqualTo(403);
        assertThat(silent.header("x-amzn-ErrorType")).isEqualTo("AccessDeniedException");
        assertThat(silent.body()).isEqualTo(refusal("anonymous", "open"));

        publish(statement("Allow", "'*'", ""), statement("Deny", "'*'", ""));
        assertThat(GATEWAY.get("/test/open").body()).isEqualTo(refusal("anonymous", "open with an explicit deny"));
    }

    @Test
    @DisplayName("AUT-62: who names principals lets nobody in without a signature")
    void namedPrincipals() throws Exception {
        publish(statement("Allow", "{'AWS':'123456789012'}", ""));
        AwsCredentials ann = GATEWAY.identities().user(OWNER, "ann", "{'Effect':'Allow','Action':'*','Resource':'*'}");
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(403);
        assertThat(signed(ann).status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "AUT-60: account {0}, identity {1}, resource {2} = {3}")
    @DisplayName("AUT-60: tables A and B, row by row, through the gateway")
    @CsvSource({
        "123456789012, Allow, Allow, 200",
        "123456789012, Allow, silent, 200",
        "123456789012, Allow, Deny, deny",
        "123456789012, silent, Allow, 200",
        "123456789012, silent, silent, 403",
        "123456789012, silent, Deny, deny",
        "123456789012, Deny, Allow, deny",
        "123456789012, Deny, silent, deny",
        "123456789012, Deny, Deny, deny",
        "999999999999, Allow, Allow, 200",
        "999999999999, Allow, silent, 403",
        "999999999999, Allow, Deny, deny",
        "999999999999, silent, Allow, 403",
        "999999999999, silent, silent, 403",
        "999999999999, silent, Deny, deny",
        "999999999999, Deny, Allow, deny",
        "999999999999, Deny, silent, deny",
        "999999999999, Deny, Deny, deny"
    })
    void tables(String account, String identity, String resource, String outcome) throws Exception {
        String named = "{'AWS':'arn:aws:iam::" + account + ":user/bob'}";
        publish(
                resource.equals("silent")
                        ? statement("Allow", "{'AWS':'arn:aws:iam::555555555555:root'}", "")
                        : statement(resource, named, ""));
        String own = "{'Effect':'" + identity + "','Action':'execute-api:Invoke','Resource':'*'}";
        AwsCredentials bob = identity.equals("silent")
                ? GATEWAY.identities().user(account, "bob")
                : GATEWAY.identities().user(account, "bob", own);
        Answer answer = signed(bob);
        if (outcome.equals("200")) {
            assertThat(answer.body()).isEqualTo("iam");
        } else {
            String end = outcome.equals("deny") ? "iam with an explicit deny" : "iam";
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo(refusal("arn:aws:iam::" + account + ":user/bob", end));
        }
    }

    @ParameterizedTest(name = "AUT-70: {0}: {1}")
    @DisplayName(
            "AUT-70 to AUT-72: the keys of a request; the address is the peer's, which is the viewer as there is no"
                    + " CloudFront, whatever X-Forwarded-For and CloudFront-Viewer-Address say")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'IpAddress':{'aws:SourceIp':'127.0.0.0/8'}|200",
                "'IpAddress':{'aws:SourceIp':['10.0.0.0/8','::1/128','127.0.0.1']}|200",
                "'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}|403",
                "'NotIpAddress':{'aws:SourceIp':'127.0.0.0/8'}|403",
                "'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}|200",
                "'Bool':{'aws:SecureTransport':'false'}|200",
                "'Bool':{'aws:SecureTransport':'true'}|403",
                "'StringLike':{'aws:Referer':'https://example.org/*'}|200",
                "'StringLike':{'aws:Referer':'https://example.com/*'}|403",
                "'StringLike':{'aws:UserAgent':'tests*'}|200",
                "'DateGreaterThan':{'aws:CurrentTime':'2020-01-01T00:00:00Z'}|200",
                "'DateLessThan':{'aws:CurrentTime':'2020-01-01T00:00:00Z'}|403",
                "'NumericGreaterThan':{'aws:EpochTime':'1577836800'}|200",
                "'StringEquals':{'aws:SourceVpce':'vpce-1'}|403",
                "'StringNotEquals':{'aws:SourceVpce':'vpce-1'}|200",
                "'StringEquals':{'aws:username':'ann'}|403",
                "'Null':{'aws:PrincipalArn':'true'}|200",
                "'Null':{'aws:VpcSourceIp':'false'}|403"
            })
    void conditions(String condition, int status) throws Exception {
        publish(statement("Allow", "'*'", when(condition)));
        assertThat(GATEWAY.get(
                                "/test/open",
                                "X-Forwarded-For: 203.0.113.7",
                                "CloudFront-Viewer-Address: 203.0.113.7:443",
                                "Referer: https://example.org/page",
                                "User-Agent: tests/1")
                        .status())
                .isEqualTo(status);
    }

    @Test
    @DisplayName("AUT-70: the keys of the principal, with variables")
    void principalKeys() throws Exception {
        publish(statement(
                "Allow",
                "'*'",
                when("'StringEquals':{'aws:username':'ann','aws:PrincipalAccount':'123456789012'},"
                        + "'StringLike':{'aws:PrincipalArn':'*user/${aws:username}'}")));
        assertThat(signed(GATEWAY.identities().user(OWNER, "ann")).status()).isEqualTo(200);
        assertThat(signed(GATEWAY.identities().user(OWNER, "bob")).status()).isEqualTo(403);
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(403);
    }

    @ParameterizedTest(name = "path confusion: {0} = {1}")
    @DisplayName("AUT-1: what is matched is what is routed, and what a backend may make of it")
    @CsvSource({
        "/test/files/public/a, 200",
        "/test/files/public/a%20b, 200",
        "/test/files/public/, 200",
        "/test/files/public/secret, 200",
        "/test/files/secret/a, 403",
        "/test/files/Secret/a, 403",
        "/test/files/secret/, 403",
        "/test/files/%73ecret/a, 403",
        "/test/files/public/%2e%2e/secret/a, 403",
        "/test/files/public/../secret/a, 403",
        "/test/files/public/..%2Fsecret/a, 403",
        "/test/files/public/%252e%252e/secret/a, 403",
        "/test/files/public/..;/secret/a, 403",
        "/test/files/public%2F%2E%2E%2Fsecret, 403",
        "/test/files//secret/a, 403",
        "/test/files/x//public, 403",
        "/test//files/public/a, 200"
    })
    void pathConfusion(String path, int status) throws Exception {
        publish(
                "{'Effect':'Allow','Principal':'*','Action':'execute-api:Invoke','Resource':'*/GET/files/public*'}",
                "{'Effect':'Deny','Principal':'*','Action':'execute-api:Invoke','Resource':'*/files/secret*'}");
        assertThat(GATEWAY.get(path).status()).isEqualTo(status);
    }

    @Test
    @DisplayName("AUT-60: a verb that a header brings is the one that is asked for")
    void overriddenVerb() throws Exception {
        publish("{'Effect':'Allow','Principal':'*','Action':'execute-api:Invoke','Resource':'*/GET/*'}");
        assertThat(GATEWAY.get("/test/files/a").status()).isEqualTo(200);
        assertThat(GATEWAY.get("/test/files/a", "X-HTTP-Method-Override: DELETE")
                        .status())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("ORD-2, ORD-3: an unknown path is refused before the policy, a bad request behind it")
    void order() throws Exception {
        publish(statement("Deny", "'*'", ""));
        assertThat(GATEWAY.get("/test/nowhere").body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
    }

    @Test
    @DisplayName("DESIGN 5.2: a policy that cannot be read closes every method")
    void unreadable() throws Exception {
        for (String statement : List.of(
                "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*','Condition':{'IpAdress':{'a:b':'c'}}}",
                "{'Effect':'Deny','Principal':{'AWS':'someone'},'Action':'*','Resource':'*'}")) {
            publish(statement("Allow", "'*'", ""), statement);
            assertThat(GATEWAY.get("/test/open").status()).isEqualTo(500);
            assertThat(GATEWAY.get("/test/iam").status()).isEqualTo(500);
        }
    }
}
