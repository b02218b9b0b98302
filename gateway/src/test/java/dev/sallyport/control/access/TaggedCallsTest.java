package dev.sallyport.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.control.Audit;
import dev.sallyport.model.FunctionPolicy;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.PutUserPolicyRequest;
import dev.sallyport.wire.lambda.InvocationResponse;
import dev.sallyport.wire.lambda.Lambda;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Policies that ask for tags, and policies of functions that name callers (R3.2, R3.42, R5.11). */
class TaggedCallsTest {

    private final Signer signer = new Signer(Audit.NONE);

    /** A user whose only policy is this one. */
    private AwsCredentials user(String name, String statements) {
        AwsCredentials user = signer.user(name, "Deny", "none:Nothing", "*");
        signer.iam.send(
                Iam.PUT_USER_POLICY,
                PutUserPolicyRequest.builder()
                        .userName(name)
                        .policyName("first")
                        .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":" + statements + "}")
                        .build());
        return user;
    }

    private static String when(String effect, String action, String operator, String key, String value) {
        return "[{\"Effect\":\"" + effect + "\",\"Action\":\"" + action + "\",\"Resource\":\"*\",\"Condition\":{\""
                + operator + "\":{\"" + key + "\":" + value + "}}}]";
    }

    private String api(String body) {
        String answer = signer.rest(signer.root, "POST", "/restapis", body);
        assertThat(answer).startsWith("201 ");
        return JsonMapper.shared().readTree(answer.substring(4)).get("id").asString();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET, ''",
        "DELETE, ''",
        "GET, /resources",
        "GET, /stages/prod",
        "POST, /deployments",
    })
    @DisplayName("aws:ResourceTag is the tag of the API that a call is about, and of what lies above it")
    void resourceTag(String verb, String below) {
        AwsCredentials ann =
                user("ann", when("Allow", "apigateway:*", "StringEquals", "aws:ResourceTag/Team", "\"pets\""));
        String pets = api("{\"name\":\"a\",\"tags\":{\"Team\":\"pets\"}}");
        String cats = api("{\"name\":\"b\",\"tags\":{\"Team\":\"cats\"}}");
        String none = api("{\"name\":\"c\"}");

        assertThat(signer.rest(ann, verb, "/restapis/" + pets + below, body(verb)))
                .doesNotStartWith("403");
        for (String other : List.of(cats, none, "gone")) {
            assertThat(signer.rest(ann, verb, "/restapis/" + other + below, body(verb)))
                    .as(other)
                    .startsWith("403 ")
                    .contains("because no identity-based policy allows the apigateway:" + verb + " action");
        }
    }

    private static String body(String verb) {
        return verb.equals("POST") ? "{}" : "";
    }

    @Test
    @DisplayName("aws:ResourceTag of a stage goes before the one of its API; tagged things of other kinds have theirs")
    void nearestTag() {
        AwsCredentials ann =
                user("ann", when("Allow", "apigateway:GET", "StringEquals", "aws:resourcetag/team", "\"pets\""));
        String id = api("{\"name\":\"a\",\"tags\":{\"team\":\"cats\"}}");
        Scope scope = new Scope(Signer.ACCOUNT, Signer.REGION);
        signer.iam.store.write(writer -> {
            for (String name : List.of("ours", "theirs")) {
                Map<String, String> tags = name.equals("ours") ? Map.of("Team", "pets") : Map.of();
                Stage stage = new Stage(name, "d1", null, new TreeMap<>(), tags, Instant.EPOCH, Instant.EPOCH);
                writer.put(Kind.STAGE, scope, id, name, stage);
            }
            return id;
        });
        String plan = signer.rest(signer.root, "POST", "/usageplans", "{\"name\":\"p\",\"tags\":{\"team\":\"pets\"}}");
        String planId =
                JsonMapper.shared().readTree(plan.substring(4)).get("id").asString();
        String key = signer.rest(signer.root, "POST", "/apikeys", "{\"name\":\"k\",\"tags\":{\"team\":\"cats\"}}");
        String keyId = JsonMapper.shared().readTree(key.substring(4)).get("id").asString();

        assertThat(signer.rest(ann, "GET", "/usageplans/" + planId, "")).startsWith("200 ");
        assertThat(signer.rest(ann, "GET", "/usageplans/" + planId + "/keys", ""))
                .startsWith("200 ");
        assertThat(signer.rest(ann, "GET", "/apikeys/" + keyId, "")).startsWith("403 ");
        assertThat(signer.rest(ann, "GET", "/restapis/" + id, "")).startsWith("403 ");
        assertThat(signer.rest(ann, "GET", "/restapis/" + id + "/stages/ours", ""))
                .startsWith("200 ");
        assertThat(signer.rest(ann, "GET", "/restapis/" + id + "/stages/theirs", ""))
                .startsWith("403 ");
        String arn = "arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fusageplans%2F" + planId;
        assertThat(signer.rest(ann, "GET", "/tags/" + arn, "")).startsWith("200 ");
        assertThat(signer.rest(ann, "GET", "/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fapikeys%2F" + keyId, ""))
                .startsWith("403 ");
    }

    @Test
    @DisplayName("aws:RequestTag and aws:TagKeys are the tags that a call gives and takes away")
    void requestTags() {
        AwsCredentials ann = user(
                "ann",
                when("Allow", "apigateway:*", "StringEquals", "aws:RequestTag/Team", "\"pets\"")
                        .replace("}}}]", "},\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"Team\",\"Stage\"]}}}]"));

        assertThat(signer.rest(ann, "POST", "/restapis", "{\"name\":\"a\",\"tags\":{\"Team\":\"pets\"}}"))
                .startsWith("201 ");
        for (String tags :
                List.of("{}", "{\"Team\":\"cats\"}", "{\"Other\":\"pets\"}", "{\"Team\":\"pets\",\"Cost\":\"1\"}")) {
            assertThat(signer.rest(ann, "POST", "/restapis", "{\"name\":\"a\",\"tags\":" + tags + "}"))
                    .as(tags)
                    .startsWith("403 ");
        }
        assertThat(signer.rest(ann, "POST", "/restapis", "{\"name\":\"a\"}")).startsWith("403 ");
    }

    @Test
    @DisplayName("a Deny on a tag holds, for tags that are taken away and for IAM's lists of tags as well")
    void deny() {
        AwsCredentials ann = signer.user("ann", "Allow", "*", "*");
        signer.iam.send(
                Iam.PUT_USER_POLICY,
                PutUserPolicyRequest.builder()
                        .userName("ann")
                        .policyName("deny")
                        .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":"
                                + when("Deny", "*", "ForAnyValue:StringEquals", "aws:TagKeys", "\"Owner\"") + "}")
                        .build());
        String id = api("{\"name\":\"a\",\"tags\":{\"Owner\":\"root\",\"Team\":\"pets\"}}");
        String tags = "/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2F" + id;

        assertThat(signer.rest(ann, "DELETE", tags + "?tagKeys=Team", "")).startsWith("204 ");
        assertThat(signer.rest(ann, "DELETE", tags + "?tagKeys=Owner", ""))
                .startsWith("403 ")
                .contains("with an explicit deny in an identity-based policy");
        assertThat(signer.rest(ann, "PUT", tags, "{\"tags\":{\"Owner\":\"ann\"}}"))
                .startsWith("403 ");
        String user = "Action=CreateUser&Version=2010-05-08&UserName=bob&Tags.member.1.Key=";
        assertThat(signer.query(ann, "iam", user + "Owner&Tags.member.1.Value=x"))
                .startsWith("403 ");
        assertThat(signer.query(ann, "iam", user + "Team&Tags.member.1.Value=x"))
                .startsWith("200 ");
    }

    @Test
    @DisplayName("R3.42: a function's policy lets those call who are named there, and only the function that it is of")
    void functionPolicy() {
        AwsCredentials ann = signer.user("ann", "Allow", "apigateway:*", "*");
        AwsCredentials bob = signer.user("bob", "Allow", "apigateway:*", "*");
        String arn = "arn:aws:lambda:eu-west-1:111111111111:function:";
        signer.iam.registry.on(
                Lambda.INVOKE,
                (call, in) -> InvocationResponse.builder().statusCode(200).build());
        Scope scope = new Scope(Signer.ACCOUNT, Signer.REGION);
        signer.iam.store.write(writer -> {
            FunctionPolicy.Statement statement = new FunctionPolicy.Statement(
                    "s", "lambda:InvokeFunction", arn + "f", null, "arn:aws:iam::111111111111:user/ann", Map.of());
            writer.put(
                    Kind.FUNCTION_POLICY, scope, "f", "", new FunctionPolicy("f", "", List.of(statement), "revision"));
            return statement;
        });

        assertThat(invoke(ann, "f")).startsWith("200 ");
        assertThat(invoke(ann, "g"))
                .startsWith("403 ")
                .contains("lambda:InvokeFunction on resource: " + arn + "g because");
        assertThat(invoke(bob, "f")).startsWith("403 ");
        signer.allow("ann", "deny", "Deny", "lambda:*", "*");
        assertThat(invoke(ann, "f")).startsWith("403 ").contains("with an explicit deny");
    }

    private String invoke(AwsCredentials who, String function) {
        return signer.send(signer.sign(
                who, "lambda", signer.plan("POST", "/2015-03-31/functions/" + function + "/invocations", "{}")));
    }
}
