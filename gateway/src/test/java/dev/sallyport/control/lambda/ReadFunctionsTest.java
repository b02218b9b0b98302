package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.ARN;
import static dev.sallyport.control.lambda.LambdaFixture.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Scope;
import dev.sallyport.wire.lambda.Concurrency;
import dev.sallyport.wire.lambda.CreateAliasRequest;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.GetFunctionRequest;
import dev.sallyport.wire.lambda.GetFunctionResponse;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.ListFunctionsRequest;
import dev.sallyport.wire.lambda.ListFunctionsResponse;
import dev.sallyport.wire.lambda.PutFunctionConcurrencyRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadFunctionsTest {

    private final LambdaFixture lambda = new LambdaFixture();

    /** R3.29. */
    @Test
    void omitsTagsAndConcurrencyThatAreNotSet() {
        lambda.create("f");

        GetFunctionResponse answer = get("f", null);
        assertThat(answer.tags()).isNull();
        assertThat(answer.concurrency()).isNull();
        assertThat(configuration(answer).functionArn()).isEqualTo(ARN + "f");
        assertThat(configuration(answer).state()).isEqualTo("Active");
        assertThat(configuration(answer).runtimeVersionConfig()).isNotNull();
    }

    /** R3.29: with a qualifier the function's concurrency is not told. */
    @Test
    void tellsTagsAndConcurrencyThatAreSet() {
        lambda.run(Lambda.CREATE_FUNCTION, creation("f").tags(Map.of("k", "v")).build());
        lambda.run(
                Lambda.PUT_FUNCTION_CONCURRENCY,
                PutFunctionConcurrencyRequest.builder()
                        .functionName("f")
                        .reservedConcurrentExecutions(5)
                        .build());

        assertThat(get("f", null).tags()).isEqualTo(Map.of("k", "v"));
        assertThat(get("f", null).concurrency())
                .isEqualTo(Concurrency.builder().reservedConcurrentExecutions(5).build());
        assertThat(get("f", "$LATEST").concurrency()).isNull();
    }

    /** R3.30. */
    @Test
    void showsTheQualifierThatWasAskedFor() {
        lambda.createWithVersions("f", 1);
        lambda.run(
                Lambda.CREATE_ALIAS,
                CreateAliasRequest.builder()
                        .functionName("f")
                        .name("live")
                        .functionVersion("1")
                        .build());

        assertThat(configuration(get("f", "$LATEST")).functionArn()).isEqualTo(ARN + "f:$LATEST");
        assertThat(configuration(get("f", "1")).functionArn()).isEqualTo(ARN + "f:1");
        assertThat(configuration(get("f", "live")).functionArn()).isEqualTo(ARN + "f:live");
        assertThat(configuration(get("f:live", null)).version()).isEqualTo("1");
    }

    /** R3.30. */
    @Test
    void pointsToTheCode() {
        lambda.create("f");
        CodeDownloads downloads = new CodeDownloads(lambda.store);

        URI location = URI.create(location("f"));
        assertThat(location.getAuthority()).isEqualTo("localhost:8080");
        assertThat(downloads.find(location.getPath())).isEqualTo(LambdaFixture.zip("code"));

        lambda.updateCode("f", "other");
        assertThat(downloads.find(location.getPath())).isNull();
        assertThat(downloads.find(URI.create(location("f")).getPath())).isEqualTo(LambdaFixture.zip("other"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/_sallyport/functions/",
                "/_sallyport/functions/111111111111/us-east-1/f/latest/../../x.zip",
                "/_sallyport/functions/111111111111/us-east-1/f/latest/"
                        + "0000000000000000000000000000000000000000000000000000000000000000.zip"
            })
    void downloadsNothingElse(String path) {
        lambda.create("f");

        assertThat(new CodeDownloads(lambda.store).find(path)).isNull();
    }

    /** R3.32. */
    @Test
    void namesWhatIsMissing() {
        lambda.create("f");

        assertThat(missing("g", null)).isEqualTo("Function not found: " + ARN + "g");
        assertThat(missing("f", "7")).isEqualTo("Function not found: " + ARN + "f:7");
        assertThat(missing("f", "live")).isEqualTo("Function not found: " + ARN + "f:live");
    }

    /** R3.31. */
    @Test
    void listsWithoutStates() {
        lambda.create("f");

        FunctionConfiguration listed = functions(null, null, null).getFirst();
        assertThat(listed.functionArn()).isEqualTo(ARN + "f");
        assertThat(listed.state()).isNull();
        assertThat(listed.lastUpdateStatus()).isNull();
        assertThat(listed.runtimeVersionConfig()).isNull();
        assertThat(listed.codeSha256()).isNotNull();
    }

    @Test
    void listsAllVersionsWhenAsked() {
        lambda.createWithVersions("f", 2);
        lambda.create("e");

        assertThat(functions("ALL", null, null))
                .extracting(FunctionConfiguration::functionArn)
                .containsExactly(ARN + "e:$LATEST", ARN + "f:$LATEST", ARN + "f:1", ARN + "f:2");
        assertThat(functions(null, null, null))
                .extracting(FunctionConfiguration::functionArn)
                .containsExactly(ARN + "e", ARN + "f");
    }

    /** R3.5: at most 50 on a page; what is deleted between two pages disturbs nothing. */
    @Test
    void pagesThroughMany() {
        for (int i = 0; i < 120; i++) {
            lambda.create("f%03d".formatted(i));
        }
        List<String> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String marker = null;
        do {
            ListFunctionsResponse page = list(null, marker, 10_000);
            List<FunctionConfiguration> functions = Objects.requireNonNull(page.functions());
            functions.forEach(it -> seen.add(it.functionName()));
            sizes.add(functions.size());
            marker = page.nextMarker();
        } while (marker != null);

        assertThat(sizes).containsExactly(50, 50, 20);
        assertThat(seen).doesNotHaveDuplicates().hasSize(120).isSorted();
    }

    @Test
    void refusesAForeignMarker() {
        ServiceException refused = lambda.refused(
                Lambda.LIST_FUNCTIONS,
                ListFunctionsRequest.builder().marker("!!!").build());
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
    }

    /** R1.21: accounts and Regions do not see each other's functions. */
    @Test
    void keepsAccountsAndRegionsApart() {
        lambda.create("f");
        Call elsewhere = new Call(new Scope("111111111111", "eu-west-1"), "r", "http://localhost");

        assertThat(lambda.run(
                                elsewhere,
                                Lambda.LIST_FUNCTIONS,
                                ListFunctionsRequest.builder().build())
                        .functions())
                .isEmpty();
    }

    private GetFunctionResponse get(String name, @Nullable String qualifier) {
        return lambda.run(
                Lambda.GET_FUNCTION,
                GetFunctionRequest.builder()
                        .functionName(name)
                        .qualifier(qualifier)
                        .build());
    }

    private String missing(String name, @Nullable String qualifier) {
        ServiceException refused = lambda.refused(
                Lambda.GET_FUNCTION,
                GetFunctionRequest.builder()
                        .functionName(name)
                        .qualifier(qualifier)
                        .build());
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("ResourceNotFoundException");
        return refused.getMessage();
    }

    private String location(String name) {
        return Objects.requireNonNull(
                Objects.requireNonNull(get(name, null).code()).location());
    }

    private static FunctionConfiguration configuration(GetFunctionResponse answer) {
        return Objects.requireNonNull(answer.configuration());
    }

    private List<FunctionConfiguration> functions(
            @Nullable String version, @Nullable String marker, @Nullable Integer maxItems) {
        return Objects.requireNonNull(list(version, marker, maxItems).functions());
    }

    private ListFunctionsResponse list(@Nullable String version, @Nullable String marker, @Nullable Integer maxItems) {
        return lambda.run(
                Lambda.LIST_FUNCTIONS,
                ListFunctionsRequest.builder()
                        .functionVersion(version)
                        .marker(marker)
                        .maxItems(maxItems)
                        .build());
    }
}
