package dev.sallyport.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.control.Audit;
import dev.sallyport.wire.iam.CreatePolicyRequest;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.PutUserPermissionsBoundaryRequest;
import dev.sallyport.wire.logs.DescribeLogStreamsResponse;
import dev.sallyport.wire.logs.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What signed callers may do (rest-control-plane R3.2 to R3.4, R5.12), and the log of what they did. */
class PermittedCallsTest {

    private static final String APIS = "arn:aws:apigateway:eu-west-1::/restapis";
    private static final String USER = "User: arn:aws:iam::111111111111:user/ann is not authorized to perform: ";

    private static final String RULE = "{\"priority\":1,\"conditions\":[],\"actions\":[]}";

    private final Signer signer = new Signer(Audit.NONE);

    private static String denied(String action, String resource) {
        return USER + action + " on resource: " + resource;
    }

    private static String silent(String action, String resource) {
        return denied(action, resource) + " because no identity-based policy allows the " + action + " action";
    }

    @Test
    @DisplayName("R3.2, R3.3, R3.4: the verb on the path, denied in AWS's words")
    void verbOnPath() {
        AwsCredentials ann = signer.user("ann", "Allow", "apigateway:GET", APIS + "/*");

        assertThat(signer.rest(ann, "GET", "/restapis", ""))
                .isEqualTo("403 {\"message\":\"" + silent("apigateway:GET", APIS) + "\"}");
        assertThat(signer.rest(ann, "GET", "/restapis/none", "")).startsWith("404 ");
        assertThat(signer.rest(ann, "DELETE", "/restapis/123/deployments/456", ""))
                .isEqualTo("403 {\"message\":\"" + silent("apigateway:DELETE", APIS + "/123/deployments/456") + "\"}");
        assertThat(signer.rest(ann, "POST", "/restapis?mode=import", "{\"swagger\":\"2.0\"}"))
                .startsWith("403 ")
                .contains("apigateway:POST on resource: " + APIS + " because");
    }

    @Test
    @DisplayName("R3.3: encodings and trailing slashes of a path do not get around a Deny")
    void oneReadingOfPaths() {
        AwsCredentials ann = signer.user("ann", "Allow", "apigateway:*", "*");
        signer.allow("ann", "second", "Deny", "apigateway:*", APIS + "/secret*");
        String refusal =
                denied("apigateway:GET", APIS + "/secret") + " with an explicit deny in an identity-based policy";
        for (String path : List.of("/restapis/secret", "/restapis/secret/", "/restapis/s%65cret")) {
            assertThat(signer.rest(ann, "GET", path, "")).isEqualTo("403 {\"message\":\"" + refusal + "\"}");
        }
        assertThat(signer.rest(ann, "GET", "/restapis/other", "")).startsWith("404 ");
    }

    @Test
    @DisplayName("R20.17, R16.42: both services by one name of a domain, and routing rules by actions of their own")
    void domainNames() {
        AwsCredentials ann = signer.user("ann", "Allow", "apigateway:NONE", "*");
        String domain = "arn:aws:apigateway:eu-west-1::/domainnames/api.example.com";
        assertThat(signer.rest(ann, "GET", "/v2/domainnames/api.example.com/apimappings", ""))
                .isEqualTo("403 {\"message\":\"" + silent("apigateway:GET", domain + "/apimappings") + "\"}");
        String rules = "arn:aws:apigateway:eu-west-1:111111111111:/domainnames/api.example.com";
        String path = "/v2/domainnames/api.example.com/routingrules";
        assertThat(signer.rest(ann, "GET", path, ""))
                .contains(silent("apigateway:ListRoutingRules", rules + "/routingrules/*"));
        assertThat(signer.rest(ann, "POST", path + "?domainNameId=abc123", RULE))
                .contains(silent("apigateway:CreateRoutingRule", rules + "+abc123/routingrules/*"));
        assertThat(signer.rest(ann, "PUT", path + "/xyz", RULE))
                .contains(silent("apigateway:UpdateRoutingRule", rules + "/routingrules/xyz"));
        assertThat(signer.rest(ann, "GET", path + "/xyz", ""))
                .contains(silent("apigateway:GetRoutingRule", rules + "/routingrules/xyz"));
        assertThat(signer.rest(ann, "DELETE", path + "/xyz", ""))
                .contains(silent("apigateway:DeleteRoutingRule", rules + "/routingrules/xyz"));
    }

