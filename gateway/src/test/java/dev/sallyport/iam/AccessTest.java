package dev.sallyport.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How boundaries, session policies and what a resource policy names go together (R5.12, R5.15). */
class AccessTest {

    private static final Policy ALLOW = Requests.identity(Requests.effect("Allow"));
    private static final Policy DENY = Requests.identity(Requests.effect("Deny"));
    private static final Policy SILENT = Requests.identity("{'Effect':'Allow','Action':'s3:*','Resource':'*'}");

    private static @Nullable Policy policy(String says) {
        return switch (says) {
            case "allow" -> ALLOW;
            case "deny" -> DENY;
            case "silent" -> SILENT;
            default -> null;
        };
    }

    private static Decision decide(String identity, String boundary, String session, String resource, Requester who) {
        Policy own = policy(identity);
        Policy narrowed = policy(session);
        Permissions permissions = new Permissions(
                own == null ? List.of() : List.of(own),
                policy(boundary),
                narrowed == null ? null : List.of(narrowed),
                null);
        Policy api = resource.equals("none") ? null : Requests.resource(Requests.effect("Allow", resource));
        return Access.decide(permissions, api, Requests.by(who), Requests.OWNER);
    }

    @ParameterizedTest(name = "R5.12: identity {0}, boundary {1}, session {2} = {3}")
    @DisplayName("R5.12: boundary and session policies intersect with the identity's")
    @CsvSource({
        "allow, none, none, ALLOWED",
        "allow, allow, none, ALLOWED",
        "allow, silent, none, IMPLICIT_DENY",
        "allow, deny, none, EXPLICIT_DENY",
        "allow, none, allow, ALLOWED",
        "allow, none, silent, IMPLICIT_DENY",
        "allow, none, deny, EXPLICIT_DENY",
        "allow, allow, allow, ALLOWED",
        "allow, allow, silent, IMPLICIT_DENY",
        "allow, silent, allow, IMPLICIT_DENY",
        "silent, allow, allow, IMPLICIT_DENY",
        "none, allow, allow, IMPLICIT_DENY",
        "deny, allow, allow, EXPLICIT_DENY",
        "silent, deny, none, EXPLICIT_DENY"
    })
    void intersections(String identity, String boundary, String session, Decision outcome) {
        assertThat(decide(identity, boundary, session, "none", Requests.READER)).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "R5.15: {0} is allowed with boundary {1}, session {2} = {3}")
    @DisplayName("R5.15: what names the session is not narrowed; what names its role or everybody is")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'AWS':'arn:aws:sts::111122223333:assumed-role/reader/me'}|silent|silent|ALLOWED",
                "{'AWS':'arn:aws:sts::111122223333:assumed-role/reader/me'}|deny|none|EXPLICIT_DENY",
                "{'AWS':'arn:aws:sts::111122223333:assumed-role/reader/you'}|none|none|IMPLICIT_DENY",
                "{'AWS':'arn:aws:iam::111122223333:role/reader'}|none|none|ALLOWED",
                "{'AWS':'arn:aws:iam::111122223333:role/reader'}|silent|none|IMPLICIT_DENY",
                "{'AWS':'arn:aws:iam::111122223333:role/reader'}|none|silent|IMPLICIT_DENY",
                "{'AWS':'AROAREADERREADER1'}|none|none|ALLOWED",
                "'*'|none|none|ALLOWED",
                "{'AWS':'*'}|none|none|ALLOWED",
                "'*'|silent|none|IMPLICIT_DENY",
                "'*'|none|silent|IMPLICIT_DENY",
                "{'AWS':'111122223333'}|none|none|IMPLICIT_DENY",
                "{'AWS':'arn:aws:iam::111122223333:root'}|none|none|IMPLICIT_DENY",
                "{'AWS':'arn:aws:iam::444455556666:root'}|none|none|IMPLICIT_DENY",
                "{'Service':'lambda.amazonaws.com'}|none|none|IMPLICIT_DENY"
            })
    void namedByResource(String principal, String boundary, String session, Decision outcome) {
        assertThat(decide("silent", boundary, session, principal, Requests.READER))
                .isEqualTo(outcome);
    }

    @Test
    @DisplayName("R5.15: an account that is allowed lets its identities' own policies decide")
    void accountDelegates() {
        String account = "{'AWS':'arn:aws:iam::444455556666:root'}";
        assertThat(decide("allow", "none", "none", account, Requests.STRANGER)).isEqualTo(Decision.ALLOWED);
        assertThat(decide("silent", "none", "none", account, Requests.STRANGER)).isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(decide("allow", "silent", "none", account, Requests.STRANGER))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    @DisplayName("R5.12: the root passes unless a resource policy denies it")
    void root() {
        Policy denies = Requests.resource(Requests.effect("Deny", "{'AWS':'111122223333'}"));
        AccessRequest request = Requests.by(Requests.ROOT);
        assertThat(Access.decide(Permissions.ROOT, null, request, Requests.OWNER))
                .isEqualTo(Decision.ALLOWED);
        assertThat(Access.decide(Permissions.ROOT, denies, request, Requests.OWNER))
                .isEqualTo(Decision.EXPLICIT_DENY);
        assertThat(Access.decide(Permissions.ROOT, null, request, "999999999999"))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    @DisplayName("R5.12: an identity one of whose policies cannot be read may do nothing")
    void unreadable() {
        Permissions broken = new Permissions(List.of(ALLOW), null, null, "the policy p is no JSON");
        Policy names = Requests.resource(Requests.effect("Allow", "{'AWS':'" + Requests.ANN.arn() + "'}"));
        assertThat(Access.decide(broken, names, Requests.by(Requests.ANN), Requests.OWNER))
                .isEqualTo(Decision.EXPLICIT_DENY);
    }
}
