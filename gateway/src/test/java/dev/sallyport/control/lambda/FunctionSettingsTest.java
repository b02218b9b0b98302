package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.ARN;
import static dev.sallyport.control.lambda.LambdaFixture.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.lambda.AccountLimit;
import dev.sallyport.wire.lambda.AccountUsage;
import dev.sallyport.wire.lambda.DeleteFunctionConcurrencyRequest;
import dev.sallyport.wire.lambda.GetAccountSettingsRequest;
import dev.sallyport.wire.lambda.GetAccountSettingsResponse;
import dev.sallyport.wire.lambda.GetFunctionCodeSigningConfigRequest;
import dev.sallyport.wire.lambda.GetFunctionCodeSigningConfigResponse;
import dev.sallyport.wire.lambda.GetFunctionConcurrencyRequest;
import dev.sallyport.wire.lambda.GetFunctionConcurrencyResponse;
import dev.sallyport.wire.lambda.GetFunctionRecursionConfigRequest;
import dev.sallyport.wire.lambda.GetRuntimeManagementConfigRequest;
import dev.sallyport.wire.lambda.GetRuntimeManagementConfigResponse;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.ListEventSourceMappingsRequest;
import dev.sallyport.wire.lambda.ListTagsRequest;
import dev.sallyport.wire.lambda.PutFunctionConcurrencyRequest;
import dev.sallyport.wire.lambda.TagResourceRequest;
import dev.sallyport.wire.lambda.UntagResourceRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Concurrency, tags, account settings, and the settings that every function has by default. */
class FunctionSettingsTest {

    private final LambdaFixture lambda = new LambdaFixture();

    @BeforeEach
    void createFunction() {
        lambda.run(Lambda.CREATE_FUNCTION, creation("f").tags(Map.of("a", "1")).build());
    }

    /** R3.50. */
    @Test
    void reservedConcurrencyIsEchoedAndAbsentWhenUnset() {
        assertThat(concurrency())
                .isEqualTo(GetFunctionConcurrencyResponse.builder().build());

        assertThat(lambda.run(Lambda.PUT_FUNCTION_CONCURRENCY, reservation("f", 0))
                        .reservedConcurrentExecutions())
                .isZero();
        assertThat(concurrency().reservedConcurrentExecutions()).isZero();

        lambda.run(
                Lambda.DELETE_FUNCTION_CONCURRENCY,
                DeleteFunctionConcurrencyRequest.builder().functionName("f").build());
        assertThat(concurrency().reservedConcurrentExecutions()).isNull();
    }

    /** R3.50. */
    @Test
    void reservedConcurrencyIsOfFunctionsOnly() {
        assertThat(lambda.refused(Lambda.PUT_FUNCTION_CONCURRENCY, reservation("f:1", 1))
                        .getMessage())
                .isEqualTo("This operation is permitted on Lambda functions only. Aliases and versions do not support "
                        + "this operation. Please specify either a function name or an unqualified function ARN.");
    }

    /** R3.50, from both sides of the bound. */
    @Test
    void reservedConcurrencyLeavesAHundredToOthers() {
        lambda.create("g");
        lambda.run(Lambda.PUT_FUNCTION_CONCURRENCY, reservation("f", 400));
        lambda.run(Lambda.PUT_FUNCTION_CONCURRENCY, reservation("f", 500));

        ServiceException refused = lambda.refused(Lambda.PUT_FUNCTION_CONCURRENCY, reservation("g", 401));
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
        assertThat(refused.getMessage())
                .isEqualTo("Specified ReservedConcurrentExecutions for function decreases account's "
                        + "UnreservedConcurrentExecution below its minimum value of [100].");
        lambda.run(Lambda.PUT_FUNCTION_CONCURRENCY, reservation("g", 400));
    }

    @Test
    void tagsAreAddedReplacedAndRemoved() {
        tag(Map.of("a", "2", "b", "3"));
        assertThat(tags()).isEqualTo(Map.of("a", "2", "b", "3"));

        lambda.run(
                Lambda.UNTAG_RESOURCE,
                UntagResourceRequest.builder()
                        .resource(ARN + "f")
                        .tagKeys(List.of("a", "none"))
                        .build());
        assertThat(tags()).isEqualTo(Map.of("b", "3"));
    }