    @Test
    @DisplayName("R5.12: a permissions boundary narrows, and is named")
    void boundaries() {
        AwsCredentials ann = signer.user("ann", "Allow", "*", "*");
        var policy = signer.iam.send(
                Iam.CREATE_POLICY,
                CreatePolicyRequest.builder()
                        .policyName("edge")
                        .policyDocument(Signer.document("Allow", "apigateway:GET", "*"))
                        .build());
        signer.iam.send(
                Iam.PUT_USER_PERMISSIONS_BOUNDARY,
                PutUserPermissionsBoundaryRequest.builder()
                        .userName("ann")
                        .permissionsBoundary(String.valueOf(java.util.Objects.requireNonNull(policy.policy())
                                .arn()))
                        .build());
        assertThat(signer.rest(ann, "GET", "/restapis", "")).startsWith("200 ");
        assertThat(signer.rest(ann, "POST", "/restapis", "{\"name\":\"x\"}"))
                .contains("because no permissions boundary allows the apigateway:POST action");
    }

    @Test
    @DisplayName("IAM: users and keys by their ARNs; nobody takes or deletes the key of another, or of root")
    void iam() {
        AwsCredentials ann = signer.user("ann", "Allow", "iam:*", "arn:aws:iam::111111111111:user/${aws:username}");
        signer.iam.user("bob");
        String key = "Version=2010-05-08&AccessKeyId=";
        String bobs = String.valueOf(signer.iam.key("bob").accessKeyId());

        assertThat(signer.query(ann, "iam", "Action=GetUser&Version=2010-05-08"))
                .startsWith("200 ");
        assertThat(signer.query(ann, "iam", "Action=GetUser&Version=2010-05-08&UserName=bob"))
                .startsWith("403 ")
                .contains("<Code>AccessDenied</Code>", silent("iam:GetUser", "arn:aws:iam::111111111111:user/bob"));
        assertThat(signer.query(ann, "iam", "Action=ListUsers&Version=2010-05-08"))
                .contains(silent("iam:ListUsers", "arn:aws:iam::111111111111:user/"));
        assertThat(signer.query(ann, "iam", "Action=DeleteAccessKey&" + key + bobs))
                .contains(silent("iam:DeleteAccessKey", "arn:aws:iam::111111111111:user/bob"));
        assertThat(signer.query(ann, "iam", "Action=DeleteAccessKey&" + key + signer.root.accessKeyId()))
                .contains(silent("iam:DeleteAccessKey", "arn:aws:iam::111111111111:root"));
        signer.allow("ann", "second", "Allow", "iam:*", "*");
        assertThat(signer.query(ann, "iam", "Action=DeleteAccessKey&" + key + signer.root.accessKeyId()))
                .startsWith("404 ");
        assertThat(signer.query(ann, "iam", "Action=DeleteAccessKey&" + key + bobs))
                .startsWith("200 ");
    }

    @Test
    @DisplayName(
            "R6: GetCallerIdentity needs no permission; AssumeRole needs one, or a trust policy that names the caller")
    void sts() {
        AwsCredentials ann = signer.user("ann", "Allow", "none:None", "*");
        assertThat(signer.query(ann, "sts", "Action=GetCallerIdentity&Version=2011-06-15"))
                .startsWith("200 ");
        trusting("account", "arn:aws:iam::111111111111:root");
        trusting("direct", "arn:aws:iam::111111111111:user/ann");
        String assume =
                "Action=AssumeRole&Version=2011-06-15&RoleSessionName=me&RoleArn=arn:aws:iam::111111111111:role/";

        assertThat(signer.query(ann, "sts", assume + "account"))
                .startsWith("403 ")
                .contains(denied("sts:AssumeRole", "arn:aws:iam::111111111111:role/account"));
        assertThat(signer.query(ann, "sts", assume + "direct")).startsWith("200 ");
        signer.allow("ann", "second", "Allow", "sts:AssumeRole", "*");
        assertThat(signer.query(ann, "sts", assume + "account")).startsWith("200 ");
    }

    private void trusting(String role, String principal) {
        signer.iam.role(
                role,
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                        + "\"Principal\":{\"AWS\":\"" + principal + "\"}}}");
    }

