package dev.sallyport.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.aws.SdkSigned.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What AWS's own signer signs is accepted, and nothing that has been changed since (AUT-10 to AUT-18). */
class SignatureVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String REGION = "eu-west-1";
    private static final String URL = "https://abc123.execute-api.eu-west-1.amazonaws.com/test/pets";
    private static final AwsCredentials ANN = new AwsCredentials("AKIAANN", "the secret of ann", null);
    private static final AwsCredentials SESSION = new AwsCredentials("ASIASESSION", "a secret", "token/+=");

    private static void check(SignedMessage message, String hash, AwsCredentials credentials, Instant now)
            throws SignatureFailure {
        SignatureVerifier verifier = new SignatureVerifier("execute-api", () -> now);
        SignatureClaim claim = AuthorizationReader.read(message);
        verifier.precheck(claim, credentials, null, REGION);
        verifier.verify(claim, credentials, hash);
    }

    private static void check(Plan plan, AwsCredentials credentials) throws SignatureFailure {
        SdkSigned signed = SdkSigned.sign(plan, credentials, REGION, "execute-api");
        check(signed.message(), signed.hash(), credentials, NOW);
    }

    static Stream<Named<Plan>> plans() {
        return Stream.of(
                Named.of("a plain GET", Plan.get(URL, NOW)),
                Named.of("the root of a stage", Plan.get("https://h/test/", NOW)),
                Named.of("a path with escapes", Plan.get("https://h/test/a%20b/%C3%A4/%2F/x%2By", NOW)),
                Named.of("a path with marks", Plan.get("https://h/test/a+b@c,d:e=f;g$h!i*j(k)", NOW)),
                Named.of("a port", Plan.get("https://h:8443/test", NOW)),
                Named.of("a query", Plan.get(URL + "?b=2&a=1&a=0&c=&d", NOW)),
                Named.of("a query with escapes", Plan.get(URL + "?q=a%20b%2Bc%26d%3De&%C3%A4=%C3%B6&s=~*'()", NOW)),
                Named.of("a body", Plan.get(URL, NOW).in("POST", "{\"a\":\"ä\"}")),
                Named.of("headers", Plan.get(URL, NOW).with("X-A", "  a   b  ").with("x-B", "ü")),
                Named.of("a header twice", Plan.get(URL, NOW).with("X-A", "1", "2")),
                Named.of("in the query", Plan.get(URL + "?a=1", NOW).inQuery(Duration.ofMinutes(30))),
                Named.of("five minutes late", Plan.get(URL, NOW.minus(Duration.ofMinutes(5)))),
                Named.of("five minutes early", Plan.get(URL, NOW.plus(Duration.ofMinutes(5)))),
                Named.of(
                        "in the query and nearly over",
                        Plan.get(URL, NOW.minus(Duration.ofMinutes(30))).inQuery(Duration.ofMinutes(30))));
    }

    @ParameterizedTest(name = "AUT-10: {0}")
    @DisplayName("AUT-10: what the SDK signs is accepted, for users and for sessions")
    @MethodSource("plans")
    void accepts(Plan plan) {
        assertThatCode(() -> check(plan, ANN)).doesNotThrowAnyException();
        assertThatCode(() -> check(plan, SESSION)).doesNotThrowAnyException();
    }

    private static SignedMessage with(SignedMessage from, String header, @Nullable String... values) {
        Map<String, List<String>> headers = new HashMap<>(from.headers());
        headers.put(header, List.of(values));
        return new SignedMessage(from.method(), from.path(), from.query(), headers);
    }

    private static SignedMessage to(SignedMessage from, String method, String path, @Nullable String query) {
        return new SignedMessage(method, path, query, from.headers());
    }

    private static UnaryOperator<SignedMessage> authorization(String from, String to) {
        return it ->
                with(it, "authorization", it.all("authorization").getFirst().replace(from, to));
    }

    static Stream<Named<UnaryOperator<SignedMessage>>> tampered() {
        return Stream.of(
                Named.of("another verb", it -> to(it, "DELETE", it.path(), it.query())),
                Named.of("another path", it -> to(it, it.method(), "/test/cats", it.query())),
                Named.of("a path in another case", it -> to(it, it.method(), "/test/Pets", it.query())),
                Named.of("another stage", it -> to(it, it.method(), "/prod/pets", it.query())),
                Named.of("a slash more", it -> to(it, it.method(), "/test//pets", it.query())),
                Named.of("a slash at the end", it -> to(it, it.method(), "/test/pets/", it.query())),
                Named.of("a dot segment", it -> to(it, it.method(), "/test/./pets", it.query())),
                Named.of("a way up", it -> to(it, it.method(), "/test/x/../pets", it.query())),
                Named.of("an escape in the path", it -> to(it, it.method(), "/test/%70ets", it.query())),
                Named.of("a path parameter", it -> to(it, it.method(), "/test/pets;x", it.query())),
                Named.of("a query less", it -> to(it, it.method(), it.path(), null)),
                Named.of("another value", it -> to(it, it.method(), it.path(), "a=1;b=2&c=3")),
                Named.of("a parameter more", it -> to(it, it.method(), it.path(), it.query() + "&d=4")),
                Named.of("a value that becomes a parameter", it -> to(it, it.method(), it.path(), "a=1;b=2&c=")),
                Named.of("another host", it -> with(it, "host", "evil.example.org")),
                Named.of("another signed header", it -> with(it, "x-a", "c")),
                Named.of("a signed header twice", it -> with(it, "x-a", "b", "b")),
                Named.of("two hosts", it -> with(it, "host", it.all("host").getFirst(), "x")),
                Named.of(
                        "two dates",
                        it -> with(it, "x-amz-date", it.all("x-amz-date").getFirst(), "x")),
                Named.of(
                        "two authorizations",
                        it -> with(it, "authorization", it.all("authorization").getFirst(), "x")),
                Named.of("another date", it -> with(it, "x-amz-date", "20261123T100001Z")),
                Named.of("another verb by a header", it -> with(it, "x-http-method-override", "DELETE")),
                Named.of("an unsigned payload", it -> with(it, "x-amz-content-sha256", "UNSIGNED-PAYLOAD")),
                Named.of("the hash of another body", it -> with(it, "x-amz-content-sha256", "0".repeat(64))),
                Named.of("a header less", authorization(";x-a;", ";")),
                Named.of("a header that is not there", authorization(";x-a;", ";x-a;x-aa;")),
                Named.of("a header twice in the list", authorization("host;", "host;host;")),
                Named.of("headers in another order", authorization("host;x-a;", "x-a;host;")),
                Named.of(
                        "a signature in capitals",
                        it -> with(
                                it,
                                "authorization",
                                it.all("authorization").getFirst().replaceFirst("(?<=Signature=).*", "A".repeat(64)))),
                Named.of(
                        "no signature",
                        it -> with(
                                it,
                                "authorization",
                                it.all("authorization").getFirst().replaceFirst("(?<=Signature=).*", "0"))),
                Named.of(
                        "two signatures",
                        it -> with(
                                it,
                                "authorization",
                                it.all("authorization").getFirst() + ", Signature=" + "0".repeat(64))));
    }

    @ParameterizedTest(name = "AUT-12: {0}")
    @DisplayName("AUT-12: nothing that was signed can be changed, left out or doubled")
    @MethodSource("tampered")
    void refuses(UnaryOperator<SignedMessage> change) throws SignatureFailure {
        Plan plan = Plan.get(URL + "?a=1%3Bb%3D2&c=", NOW).with("X-A", "b");
        SdkSigned signed = SdkSigned.sign(plan, ANN, REGION, "execute-api");
        check(signed.message(), signed.hash(), ANN, NOW);
        assertThatThrownBy(() -> check(change.apply(signed.message()), signed.hash(), ANN, NOW))
                .isInstanceOf(SignatureFailure.class)
                .hasMessageStartingWith("The request signature we calculated does not match");
    }

    @Test
    @DisplayName("AUT-10: the body is the one that was signed")
    void body() {
        SdkSigned signed = SdkSigned.sign(Plan.get(URL, NOW).in("POST", "a"), ANN, REGION, "execute-api");
        assertThatThrownBy(() -> check(signed.message(), SignatureV4.hash(new byte[] {'b'}), ANN, NOW))
                .hasMessageStartingWith("The request signature we calculated does not match");
    }

    @Test
    @DisplayName("AUT-12: another secret, and another session's token")
    void wrongSecret() {
        SdkSigned signed = SdkSigned.sign(Plan.get(URL, NOW), ANN, REGION, "execute-api");
        AwsCredentials other = new AwsCredentials("AKIAANN", "another", null);
        assertThatThrownBy(() -> check(signed.message(), signed.hash(), other, NOW))
                .hasMessageStartingWith("The request signature we calculated does not match");
        SdkSigned session = SdkSigned.sign(Plan.get(URL, NOW), SESSION, REGION, "execute-api");
        AwsCredentials renewed = new AwsCredentials("ASIASESSION", "a secret", "another");
        assertThatThrownBy(() -> check(session.message(), session.hash(), renewed, NOW))
                .hasMessage("The security token included in the request is invalid.");
        assertThatThrownBy(() -> check(session.message(), session.hash(), ANN, NOW))
                .hasMessage("The security token included in the request is invalid.");
        assertThatThrownBy(() -> check(signed.message(), signed.hash(), SESSION, NOW))
                .hasMessage("The security token included in the request is invalid.");
    }

    @ParameterizedTest(name = "AUT-12: signed {0} s ago, valid for {1} s: {2}")
    @DisplayName("AUT-12: five minutes either way; in the query as long as it says")
    @CsvSource(
            nullValues = "-",
            value = {
                "301, -, 'Signature expired: 20261123T095459Z is now earlier than 20261123T095500Z (20261123T100000Z"
                        + " - 5 min.)'",
                "-301, -, 'Signature not yet current: 20261123T100501Z is still later than 20261123T100500Z"
                        + " (20261123T100000Z + 5 min.)'",
                "61, 60, 'Signature expired: 20261123T095859Z is now earlier than 20261123T095900Z (20261123T100000Z"
                        + " - 60 sec.)'",
                "-301, 60, 'Signature not yet current: 20261123T100501Z is still later than 20261123T100500Z"
                        + " (20261123T100000Z + 5 min.)'"
            })
    void clock(long secondsAgo, @Nullable Long validFor, String message) {
        Plan plan = Plan.get(URL, NOW.minusSeconds(secondsAgo));
        Plan placed = validFor == null ? plan : plan.inQuery(Duration.ofSeconds(validFor));
        assertThatThrownBy(() -> check(placed, ANN)).hasMessage(message);
    }

    @Test
    @DisplayName("AUT-12: the session's end")
    void expired() throws SignatureFailure {
        SdkSigned signed = SdkSigned.sign(Plan.get(URL, NOW), SESSION, REGION, "execute-api");
        SignatureVerifier verifier = new SignatureVerifier("execute-api", () -> NOW);
        SignatureClaim claim = AuthorizationReader.read(signed.message());
        verifier.precheck(claim, SESSION, NOW.plusSeconds(1), REGION);
        assertThatThrownBy(() -> verifier.precheck(claim, SESSION, NOW, REGION))
                .hasMessage("The security token included in the request is expired")
                .satisfies(it ->
                        assertThat(((SignatureFailure) it).type().errorType()).isEqualTo("ExpiredTokenException"));
    }

    @ParameterizedTest(name = "AUT-12: scoped to {0} {1}")
    @DisplayName("AUT-12: another region or service")
    @CsvSource({
        "us-east-1, execute-api, 'Credential should be scoped to a valid region, not ''us-east-1''. '",
        "eu-west-1, lambda, 'Credential should be scoped to correct service: ''execute-api''. '",
        "us-east-1, s3, 'Credential should be scoped to a valid region, not ''us-east-1''. Credential should be scoped"
                + " to correct service: ''execute-api''. '"
    })
    void scope(String region, String service, String message) {
        SdkSigned signed = SdkSigned.sign(Plan.get(URL, NOW), ANN, region, service);
        assertThatThrownBy(() -> check(signed.message(), signed.hash(), ANN, NOW))
                .hasMessage(message);
    }

    @Test
    @DisplayName("AUT-12: a date of the scope that is not the request's, another terminator, a host that is not signed")
    void partlySigned() {
        SdkSigned signed = SdkSigned.sign(Plan.get(URL, NOW), ANN, REGION, "execute-api");
        assertThatThrownBy(() -> check(
                        authorization("/20261123/", "/20261122/").apply(signed.message()), signed.hash(), ANN, NOW))
                .hasMessage("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP:"
                        + " '20261122' != '20261123', from '20261123T100000Z'.");
        assertThatThrownBy(() -> check(
                        authorization("aws4_request", "aws5_request").apply(signed.message()), signed.hash(), ANN, NOW))
                .hasMessage(
                        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. ");
        assertThatThrownBy(() -> check(authorization("host;", "").apply(signed.message()), signed.hash(), ANN, NOW))
                .hasMessage("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }

    @Test
    @DisplayName("AUT-18: a verb that a header brings counts when it is signed")
    void signedOverride() {
        assertThatCode(() -> check(Plan.get(URL, NOW).with("X-HTTP-Method-Override", "DELETE"), ANN))
                .doesNotThrowAnyException();
    }
}
