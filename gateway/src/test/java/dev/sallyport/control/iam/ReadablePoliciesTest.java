package dev.sallyport.control.iam;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sallyport.iam.Policy;
import dev.sallyport.model.ManagedPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given to everybody must be understood: an identity with a policy that cannot be read may do nothing. */
class ReadablePoliciesTest {

    @ParameterizedTest(name = "R5.8: {0}")
    @DisplayName("R5.8: every policy that AWS manages can be evaluated")
    @ValueSource(strings = {"aws", "aws-cn", "aws-us-gov"})
    void managedByAws(String partition) {
        for (ManagedPolicy policy : AwsManagedPolicies.all(partition)) {
            assertThatCode(() -> Policy.compile(policy.versions().getFirst().document(), Policy.Use.IDENTITY))
                    .as(policy.name())
                    .doesNotThrowAnyException();
        }
    }
}
