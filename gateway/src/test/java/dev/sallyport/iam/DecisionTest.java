package dev.sallyport.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The truth tables of rest-data-plane 5.7, row by row: as tables, and as what whole policies come to. */
class DecisionTest {

    private static @Nullable Policy resource(Decision says, Requester who) {
        String name = "{'AWS':'" + who.arn() + "'}";
        return switch (says) {
            case ALLOWED -> Requests.resource(Requests.effect("Allow", name));
            case IMPLICIT_DENY ->
                Requests.resource(Requests.effect("Allow", "{'AWS':'arn:aws:iam::999999999999:root'}"));
            case EXPLICIT_DENY -> Requests.resource(Requests.effect("Allow", name), Requests.effect("Deny", name));
        };
    }

    private static Permissions identity(Decision says) {
        List<Policy> policies = switch (says) {
            case ALLOWED -> List.of(Requests.identity(Requests.effect("Allow")));
            case IMPLICIT_DENY -> List.of();
            case EXPLICIT_DENY ->
                List.of(Requests.identity(Requests.effect("Allow")), Requests.identity(Requests.effect("Deny")));
        };
        return new Permissions(policies, null, null, null);
    }

    @ParameterizedTest(name = "Table A: identity {0}, resource {1} = {2}")
    @DisplayName("AUT-60, Table A: in one account either may allow and neither may deny")
    @CsvSource({
        "ALLOWED, ALLOWED, ALLOWED",
        "ALLOWED, IMPLICIT_DENY, ALLOWED",
        "ALLOWED, EXPLICIT_DENY, EXPLICIT_DENY",
        "IMPLICIT_DENY, ALLOWED, ALLOWED",
        "IMPLICIT_DENY, IMPLICIT_DENY, IMPLICIT_DENY",
        "IMPLICIT_DENY, EXPLICIT_DENY, EXPLICIT_DENY",
        "EXPLICIT_DENY, ALLOWED, EXPLICIT_DENY",
        "EXPLICIT_DENY, IMPLICIT_DENY, EXPLICIT_DENY",
        "EXPLICIT_DENY, EXPLICIT_DENY, EXPLICIT_DENY"
    })
    void tableA(Decision identity, Decision resource, Decision outcome) {
        assertThat(Decision.inOneAccount(identity, resource)).isEqualTo(outcome);
        assertThat(Access.decide(
                        identity(identity),
                        resource(resource, Requests.ANN),
                        Requests.by(Requests.ANN),
                        Requests.OWNER))
                .isEqualTo(outcome);
    }

    @ParameterizedTest(name = "Table B: identity {0}, resource {1} = {2}")
    @DisplayName("AUT-60, Table B: across accounts both must allow")
    @CsvSource({
        "ALLOWED, ALLOWED, ALLOWED",
        "ALLOWED, IMPLICIT_DENY, IMPLICIT_DENY",
        "ALLOWED, EXPLICIT_DENY, EXPLICIT_DENY",
        "IMPLICIT_DENY, ALLOWED, IMPLICIT_DENY",
        "IMPLICIT_DENY, IMPLICIT_DENY, IMPLICIT_DENY",
        "IMPLICIT_DENY, EXPLICIT_DENY, EXPLICIT_DENY",
        "EXPLICIT_DENY, ALLOWED, EXPLICIT_DENY",
        "EXPLICIT_DENY, IMPLICIT_DENY, EXPLICIT_DENY",
        "EXPLICIT_DENY, EXPLICIT_DENY, EXPLICIT_DENY"
    })
    void tableB(Decision identity, Decision resource, Decision outcome) {
        assertThat(Decision.acrossAccounts(identity, resource)).isEqualTo(outcome);
        assertThat(Access.decide(
                        identity(identity),
                        resource(resource, Requests.STRANGER),
                        Requests.by(Requests.STRANGER),
                        Requests.OWNER))
                .isEqualTo(outcome);
    }

    @ParameterizedTest(name = "without a resource policy: {0}, account {1} = {2}")
    @DisplayName("AUT-16: without a resource policy the own account's identities decide, and strangers are denied")
    @CsvSource({
        "ALLOWED, 111122223333, ALLOWED",
        "IMPLICIT_DENY, 111122223333, IMPLICIT_DENY",
        "EXPLICIT_DENY, 111122223333, EXPLICIT_DENY",
        "ALLOWED, 444455556666, IMPLICIT_DENY",
        "IMPLICIT_DENY, 444455556666, IMPLICIT_DENY",
        "EXPLICIT_DENY, 444455556666, EXPLICIT_DENY"
    })
    void noResourcePolicy(Decision identity, String account, Decision outcome) {
        AccessRequest request = Requests.by(Requests.user(account, "ann"));
        assertThat(Access.decide(identity(identity), null, request, Requests.OWNER))
                .isEqualTo(outcome);
    }
}
