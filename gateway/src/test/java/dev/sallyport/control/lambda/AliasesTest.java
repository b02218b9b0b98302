package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.ARN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.lambda.AliasConfiguration;
import dev.sallyport.wire.lambda.AliasRoutingConfiguration;
import dev.sallyport.wire.lambda.CreateAliasRequest;
import dev.sallyport.wire.lambda.DeleteAliasRequest;
import dev.sallyport.wire.lambda.GetAliasRequest;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.ListAliasesRequest;
import dev.sallyport.wire.lambda.UpdateAliasRequest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R3.38 to R3.41. */
class AliasesTest {

    private final LambdaFixture lambda = new LambdaFixture();

    @BeforeEach
    void createFunction() {
        lambda.createWithVersions("f", 3);
    }

    @Test
    void haveTheRecordedShape() {
        AliasConfiguration plain =
                lambda.run(Lambda.CREATE_ALIAS, creation("live", "1").build());
        assertThat(plain)
                .isEqualTo(AliasConfiguration.builder()
                        .aliasArn(ARN + "f:live")
                        .name("live")
                        .functionVersion("1")
                        .description("")
                        .revisionId(plain.revisionId())
                        .build());

        AliasConfiguration weighted = lambda.run(
                Lambda.CREATE_ALIAS,
                creation("canary", "1").routingConfig(weights(Map.of("2", 0.3))).build());
        assertThat(weighted.routingConfig()).isEqualTo(weights(Map.of("2", 0.3)));
        assertThat(get("canary")).isEqualTo(weighted);
    }

    @Test
    void mayPointToLatestAlone() {
        assertThat(lambda.run(Lambda.CREATE_ALIAS, creation("live", "$LATEST").build())
                        .functionVersion())
                .isEqualTo("$LATEST");
        assertThat(refused(creation("b", "$LATEST").routingConfig(weights(Map.of("2", 0.3))))
                        .getMessage())
                .isEqualTo("$LATEST is not supported for an alias pointing to more than 1 version");
        assertThat(refused(creation("b", "1").routingConfig(weights(Map.of("$LATEST", 0.3))))
                        .getMessage())
                .isEqualTo("$LATEST is not supported for an alias pointing to more than 1 version");
    }

