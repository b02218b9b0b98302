package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.iam.IamScope;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.model.IamPolicies;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.Account;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.GetAccountRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.ThrottleSettings;
import dev.sallyport.wire.apigateway.UpdateAccountRequest;
import dev.sallyport.wire.apigateway.UpdateStageRequest;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account (7.14, 9.1, 10.13). */
class AccountTest {

    private static final String ROLE = "arn:aws:iam::111111111111:role/service-role/api-gateway+logs";

    private final Rest rest = new Rest();

    @BeforeEach
    void aRoleForLogs() {
        role("api-gateway+logs", "{\"Service\":\"apigateway.amazonaws.com\"}");
    }

    @Test
    void isAlwaysThere_R7_14() {
        assertThat(get())
                .isEqualTo(Account.builder()
                        .throttleSettings(ThrottleSettings.builder()
                                .burstLimit(5000)
                                .rateLimit(10000.0)
                                .build())
                        .features(List.of("UsagePlans"))
                        .apiKeyVersion("4")
                        .build());
    }

    @Test
    void theRoleIsSetAndCleared_R9_1() {
        assertThat(update(replace("/cloudwatchRoleArn", ROLE)).cloudwatchRoleArn())
                .isEqualTo(ROLE);
        assertThat(get().cloudwatchRoleArn()).isEqualTo(ROLE);
        rest.call = new Call(new Scope("111111111111", "eu-west-1"), "request", "http://localhost");
        assertThat(get().cloudwatchRoleArn())
                .as("an account has settings in each Region")
                .isNull();
        rest.call = new Call(Rest.SCOPE, "request", "http://localhost");
        assertThat(update(replace("/cloudwatchRoleArn", "")).cloudwatchRoleArn())
                .isNull();
        assertThat(get().features()).containsExactly("UsagePlans");
    }

    @Test
    void theRoleLetsStagesLog_R10_71() {
        Api api = rest.api();
        rest.mock(api, api.root(), "GET");
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .build());
        UpdateStageRequest log = UpdateStageRequest.builder()
                .restApiId(api.id())
                .stageName("dev")
                .patchOperations(List.of(replace("/*/*/logging/loglevel", "INFO")))
                .build();
        assertThat(rest.refused(ApiGateway.UPDATE_STAGE, log).getMessage())
                .isEqualTo("CloudWatch Logs role ARN must be set in account settings to enable logging");
        update(replace("/cloudwatchRoleArn", ROLE));
        rest.send(ApiGateway.UPDATE_STAGE, log);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nope",
                "arn:aws:iam::1:role/x",
                "arn:aws:iam::111111111111:user/x",
                "arn:aws:iam::111111111111:role/",
                "arn:aws:s3:::bucket"
            })
    void theRoleIsARole_R10_13(String role) {
        ServiceException refusal =
                rest.refused(ApiGateway.UPDATE_ACCOUNT, request(replace("/cloudwatchRoleArn", role)));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).isEqualTo("The role ARN is not well formed");
        assertThat(get().cloudwatchRoleArn()).isNull();
    }

    /** Terraform asks again after this answer, because a role of AWS needs a while until services see it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::111111111111:role/service-role/nobody",
                "arn:aws:iam::111111111111:role/api-gateway+logs",
                "arn:aws:iam::111111111111:role/service-role/functions",
                "arn:aws:iam::222222222222:role/service-role/api-gateway+logs"
            })
    void theRoleTrustsApiGateway_10_13(String role) {
        role("functions", "{\"Service\":\"lambda.amazonaws.com\"}");
        ServiceException refusal =
                rest.refused(ApiGateway.UPDATE_ACCOUNT, request(replace("/cloudwatchRoleArn", role)));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.code()).isEqualTo("BadRequestException");
        assertThat(refusal.getMessage())
                .isEqualTo("The role ARN does not have required permissions configured. Please grant trust permission"
                        + " for API Gateway and add the required role policy.");
        assertThat(get().cloudwatchRoleArn()).isNull();
    }

    /** The role may go; the settings stay as they are, and may be written again as Terraform does. */
    @Test
    void theRoleIsAskedWhenItIsSet_10_13() {
        update(replace("/cloudwatchRoleArn", ROLE));
        rest.store.write(tx -> {
            tx.delete(Kind.IAM_ROLE, IamScope.of(Rest.SCOPE), "", "api-gateway+logs");
            return true;
        });
        assertThat(update(replace("/cloudwatchRoleArn", ROLE)).cloudwatchRoleArn())
                .isEqualTo(ROLE);
        assertThat(update(replace("/cloudwatchRoleArn", "")).cloudwatchRoleArn())
                .isNull();
    }

    private void role(String name, String principal) {
        IamRole role = new IamRole(
                name,
                "AROA" + name,
                "/service-role/",
                rest.now,
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":" + principal
                        + "}]}",
                null,
                null,
                null,
                new TreeMap<>(),
                IamPolicies.NONE);
        rest.store.write(tx -> {
            tx.put(Kind.IAM_ROLE, IamScope.of(Rest.SCOPE), "", name, role);
            return true;
        });
    }

    private Account get() {
        return rest.send(ApiGateway.GET_ACCOUNT, GetAccountRequest.builder().build());
    }

    private Account update(PatchOperation... operations) {
        return rest.send(ApiGateway.UPDATE_ACCOUNT, request(operations));
    }

    private static UpdateAccountRequest request(PatchOperation... operations) {
        return UpdateAccountRequest.builder()
                .patchOperations(List.of(operations))
                .build();
    }
}