    /** R3.18: old and new together. */
    @Test
    void tagsAreBounded() {
        Map<String, String> fifty = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            fifty.put("k" + i, "v");
        }
        assertThat(lambda.refused(
                                Lambda.TAG_RESOURCE,
                                TagResourceRequest.builder()
                                        .resource(ARN + "f")
                                        .tags(fifty)
                                        .build())
                        .getMessage())
                .isEqualTo("Number of tags exceeds resource tag limit.");
        fifty.remove("k0");
        tag(fifty);
    }

    /** R3.36. */
    @Test
    void tagsAreOfFunctionsOnly() {
        assertThat(lambda.refused(
                                Lambda.LIST_TAGS,
                                ListTagsRequest.builder().resource(ARN + "f:1").build())
                        .getMessage())
                .isEqualTo("Tags on function aliases and versions are not supported. Please specify a function ARN.");
        assertThat(lambda.refused(
                                Lambda.LIST_TAGS,
                                ListTagsRequest.builder().resource(ARN + "g").build())
                        .getMessage())
                .isEqualTo("Function not found: " + ARN + "g");
        assertThat(lambda.refused(
                                Lambda.LIST_TAGS,
                                ListTagsRequest.builder()
                                        .resource("arn:aws:lambda:us-east-1:111111111111:event-source-mapping:x")
                                        .build())
                        .status())
                .isEqualTo(501);
    }

    @Test
    void accountSettingsCountWhatIsThere() {
        lambda.run(Lambda.PUT_FUNCTION_CONCURRENCY, reservation("f", 10));
        lambda.publish("f");

        assertThat(lambda.run(
                        Lambda.GET_ACCOUNT_SETTINGS,
                        GetAccountSettingsRequest.builder().build()))
                .isEqualTo(GetAccountSettingsResponse.builder()
                        .accountLimit(AccountLimit.builder()
                                .totalCodeSize(80_530_636_800L)
                                .codeSizeUnzipped(262_144_000L)
                                .codeSizeZipped(52_428_800L)
                                .concurrentExecutions(1000)
                                .unreservedConcurrentExecutions(990)
                                .build())
                        .accountUsage(AccountUsage.builder()
                                .totalCodeSize(8L)
                                .functionCount(1L)
                                .build())
                        .build());
    }

    /** Section 3.1: Terraform reads these for every function. */
    @Test
    void defaultsAreAnswered() {
        assertThat(lambda.run(
                        Lambda.GET_FUNCTION_CODE_SIGNING_CONFIG,
                        GetFunctionCodeSigningConfigRequest.builder()
                                .functionName("f")
                                .build()))
                .isEqualTo(GetFunctionCodeSigningConfigResponse.builder()
                        .codeSigningConfigArn("")
                        .functionName("f")
                        .build());
        assertThat(lambda.run(
                        Lambda.GET_RUNTIME_MANAGEMENT_CONFIG,
                        GetRuntimeManagementConfigRequest.builder()
                                .functionName("f")
                                .build()))
                .isEqualTo(GetRuntimeManagementConfigResponse.builder()
                        .updateRuntimeOn("Auto")
                        .functionArn(ARN + "f")
                        .build());
        assertThat(lambda.run(
                                Lambda.GET_FUNCTION_RECURSION_CONFIG,
                                GetFunctionRecursionConfigRequest.builder()
                                        .functionName("f")
                                        .build())
                        .recursiveLoop())
                .isEqualTo("Terminate");
        assertThat(lambda.run(
                                Lambda.LIST_EVENT_SOURCE_MAPPINGS,
                                ListEventSourceMappingsRequest.builder()
                                        .functionName("f")
                                        .build())
                        .eventSourceMappings())
                .isEmpty();
    }

    private GetFunctionConcurrencyResponse concurrency() {
        return lambda.run(
                Lambda.GET_FUNCTION_CONCURRENCY,
                GetFunctionConcurrencyRequest.builder().functionName("f").build());
    }

    private static PutFunctionConcurrencyRequest reservation(String name, int reserved) {
        return PutFunctionConcurrencyRequest.builder()
                .functionName(name)
                .reservedConcurrentExecutions(reserved)
                .build();
    }

    private void tag(Map<String, String> tags) {
        lambda.run(
                Lambda.TAG_RESOURCE,
                TagResourceRequest.builder().resource(ARN + "f").tags(tags).build());
    }

    private Map<String, String> tags() {
        Map<String, String> tags = lambda.run(
                        Lambda.LIST_TAGS,
                        ListTagsRequest.builder().resource(ARN + "f").build())
                .tags();
        return tags == null ? Map.of() : tags;
    }
}
