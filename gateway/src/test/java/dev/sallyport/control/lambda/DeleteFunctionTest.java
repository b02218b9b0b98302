package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.ARN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.lambda.AddPermissionRequest;
import dev.sallyport.wire.lambda.CreateAliasRequest;
import dev.sallyport.wire.lambda.DeleteFunctionRequest;
import dev.sallyport.wire.lambda.Lambda;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** R3.33. */
class DeleteFunctionTest {

    private final LambdaFixture lambda = new LambdaFixture();

    @Test
    void takesVersionsAliasesPoliciesAndCodeAlong() {
        lambda.createWithVersions("f", 2);
        alias("1");
        lambda.run(
                Lambda.ADD_PERMISSION,
                AddPermissionRequest.builder()
                        .functionName("f")
                        .statementId("s")
                        .action("lambda:InvokeFunction")
                        .principal("*")
                        .build());

        assertThat(lambda.run(Lambda.DELETE_FUNCTION, request("f", null)).statusCode())
                .isEqualTo(204);
        lambda.store.read(transaction -> {
            assertThat(transaction.listAll(Kind.FUNCTION)).isEmpty();
            assertThat(transaction.listAll(Kind.FUNCTION_VERSION)).isEmpty();
            assertThat(transaction.listAll(Kind.FUNCTION_ALIAS)).isEmpty();
            assertThat(transaction.listAll(Kind.FUNCTION_POLICY)).isEmpty();
            return 0;
        });
        assertThat(lambda.hasBlob("code 1")).isFalse();
        assertThat(lambda.hasBlob("code 2")).isFalse();
    }

    @Test
    void deletesOneVersionAndItsCode() {
        lambda.createWithVersions("f", 2);

        lambda.run(Lambda.DELETE_FUNCTION, request("f", "1"));
        assertThat(lambda.stored("f", "1")).isNull();
        assertThat(lambda.stored("f", "2")).isNotNull();
        assertThat(lambda.hasBlob("code 1")).isFalse();
        // gone already, and that is fine
        lambda.run(Lambda.DELETE_FUNCTION, request("f", "1"));
    }

    @Test
    void refusesAVersionThatAnAliasNeeds() {
        lambda.createWithVersions("f", 1);
        alias("1");

        ServiceException refused = lambda.refused(Lambda.DELETE_FUNCTION, request("f", "1"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.getMessage())
                .isEqualTo("Unable to delete version because the following aliases reference it: [live]");
    }

    @Test
    void refusesLatestAndAliases() {
        lambda.createWithVersions("f", 1);
        alias("1");

        assertThat(lambda.refused(Lambda.DELETE_FUNCTION, request("f", "$LATEST"))
                        .getMessage())
                .isEqualTo("$LATEST version cannot be deleted without deleting the function.");
        assertThat(lambda.refused(Lambda.DELETE_FUNCTION, request("f:live", null))
                        .getMessage())
                .isEqualTo("Deletion of aliases is not currently supported.");
    }

    @Test
    void namesAMissingFunctionWithoutQualifier() {
        ServiceException refused = lambda.refused(Lambda.DELETE_FUNCTION, request("f", "3"));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.getMessage()).isEqualTo("Function not found: " + ARN + "f");
    }

    private void alias(String version) {
        lambda.run(
                Lambda.CREATE_ALIAS,
                CreateAliasRequest.builder()
                        .functionName("f")
                        .name("live")
                        .functionVersion(version)
                        .build());
    }

    private static DeleteFunctionRequest request(String name, @Nullable String qualifier) {
        return DeleteFunctionRequest.builder()
                .functionName(name)
                .qualifier(qualifier)
                .build();
    }
}
