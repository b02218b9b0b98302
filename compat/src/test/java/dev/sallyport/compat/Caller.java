package dev.sallyport.compat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.StringInputStream;

/** Somebody with credentials, who signs with the SDK's own signer. */
record Caller(URI endpoint, AwsCredentialsIdentity credentials) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Headers that the HTTP client sets itself. */
    private static final Set<String> RESTRICTED = Set.of("host", "content-length");

    static Caller of(URI endpoint, String accessKeyId, String secret, @Nullable String token) {
        return new Caller(
                endpoint,
                token == null
                        ? AwsBasicCredentials.create(accessKeyId, secret)
                        : AwsSessionCredentials.create(accessKeyId, secret, token));
    }

    Caller as(AwsCredentialsIdentity others) {
        return new Caller(endpoint, others);
    }

    /** What the SDK would send. */
    SignedRequest signed(String service, String method, URI uri, String body, String contentType, Clock clock) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(uri)
                .putHeader("Content-Type", contentType)
                .build();
        return AwsV4HttpSigner.create()
                .sign(signing -> signing.identity(credentials)
                        .request(request)
                        .payload(() -> new StringInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, Clients.REGION.id())
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock));
    }

    /** A request for an API. */
    HttpResponse<String> invoke(URI uri) {
        return send(signed("execute-api", "GET", uri, "", "application/json", Clock.systemUTC()), "");
    }

    /** A call of IAM or STS: names and values of the form, and the answer's text. */
    String query(String service, String... form) {
        HttpResponse<String> answer = attempt(service, form);
        if (answer.statusCode() != 200) {
            throw new AssertionError(service + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    HttpResponse<String> attempt(String service, String... form) {
        StringBuilder body = new StringBuilder("Version=" + (service.equals("iam") ? "2010-05-08" : "2011-06-15"));
        for (int i = 0; i < form.length; i += 2) {
            body.append('&').append(form[i]).append('=').append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        String text = body.toString();
        return send(
                signed(
                        service,
                        "POST",
                        endpoint.resolve("/"),
                        text,
                        "application/x-www-form-urlencoded; charset=utf-8",
                        Clock.systemUTC()),
                text);
    }

    static HttpResponse<String> send(SignedRequest signed, String body) {
        SdkHttpRequest request = signed.request();
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(request.getUri()).method(request.method().name(), BodyPublishers.ofString(body));
        request.forEachHeader((name, values) -> {
            if (!RESTRICTED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> builder.header(name, value));
            }
        });
        return HTTP.sendAsync(builder.build(), BodyHandlers.ofString()).join();
    }

    /** A user with a policy of its own, which may be null, and the user's first access key. */
    Caller user(String name, @Nullable String policy) {
        query("iam", "Action", "CreateUser", "UserName", name);
        if (policy != null) {
            query("iam", "Action", "PutUserPolicy", "UserName", name, "PolicyName", "own", "PolicyDocument", policy);
        }
        String key = query("iam", "Action", "CreateAccessKey", "UserName", name);
        return of(endpoint, element(key, "AccessKeyId"), element(key, "SecretAccessKey"), null);
    }

    /** A session of a role. */
    Caller assume(String roleArn) {
        String made = query("sts", "Action", "AssumeRole", "RoleArn", roleArn, "RoleSessionName", "compat");
        return of(
                endpoint,
                element(made, "AccessKeyId"),
                element(made, "SecretAccessKey"),
                element(made, "SessionToken"));
    }

    static String element(String xml, String name) {
        return xml.substring(xml.indexOf('<' + name + '>') + name.length() + 2, xml.indexOf("</" + name + '>'));
    }

    /** A policy of one statement. */
    static String policy(String effect, String actions, String resource) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"" + effect + "\",\"Action\":["
                + Stream.of(actions.split(",", -1)).map(it -> '"' + it + '"').collect(Collectors.joining(","))
                + "],\"Resource\":\"" + resource + "\"}]}";
    }

    /** A trust policy that lets an account's users assume a role. */
    static String trust(String account) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::"
                + account + ":root\"},\"Action\":\"sts:AssumeRole\"}]}";
    }
}
