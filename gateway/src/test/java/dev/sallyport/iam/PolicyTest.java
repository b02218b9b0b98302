package dev.sallyport.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements: actions, resources, principals and variables. */
class PolicyTest {

    private static boolean allows(String action, String resource) {
        return Requests.identity("{'Effect':'Allow'," + action + "," + resource + "}")
                        .decide(Requests.by(Requests.ANN))
                == Decision.ALLOWED;
    }

    @ParameterizedTest(name = "R5.14: {0} = {1}")
    @DisplayName("R5.14: actions are compared without case, with wildcards")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Action':'execute-api:Invoke'|true",
                "'Action':'EXECUTE-API:invoke'|true",
                "'Action':'execute-api:*'|true",
                "'Action':'*'|true",
                "'Action':'execute-api:In?oke'|true",
                "'Action':'*:Invoke'|true",
                "'Action':['s3:*','execute-api:I*e']|true",
                "'Action':'execute-api:InvalidateCache'|false",
                "'Action':'execute-api:Invoke?'|false",
                "'Action':'execute-api'|false",
                "'NotAction':'s3:*'|true",
                "'NotAction':'execute-api:*'|false",
                "'NotAction':['s3:*','execute-api:invoke']|false"
            })
    void actions(String action, boolean allowed) {
        assertThat(allows(action, "'Resource':'*'")).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "AUT-2: {0} = {1}")
    @DisplayName("AUT-2, R5.14: resources are compared with case; a star takes colons and slashes too")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Resource':'arn:aws:execute-api:eu-west-1:111122223333:abc123/test/GET/pets/5'|true",
                "'Resource':'arn:aws:execute-api:eu-west-1:111122223333:abc123/test/*'|true",
                "'Resource':'arn:aws:execute-api:eu-west-1:111122223333:abc123/*/GET/*'|true",
                "'Resource':'arn:aws:execute-api:eu-west-1:111122223333:abc123/test/GET/pets*'|true",
                "'Resource':'arn:aws:execute-api:*:*:*'|true",
                "'Resource':'arn:aws:execute-api:*:*:abc123/*/GET/pets/?'|true",
                "'Resource':'arn:*'|true",
                "'Resource':'*/GET/*'|true",
                "'Resource':'arn:aws:execute-api:eu-west-1:111122223333:abc123/test/GET/pets'|false",
                "'Resource':'arn:aws:execute-api:eu-west-1:111122223333:abc123/test/GET/pets/5/'|false",
                "'Resource':'arn:aws:execute-api:eu-west-1:111122223333:abc123/test/get/pets/5'|false",
                "'Resource':'arn:aws:execute-api:eu-west-1:111122223333:ABC123/*'|false",
                "'Resource':'arn:aws:execute-api:us-east-1:*'|false",
                "'Resource':['arn:aws:s3:::x','*']|true",
                "'NotResource':'arn:aws:s3:::*'|true",
                "'NotResource':'*pets*'|false",
                "'NotResource':['arn:aws:s3:::*','*/pets/5']|false"
            })
    void resources(String resource, boolean allowed) {
        assertThat(allows("'Action':'*'", resource)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "R5.18: {0} = {1}")
    @DisplayName("R5.18: variables in resources; what they bring is literal")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "arn:*/pets/${aws:PrincipalTag/pet}|true",
                "arn:*/pets/${AWS:principaltag/PET}|true",
                "arn:*/pets/${aws:PrincipalTag/star}|false",
                "arn:*/pets/${aws:PrincipalTag/none}|false",
                "arn:*/pets/${aws:PrincipalTag/none, ^5^}|true",
                "arn:*/pets/${aws:PrincipalTag/pet,^7^}|true",
                "arn:*/pets/${*}|false",
                "arn:*/pets/${?}|false",
                "arn:*:abc123/test/GET/pets/${aws:username}|false"
            })
    void variables(String resource, boolean allowed) {
        Requester tagged = new Requester(
                Requester.Type.USER,
                Requests.OWNER,
                "arn:aws:iam::111122223333:user/ann",
                null,
                "AIDAX",
                "ann",
                Map.of("Pet", "5", "Star", "*"),
                false);
        Policy policy = Requests.identity(
                "{'Effect':'Allow','Action':'*','Resource':'" + resource.replace("^", "\\u0027") + "'}");
        assertThat(policy.decide(Requests.by(tagged)) == Decision.ALLOWED).isEqualTo(allowed);
    }

    @Test
    @DisplayName("R5.18: a text with ${*}, ${?} and ${$} means these characters")
    void escapes() {
        Policy policy = Requests.identity("{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::a${*}b${?}c${$}d'}");
        AccessRequest request = Requests.by(Requests.ANN);
        assertThat(policy.decide(request.about("arn:aws:s3:::a*b?c$d"))).isEqualTo(Decision.ALLOWED);
        assertThat(policy.decide(request.about("arn:aws:s3:::axbyczd"))).isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    @DisplayName("R5.18: the older version of policies knows no variables")
    void olderVersion() throws PolicyException {
        Policy policy = Policy.compile(
                "{\"Version\":\"2008-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                        + "\"Resource\":\"arn:aws:s3:::${aws:username}\"}}",
                Policy.Use.IDENTITY);
        AccessRequest request = Requests.by(Requests.ANN);
        assertThat(policy.decide(request.about("arn:aws:s3:::ann"))).isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(policy.decide(request.about("arn:aws:s3:::${aws:username}"))).isEqualTo(Decision.ALLOWED);
    }

    @Test
    @DisplayName("R5.18: what all but an unknown resource allows is not known; what it denies is denied")
    void unknownNotResource() {
        String all = "'Action':'*','NotResource':'arn:aws:s3:::${aws:PrincipalTag/none}'}";
        assertThat(Requests.identity("{'Effect':'Allow'," + all).decide(Requests.by(Requests.ANN)))
                .isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(Requests.identity("{'Effect':'Deny'," + all).decide(Requests.by(Requests.ANN)))
                .isEqualTo(Decision.EXPLICIT_DENY);
    }

    @Test
    @DisplayName("AUT-65: a Deny wins wherever it stands")
    void denyWins() {
        AccessRequest request = Requests.by(Requests.ANN);
        assertThat(Requests.identity(Requests.effect("Deny"), Requests.effect("Allow"))
                        .decide(request))
                .isEqualTo(Decision.EXPLICIT_DENY);
        assertThat(Requests.identity(Requests.effect("Allow"), Requests.effect("Deny"))
                        .decide(request))
                .isEqualTo(Decision.EXPLICIT_DENY);
        assertThat(Requests.resource(Requests.effect("Allow", "'*'"), Requests.effect("Deny", "'*'"))
                        .grant(Requests.by(Requester.ANONYMOUS)))
                .isEqualTo(Grant.DENIED);
    }

    @ParameterizedTest(name = "AUT-62: Allow for {0} gives nobody {1}, ann {2}")
    @DisplayName("AUT-62: who names principals never means somebody without credentials")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'*'|EVERYBODY|EVERYBODY",
                "{'AWS':'*'}|EVERYBODY|EVERYBODY",
                "{'AWS':'111122223333'}|NONE|ACCOUNT",
                "{'AWS':'arn:aws:iam::111122223333:root'}|NONE|ACCOUNT",
                "{'AWS':'arn:aws:iam::111122223333:user/ann'}|NONE|DIRECT",
                "{'AWS':['444455556666','arn:aws:iam::111122223333:user/ann']}|NONE|DIRECT",
                "{'AWS':'arn:aws:iam::111122223333:user/an'}|NONE|NONE",
                "{'AWS':'arn:aws:iam::444455556666:user/ann'}|NONE|NONE",
                "{'AWS':'AIDAANN00000000000000'}|NONE|DIRECT",
                "{'Service':'apigateway.amazonaws.com'}|NONE|NONE",
                "{'Federated':'accounts.google.com'}|NONE|NONE"
            })
    void principals(String principal, Grant nobody, Grant ann) {
        Policy policy = Requests.resource(Requests.effect("Allow", principal));
        assertThat(policy.grant(Requests.by(Requester.ANONYMOUS))).isEqualTo(nobody);
        assertThat(policy.grant(Requests.by(Requests.ANN))).isEqualTo(ann);
    }

    @ParameterizedTest(name = "R5.15: Deny but for {0}: {1}")
    @DisplayName("R5.15: NotPrincipal with Deny spares only those whose account, role and session are listed")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'AWS':['arn:aws:iam::111122223333:root','arn:aws:iam::111122223333:user/ann']}|ann|NONE",
                "{'AWS':['111122223333','arn:aws:iam::111122223333:user/ann']}|ann|NONE",
                "{'AWS':'arn:aws:iam::111122223333:user/ann'}|ann|DENIED",
                "{'AWS':'111122223333'}|ann|DENIED",
                "{'AWS':'111122223333'}|root|NONE",
                "{'AWS':['111122223333','arn:aws:iam::111122223333:user/bob']}|ann|DENIED",
                "{'AWS':['111122223333','arn:aws:iam::111122223333:role/reader']}|reader|DENIED",
                "{'AWS':['111122223333','arn:aws:iam::111122223333:role/reader',"
                        + "'arn:aws:sts::111122223333:assumed-role/reader/me']}|reader|NONE",
                "{'AWS':'111122223333'}|nobody|DENIED",
                "{'Service':'lambda.amazonaws.com'}|nobody|DENIED"
            })
    void notPrincipal(String principal, String who, Grant grant) {
        Policy policy =
                Requests.resource("{'Effect':'Deny','NotPrincipal':" + principal + ",'Action':'*','Resource':'*'}");
        assertThat(policy.grant(Requests.by(named(who)))).isEqualTo(grant);
    }

    @Test
    @DisplayName("R5.15: NotPrincipal with Allow allows everybody else")
    void notPrincipalAllows() {
        Policy policy = Requests.resource(
                "{'Effect':'Allow','NotPrincipal':{'AWS':'444455556666'}," + "'Action':'*','Resource':'*'}");
        assertThat(policy.grant(Requests.by(Requests.ANN))).isEqualTo(Grant.EVERYBODY);
        assertThat(policy.grant(Requests.by(Requests.STRANGER))).isEqualTo(Grant.NONE);
    }

    private static Requester named(String who) {
        return switch (who) {
            case "ann" -> Requests.ANN;
            case "root" -> Requests.ROOT;
            case "reader" -> Requests.READER;
            default -> Requester.ANONYMOUS;
        };
    }

    @ParameterizedTest(name = "malformed: {0}")
    @DisplayName("A resource policy that is not understood as a whole is refused as a whole")
    @ValueSource(
            strings = {
                "",
                "[]",
                "'Allow'",
                "{",
                "{}",
                "{'Statement':[]}",
                "{'Statement':['x']}",
                "{'Version':'2013-01-01','Statement':[{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}]}",
                "{'Statment':[{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}]}",
                "{'Statement':{'Effect':'allow','Principal':'*','Action':'*','Resource':'*'}}",
                "{'Statement':{'Effect':'Deny','Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}}",
                "{'Statement':{'Principal':'*','Action':'*','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Principal':{},'Action':'*','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Principal':{'AWS':[]},'Action':'*','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Principal':'ann','Action':'*','Resource':'*'}}",
                "{'Statement':{'Effect':'Deny','Principal':{'AWS':'arn:aws:iam::111122223333:user/*'},'Action':'*',"
                        + "'Resource':'*'}}",
                "{'Statement':{'Effect':'Deny','Principal':{'AWS':'ann'},'Action':'*','Resource':'*'}}",
                "{'Statement':{'Effect':'Deny','Principal':{'Aws':'111122223333'},'Action':'*','Resource':'*'}}",
                "{'Statement':{'Effect':'Deny','NotPrincipal':'*','Action':'*','Resource':'*'}}",
                "{'Statement':{'Effect':'Deny','Principal':'*','NotPrincipal':{'AWS':'111122223333'},'Action':'*',"
                        + "'Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Principal':'*','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Principal':'*','Action':'','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Principal':'*','Action':7,'Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Principal':'*','Action':'*','NotAction':'s3:*','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Principal':'*','Action':'*'}}",
                "{'Statement':{'Effect':'Allow','Principal':'*','Action':'*','Resource':[]}}",
                "{'Statement':{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Conditions':{}}}",
                "{'Statement':{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*','Condition':'x'}}",
                "{'Statement':{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*','Condition':{'Bool':'x'}}}",
                "{'Version':'2012-10-17','Statement':{'Effect':'Deny','Principal':'*','Action':'*',"
                        + "'Resource':'${aws:username'}}",
                "{'Version':'2012-10-17','Statement':{'Effect':'Deny','Principal':'*','Action':'*',"
                        + "'Resource':'${username}'}}"
            })
    void malformed(String document) {
        assertThatThrownBy(() -> Policy.compile(document.replace('\'', '"'), Policy.Use.RESOURCE))
                .isInstanceOf(PolicyException.class);
    }

    @Test
    @DisplayName("A policy is bounded in length and depth")
    void bounds() {
        String longOne = Requests.document(Requests.effect("Allow", "'*'")) + " ".repeat(20_480);
        assertThatThrownBy(() -> Policy.compile(longOne, Policy.Use.RESOURCE)).hasMessageContaining("20480");
        String deep = "{\"Statement\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        assertThatThrownBy(() -> Policy.compile(deep, Policy.Use.RESOURCE)).isInstanceOf(PolicyException.class);
        assertThatThrownBy(
                        () -> Policy.compile(Requests.document(Requests.effect("Allow", "'*'")), Policy.Use.IDENTITY))
                .hasMessageContaining("principal");
    }

    @Test
    @DisplayName("R5.16: what depends on a key that nobody knows allows nothing and denies")
    void unknownKeys() {
        Facts facts = new Facts() {
            @Override
            public @Nullable List<String> values(String key) {
                return null;
            }

            @Override
            public boolean knows(String key) {
                return key.equals("x:known");
            }
        };
        for (String operator : List.of("StringEquals", "StringNotEquals", "StringEqualsIfExists")) {
            String condition = ",'Condition':{'" + operator + "':{'x:unknown':'a'}}}";
            String all = "'Action':'*','Resource':'*'" + condition;
            AccessRequest request = new AccessRequest("execute-api:Invoke", Requests.ARN, Requests.ANN, facts);
            assertThat(Requests.identity("{'Effect':'Allow'," + all).decide(request))
                    .isEqualTo(Decision.IMPLICIT_DENY);
            assertThat(Requests.identity(Requests.effect("Allow"), "{'Effect':'Deny'," + all)
                            .decide(request))
                    .isEqualTo(Decision.EXPLICIT_DENY);
        }
        AccessRequest request = new AccessRequest("execute-api:Invoke", Requests.ARN, Requests.ANN, facts);
        assertThat(Requests.identity("{'Effect':'Allow','Action':'*','Resource':'*',"
                                + "'Condition':{'StringNotEquals':{'x:known':'a','aws:username':'bob'}}}")
                        .decide(request))
                .isEqualTo(Decision.ALLOWED);
    }

    @Test
    @DisplayName("AUT-70: what tells of the principal is there for signed requests only, and nobody else can bring it")
    void principalKeys() {
        Map<String, List<String>> forged = Map.of("aws:username", List.of("ann"));
        Policy policy = Requests.resource("{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*',"
                + "'Condition':{'StringEquals':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/reader',"
                + "'aws:PrincipalAccount':'111122223333','aws:PrincipalType':'AssumedRole',"
                + "'aws:userid':'AROAREADERREADER1:me','aws:PrincipalTag/team':'blue'},"
                + "'Null':{'aws:username':'true'}}}");
        assertThat(policy.grant(Requests.by(Requests.READER))).isEqualTo(Grant.EVERYBODY);
        assertThat(policy.grant(Requests.by(Requester.ANONYMOUS))).isEqualTo(Grant.NONE);
        assertThat(Requests.with(Requests.STRANGER, forged).values("aws:username"))
                .containsExactly("eve");
    }
}
