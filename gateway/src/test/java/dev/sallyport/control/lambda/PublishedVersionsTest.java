package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.ARN;
import static dev.sallyport.control.lambda.LambdaFixture.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.wire.lambda.DeleteFunctionRequest;
import dev.sallyport.wire.lambda.Environment;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.ListVersionsByFunctionRequest;
import dev.sallyport.wire.lambda.ListVersionsByFunctionResponse;
import dev.sallyport.wire.lambda.PublishVersionRequest;
import dev.sallyport.wire.lambda.UpdateFunctionConfigurationRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** R3.37 and R3.31. */
class PublishedVersionsTest {

    private final LambdaFixture lambda = new LambdaFixture();

    @Test
    void countFromOneUnderTheQualifiedArn() {
        lambda.create("f");

        FunctionConfiguration first = lambda.publish("f");
        assertThat(first.version()).isEqualTo("1");
        assertThat(first.functionArn()).isEqualTo(ARN + "f:1");
        assertThat(first.state()).isEqualTo("Pending");

        lambda.updateCode("f", "new");
        assertThat(lambda.publish("f").version()).isEqualTo("2");
    }

    @Test
    void stayAsTheyAreWithoutChange() {
        lambda.create("f");
        lambda.publish("f");

        FunctionConfiguration again = lambda.run(
                Lambda.PUBLISH_VERSION, request().description("other").build());
        assertThat(again.version()).isEqualTo("1");
        assertThat(again.description()).isEmpty();
        assertThat(again.state()).isEqualTo("Active");
        assertThat(lambda.stored("f", "2")).isNull();

        lambda.updateCode("f", "code");
        assertThat(lambda.publish("f").version()).isEqualTo("1");
    }

    @Test
    void changeWithConfigurationButNotWithTheOrderOfVariables() {
        lambda.create("f");
        configure(variables("AA", "BB"));
        assertThat(lambda.publish("f").version()).isEqualTo("1");

        configure(variables("BB", "AA"));
        assertThat(lambda.publish("f").version()).isEqualTo("1");

        configure(variables("AA", "CC"));
        assertThat(lambda.publish("f").version()).isEqualTo("2");
    }

    @Test
    void neverUseANumberAgain() {
        lambda.createWithVersions("f", 2);
        lambda.run(
                Lambda.DELETE_FUNCTION,
                DeleteFunctionRequest.builder().functionName("f").qualifier("2").build());

        assertThat(lambda.publish("f").version()).isEqualTo("3");
    }

    @Test
    void areImmutable() {
        lambda.create("f");
        lambda.publish("f");
        FunctionVersion published = lambda.stored("f", "1");

        lambda.updateCode("f", "new");
        configure(variables("AA"));
        assertThat(lambda.stored("f", "1")).isEqualTo(published);
    }

    @Test
    void haveTheirOwnDescriptionOrThatOfLatest() {
        lambda.run(Lambda.CREATE_FUNCTION, creation("f").description("latest").build());
        assertThat(lambda.publish("f").description()).isEqualTo("latest");

        lambda.updateCode("f", "new");
        assertThat(lambda.run(
                                Lambda.PUBLISH_VERSION,
                                request().description("mine").build())
                        .description())
                .isEqualTo("mine");
    }

    @Test
    void areRefusedForOtherCodeOrRevision() {
        FunctionConfiguration created = lambda.create("f");

        ServiceException code =
                lambda.refused(Lambda.PUBLISH_VERSION, request().codeSha256("x").build());
        assertThat(code.code()).isEqualTo("InvalidParameterValueException");
        assertThat(code.getMessage())
                .isEqualTo("CodeSHA256 (x) is different from current CodeSHA256 in $LATEST (" + created.codeSha256()
                        + "). Please try again with the CodeSHA256 in $LATEST.");
        assertThat(lambda.refused(
                                Lambda.PUBLISH_VERSION,
                                request().revisionId("x").build())
                        .status())
                .isEqualTo(412);
        lambda.run(
                Lambda.PUBLISH_VERSION,
                request().codeSha256(created.codeSha256()).build());
    }

    /** R3.31: Terraform takes the last one for the latest. */
    @Test
    void areListedOldestFirstAfterLatest() {
        lambda.createWithVersions("f", 11);

        List<FunctionConfiguration> versions =
                Objects.requireNonNull(list(null, null).versions());
        assertThat(versions)
                .extracting(FunctionConfiguration::functionArn)
                .startsWith(ARN + "f:$LATEST", ARN + "f:1", ARN + "f:2")
                .endsWith(ARN + "f:9", ARN + "f:10", ARN + "f:11");
        assertThat(versions.getFirst().state()).isNull();
    }

    @Test
    void arePaged() {
        lambda.createWithVersions("f", 3);

        ListVersionsByFunctionResponse first = list(null, 3);
        ListVersionsByFunctionResponse second = list(first.nextMarker(), 3);
        assertThat(first.versions()).extracting(FunctionConfiguration::version).containsExactly("$LATEST", "1", "2");
        assertThat(second.versions()).extracting(FunctionConfiguration::version).containsExactly("3");
        assertThat(second.nextMarker()).isNull();
    }

    private ListVersionsByFunctionResponse list(@Nullable String marker, @Nullable Integer maxItems) {
        return lambda.run(
                Lambda.LIST_VERSIONS_BY_FUNCTION,
                ListVersionsByFunctionRequest.builder()
                        .functionName("f")
                        .marker(marker)
                        .maxItems(maxItems)
                        .build());
    }

    private void configure(Map<String, String> variables) {
        lambda.run(
                Lambda.UPDATE_FUNCTION_CONFIGURATION,
                UpdateFunctionConfigurationRequest.builder()
                        .functionName("f")
                        .environment(Environment.builder().variables(variables).build())
                        .build());
    }

    private static Map<String, String> variables(String... names) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : names) {
            variables.put(name, "x");
        }
        return variables;
    }

    private static PublishVersionRequest.Builder request() {
        return PublishVersionRequest.builder().functionName("f");
    }
}