    @Test
    @DisplayName("iam:PassRole: nobody hands API Gateway a role that he may not pass")
    void passRole() {
        AwsCredentials ann = signer.user("ann", "Allow", "apigateway:*", "*");
        String role = "arn:aws:iam::111111111111:role/admin";
        String refusal = silent("iam:PassRole", role);
        String integration = "/restapis/a/resources/b/methods/GET/integration";

        assertThat(signer.rest(ann, "PUT", integration, "{\"type\":\"AWS\",\"credentials\":\"" + role + "\"}"))
                .contains(refusal);
        assertThat(signer.rest(
                        ann,
                        "PATCH",
                        integration,
                        "{\"patchOperations\":[{\"op\":\"replace\",\"path\":\"/credentials\",\"value\":\"" + role
                                + "\"}]}"))
                .contains(refusal);
        assertThat(signer.rest(
                        ann,
                        "POST",
                        "/restapis?mode=import",
                        "{\"swagger\":\"2.0\",\"x\":\""
                                + role.replace("r", "\\u0072").replace("/", "\\/") + "\"}"))
                .contains(refusal);
        signer.allow("ann", "second", "Allow", "iam:PassRole", role);
        assertThat(signer.rest(ann, "PUT", integration, "{\"type\":\"AWS\",\"credentials\":\"" + role + "\"}"))
                .startsWith("404 ");
    }

    @Test
    @DisplayName("logs: (inferred) group and stream in the ARN; JSON protocols answer 400")
    void logs() {
        signer.iam.registry.on(
                Logs.DESCRIBE_LOG_STREAMS,
                (call, in) -> DescribeLogStreamsResponse.builder().build());
        AwsCredentials ann =
                signer.user("ann", "Allow", "logs:Describe*", "arn:aws:logs:eu-west-1:111111111111:log-group:mine:*");
        assertThat(describe(ann, "mine")).startsWith("200 ");
        assertThat(describe(ann, "yours"))
                .startsWith("400 ")
                .contains(silent(
                        "logs:DescribeLogStreams", "arn:aws:logs:eu-west-1:111111111111:log-group:yours:log-stream:"));
    }

    private String describe(AwsCredentials who, String group) {
        return signer.send(signer.sign(
                who,
                "logs",
                signer.plan("POST", "/", "{\"logGroupName\":\"" + group + "\"}")
                        .with("X-Amz-Target", "Logs_20140328.DescribeLogStreams")));
    }

    @Test
    @DisplayName("audit: a line for each call with caller, resource and outcome, without secrets and bodies")
    void audit(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("audit.log");
        List<JsonNode> lines = new ArrayList<>();
        try (AuditLog log = new AuditLog(file.toString(), signer.iam)) {
            Signer audited = new Signer(log);
            AwsCredentials ann = audited.user("ann", "Allow", "apigateway:POST", "*");
            audited.rest(ann, "POST", "/restapis", "{\"name\":\"hidden-in-body\"}");
            audited.rest(ann, "DELETE", "/restapis/abc", "");
            audited.rest(new AwsCredentials("AKIAIOSFODNN7EXAMPLE", "x", null), "GET", "/restapis", "");
            for (String line : Files.readAllLines(file)) {
                lines.add(JsonMapper.shared().readTree(line));
            }
            assertThat(Files.readString(file)).doesNotContain("hidden-in-body", ann.secretAccessKey(), "Signature");
        }
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).path("principal").asString()).isEqualTo("arn:aws:iam::111111111111:user/ann");
        assertThat(lines.get(0).path("operation").asString()).isEqualTo("CreateRestApi");
        assertThat(lines.get(0).path("resource").asString()).isEqualTo(APIS);
        assertThat(lines.get(0).path("outcome").asString()).isEqualTo("ok");
        assertThat(lines.get(0).path("sourceIp").asString()).isEqualTo("192.0.2.1");
        assertThat(lines.get(1).path("resource").asString()).isEqualTo(APIS + "/abc");
        assertThat(lines.get(1).path("errorCode").asString()).isEqualTo("AccessDeniedException");
        assertThat(lines.get(1).path("status").asInt()).isEqualTo(403);
        assertThat(lines.get(2).path("errorCode").asString()).isEqualTo("UnrecognizedClientException");
        assertThat(lines.get(2).path("verified").asBoolean()).isFalse();
    }
}