    /** R3.39. */
    @Test
    void refuseASecondOfTheName() {
        lambda.run(Lambda.CREATE_ALIAS, creation("live", "1").build());

        ServiceException refused = refused(creation("live", "2"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("ResourceConflictException");
        assertThat(refused.getMessage()).isEqualTo("Alias already exists: " + ARN + "f:live");
    }

    /** R3.39. */
    @Test
    void refuseANameThatLooksLikeAVersion() {
        ServiceException refused = refused(creation("12", "1"));
        assertThat(refused.code()).isEqualTo("ValidationException");
        assertThat(refused.getMessage()).endsWith("pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
    }

    @Test
    void refuseAMissingTarget() {
        assertThat(refused(creation("live", "9")).getMessage()).isEqualTo("Function not found: " + ARN + "f:9");
        assertThat(refused(creation("live", "1").routingConfig(weights(Map.of("9", 0.5))))
                        .getMessage())
                .isEqualTo("Function not found: " + ARN + "f:9");
    }

    /** R3.40. */
    @Test
    void refuseWeightsThatCannotBe() {
        assertThat(refused(creation("a", "1").routingConfig(weights(Map.of("2", 0.3, "3", 0.3))))
                        .getMessage())
                .isEqualTo("Number of items in AdditionalVersionWeights cannot be greater than 1");
        assertThat(refused(creation("a", "1").routingConfig(weights(Map.of("1", 0.3))))
                        .getMessage())
                .isEqualTo("Invalid function version 1. Function version 1 is already included in routing "
                        + "configuration.");
        assertThat(refused(creation("a", "1").routingConfig(weights(Map.of("2", 1.1))))
                        .code())
                .isEqualTo("ValidationException");
        assertThat(refused(creation("a", "1").routingConfig(weights(Map.of("2", Double.NaN))))
                        .code())
                .isEqualTo("ValidationException");
    }

    /** R3.39. */
    @Test
    void areNamedByTheirArnWhenMissing() {
        ServiceException get = lambda.refused(
                Lambda.GET_ALIAS,
                GetAliasRequest.builder().functionName("f").name("x").build());
        assertThat(get.status()).isEqualTo(404);
        assertThat(get.getMessage()).isEqualTo("Cannot find alias arn: " + ARN + "f:x");
        assertThat(lambda.refused(Lambda.UPDATE_ALIAS, update("x").build()).getMessage())
                .isEqualTo("Cannot find alias arn: " + ARN + "f:x");
    }

    /** R3.41. */
    @Test
    void changeOnlyInWhatIsGiven() {
        AliasConfiguration created = lambda.run(
                Lambda.CREATE_ALIAS,
                creation("live", "1")
                        .description("d")
                        .routingConfig(weights(Map.of("2", 0.3)))
                        .build());

        AliasConfiguration moved = lambda.run(
                Lambda.UPDATE_ALIAS,
                update("live")
                        .functionVersion("3")
                        .revisionId(created.revisionId())
                        .build());
        assertThat(moved.functionVersion()).isEqualTo("3");
        assertThat(moved.description()).isEqualTo("d");
        assertThat(moved.routingConfig()).isEqualTo(weights(Map.of("2", 0.3)));
        assertThat(moved.revisionId()).isNotEqualTo(created.revisionId());

        AliasConfiguration cleared = lambda.run(
                Lambda.UPDATE_ALIAS,
                update("live")
                        .routingConfig(AliasRoutingConfiguration.builder().build())
                        .build());
        assertThat(cleared.routingConfig()).isNull();
        assertThat(cleared.functionVersion()).isEqualTo("3");
    }

    @Test
    void refuseToMoveToTheirOwnSecondVersion() {
        lambda.run(
                Lambda.CREATE_ALIAS,
                creation("live", "1").routingConfig(weights(Map.of("2", 0.3))).build());

        assertThat(lambda.refused(
                                Lambda.UPDATE_ALIAS,
                                update("live").functionVersion("2").build())
                        .getMessage())
                .startsWith("Invalid function version 2.");
    }

    @Test
    void refuseAStaleRevision() {
        lambda.run(Lambda.CREATE_ALIAS, creation("live", "1").build());

        ServiceException refused = lambda.refused(
                Lambda.UPDATE_ALIAS,
                update("live").functionVersion("2").revisionId("x").build());
        assertThat(refused.status()).isEqualTo(412);
    }

    /** R3.41. */
    @Test
    void areDeletedEvenWhenAbsent() {
        lambda.run(Lambda.CREATE_ALIAS, creation("live", "1").build());
        DeleteAliasRequest delete =
                DeleteAliasRequest.builder().functionName("f").name("live").build();

        lambda.run(Lambda.DELETE_ALIAS, delete);
        lambda.run(Lambda.DELETE_ALIAS, delete);
    }

    @Test
    void areListedByVersion() {
        lambda.run(Lambda.CREATE_ALIAS, creation("b", "1").build());
        lambda.run(Lambda.CREATE_ALIAS, creation("a", "2").build());

        assertThat(lambda.run(
                                Lambda.LIST_ALIASES,
                                ListAliasesRequest.builder().functionName("f").build())
                        .aliases())
                .extracting(AliasConfiguration::name)
                .containsExactly("a", "b");
        assertThat(lambda.run(
                                Lambda.LIST_ALIASES,
                                ListAliasesRequest.builder()
                                        .functionName("f")
                                        .functionVersion("1")
                                        .build())
                        .aliases())
                .extracting(AliasConfiguration::name)
                .containsExactly("b");
    }

    private AliasConfiguration get(String name) {
        return lambda.run(
                Lambda.GET_ALIAS,
                GetAliasRequest.builder().functionName("f").name(name).build());
    }

    private ServiceException refused(CreateAliasRequest.Builder creation) {
        return lambda.refused(Lambda.CREATE_ALIAS, creation.build());
    }

    private static CreateAliasRequest.Builder creation(String name, String version) {
        return CreateAliasRequest.builder().functionName("f").name(name).functionVersion(version);
    }

    private static UpdateAliasRequest.Builder update(String name) {
        return UpdateAliasRequest.builder().functionName("f").name(name);
    }

    private static AliasRoutingConfiguration weights(Map<String, Double> weights) {
        return AliasRoutingConfiguration.builder()
                .additionalVersionWeights(weights)
                .build();
    }
}
