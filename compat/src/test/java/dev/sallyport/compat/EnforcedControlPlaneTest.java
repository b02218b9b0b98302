package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiGatewayException;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** A gateway whose setting auth is enforce, called through the SDK (issue 6, point 4). */
final class EnforcedControlPlaneTest {

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with("--auth", "enforce");

    private static Caller root;

    @BeforeAll
    static void becomeRoot() {
        root = GATEWAY.root();
    }

    @Test
    @DisplayName("R3.1 any credentials are not enough, and those of the root are enough for everything")
    void root() {
        assertThatThrownBy(() -> GATEWAY.apiGateway().getRestApis())
                .isInstanceOfSatisfying(ApiGatewayException.class, refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(403);
                    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException");
                    assertThat(refusal.awsErrorDetails().errorMessage())
                            .isEqualTo("The security token included in the request is invalid.");
                });
        ApiGatewayClient wrong = GATEWAY.as(
                        AwsBasicCredentials.create(root.credentials().accessKeyId(), "wrong"))
                .apiGateway();
        assertThatThrownBy(wrong::getRestApis)
                .isInstanceOfSatisfying(
                        ApiGatewayException.class,
                        refusal -> assertThat(refusal.awsErrorDetails().errorCode())
                                .isEqualTo("InvalidSignatureException"));

        ApiGatewayClient client = GATEWAY.as(root.credentials()).apiGateway();
        String id = client.createRestApi(request -> request.name("roots")).id();
        assertThat(client.getRestApis().items()).extracting(RestApi::id).contains(id);
        assertThat(Caller.element(root.query("sts", "Action", "GetCallerIdentity"), "Arn"))
                .isEqualTo("arn:aws:iam::" + GatewayProcess.ACCOUNT + ":root");
    }

    @Test
    @DisplayName("R3.2, R3.4 a user may what a policy allows; AWS's sentence says what is missing")
    void user() {
        ApiGatewayClient roots = GATEWAY.as(root.credentials()).apiGateway();
        String id = roots.createRestApi(request -> request.name("readable")).id();
        Caller reader = root.user(
                "reader", Caller.policy("Allow", "apigateway:GET", "arn:aws:apigateway:us-east-1::/restapis/" + id));
        Caller nobody = root.user("nobody", null);
        ApiGatewayClient readers = GATEWAY.as(reader.credentials()).apiGateway();

        assertThat(readers.getRestApi(request -> request.restApiId(id)).name()).isEqualTo("readable");
        denied(
                () -> readers.getRestApis(),
                "User: arn:aws:iam::111111111111:user/reader is not authorized to perform: apigateway:GET on resource:"
                        + " arn:aws:apigateway:us-east-1::/restapis because no identity-based policy allows the"
                        + " apigateway:GET action");
        denied(
                () -> readers.deleteRestApi(request -> request.restApiId(id)),
                "User: arn:aws:iam::111111111111:user/reader is not authorized to perform: apigateway:DELETE on resource:"
                        + " arn:aws:apigateway:us-east-1::/restapis/" + id
                        + " because no identity-based policy allows the apigateway:DELETE action");
        denied(
                () -> GATEWAY.as(nobody.credentials()).apiGateway().getRestApi(request -> request.restApiId(id)),
                "User: arn:aws:iam::111111111111:user/nobody is not authorized to perform: apigateway:GET on resource:"
                        + " arn:aws:apigateway:us-east-1::/restapis/" + id
                        + " because no identity-based policy allows the apigateway:GET action");
        LambdaClient lambda = GATEWAY.as(nobody.credentials()).lambda();
        assertThatThrownBy(lambda::listFunctions).isInstanceOfSatisfying(LambdaException.class, refusal -> {
            assertThat(refusal.statusCode()).isEqualTo(403);
            assertThat(refusal.awsErrorDetails().errorMessage())
                    .contains("user/nobody is not authorized to perform: lambda:ListFunctions on resource: *");
        });
        assertThat(nobody.attempt("iam", "Action", "ListUsers").body())
                .contains("<Code>AccessDenied</Code>", "is not authorized to perform: iam:ListUsers on resource:");
    }

    @Test
    @DisplayName("R5.7 a session may what its role may, and needs its token")
    void session() {
        String arn = "arn:aws:iam::" + GatewayProcess.ACCOUNT + ":role/deployer";
        root.query(
                "iam",
                "Action",
                "CreateRole",
                "RoleName",
                "deployer",
                "AssumeRolePolicyDocument",
                Caller.trust(GatewayProcess.ACCOUNT));
        root.query(
                "iam",
                "Action",
                "PutRolePolicy",
                "RoleName",
                "deployer",
                "PolicyName",
                "own",
                "PolicyDocument",
                Caller.policy("Allow", "apigateway:POST", "*"));
        Caller mayAssume = root.user("operator", Caller.policy("Allow", "sts:AssumeRole", arn));
        Caller session = mayAssume.assume(arn);
        ApiGatewayClient client = GATEWAY.as(session.credentials()).apiGateway();

        assertThat(client.createRestApi(request -> request.name("sessions")).id())
                .isNotEmpty();
        denied(
                client::getRestApis,
                "User: arn:aws:sts::111111111111:assumed-role/deployer/compat is not authorized to perform: apigateway:GET"
                        + " on resource: arn:aws:apigateway:us-east-1::/restapis because no identity-based policy allows the"
                        + " apigateway:GET action");
        AwsBasicCredentials withoutToken = AwsBasicCredentials.create(
                session.credentials().accessKeyId(), session.credentials().secretAccessKey());
        assertThatThrownBy(() -> GATEWAY.as(withoutToken).apiGateway().createRestApi(request -> request.name("no")))
                .isInstanceOfSatisfying(
                        ApiGatewayException.class,
                        refusal -> assertThat(refusal.awsErrorDetails().errorCode())
                                .isEqualTo("UnrecognizedClientException"));
    }

    @Test
    @DisplayName("secrets do not lie readable in the data folder: access keys, API keys, the variables of functions")
    void atRest() throws IOException {
        ApiGatewayClient client = GATEWAY.as(root.credentials()).apiGateway();
        client.createApiKey(request -> request.name("kept").value("api-key-value-for-nobody-else"));
        new TestFunctions(GATEWAY.as(root.credentials()).lambda())
                .create(
                        "kept",
                        "nodejs20.x",
                        "index.js",
                        "exports.handler = async () => ({});",
                        10,
                        Map.of("PASSWORD", "variable-for-nobody-else"));

        for (String file : List.of("sallyport.db", "sallyport.db-wal")) {
            Path path = GATEWAY.dataFolder().resolve(file);
            String bytes = Files.exists(path) ? new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1) : "";
            assertThat(bytes.contains("api-key-value-for-nobody-else")).as(file).isFalse();
            assertThat(bytes.contains("variable-for-nobody-else")).as(file).isFalse();
            assertThat(bytes.contains(root.credentials().secretAccessKey()))
                    .as(file)
                    .isFalse();
        }
    }

    private static void denied(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ApiGatewayException.class, refusal -> {
            assertThat(refusal.statusCode()).isEqualTo(403);
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(sentence);
        });
    }
}
