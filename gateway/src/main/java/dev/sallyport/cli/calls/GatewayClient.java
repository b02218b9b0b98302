package dev.sallyport.cli.calls;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.FirstCredentials;
import dev.sallyport.cli.Foreground;
import dev.sallyport.config.Settings;
import dev.sallyport.config.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** A client of a gateway that runs. */
public final class GatewayClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int SUCCESS_END = 300;
    private static final String VARIABLES = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";

    /** The errors that tell of a signature, as their types begin. */
    private static final List<String> SIGNATURES = List.of(
            "MissingAuthenticationToken",
            "IncompleteSignature",
            "UnrecognizedClient",
            "InvalidSignature",
            "ExpiredToken");

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The gateway refused a request. */
    public static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String locations;
        private final String errorType;

        Refused(String message, String locations, String errorType) {
            super(message);
            this.locations = locations;
            this.errorType = errorType;
        }

        /** How AWS names the error; {@code ""} when it has no name. */
        public String errorType() {
            return errorType;
        }

        /** Lines of line number, JSON pointer and text, separated by tabs; {@code ""} when there are none. */
        public String locations() {
            return locations;
        }
    }

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final String endpoint;
    private final SigningKey key;

    /** Where the root's credentials still lie, when they could help; otherwise null. */
    private final @Nullable Path rootCredentials;

    private GatewayClient(String endpoint, SigningKey key, @Nullable Path rootCredentials) {
        this.endpoint = endpoint;
        this.key = key;
        this.rootCredentials = rootCredentials;
    }

    /**
     * A client of the gateway at an endpoint, or of the one that {@code sallyport up} would start here.
     *
     * @param given scheme, host and port, or null
     * @param profile of AWS's files, or null
     */
    static GatewayClient of(
            @Nullable String given, @Nullable String profile, Map<String, String> environment, Path workingFolder) {
        Settings settings = SettingsLoader.load(Map.of(), environment, workingFolder);
        String endpoint = given == null ? Foreground.url(settings.listen()) : given.replaceAll("/+$", "");
        if (!endpoint.matches("https?://[^/?#]+")) {
            throw new CommandFailure("The endpoint \"" + endpoint
                    + "\" must be a scheme, a host and a port, for example" + " http://127.0.0.1:4566.");
        }
        CallerProfile caller = CallerProfile.find(profile, environment, workingFolder);
        AwsCredentials credentials = caller.credentials();
        String region = caller.region();
        SigningKey key = new SigningKey(
                credentials == null ? SigningKey.ANYBODY : credentials,
                region == null ? settings.region() : region,
                InstantSource.system());
        Path told = settings.dataFolder().resolve(FirstCredentials.FILE_NAME);
        return new GatewayClient(endpoint, key, credentials == null && Files.exists(told) ? told : null);
    }

    /** Scheme, host and port. */
    public String endpoint() {
        return endpoint;
    }

    /** Sends JSON and answers JSON. */
    public JsonNode json(String method, String path, @Nullable Object body) {
        byte[] payload = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
        byte[] answer = send(method, path, new TreeMap<>(), payload, "application/json");
        return answer.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(answer);
    }

    /**
     * Sends a request.
     *
     * @return the body of the answer
     * @throws Refused when the gateway refuses it
     * @throws CommandFailure when no gateway answers
     */
    public byte[] send(String method, String path, SortedMap<String, String> query, byte[] body, String accept) {
        String parameters = query.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        URI uri = URI.create(endpoint + path + (parameters.isEmpty() ? "" : "?" + parameters));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Accept", accept)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        key.headers("apigateway", method, uri, body).forEach(request::header);
        return send(request.build());
    }

    /**
     * Calls an operation of a service that speaks AWS JSON 1.1.
     *
     * @param signingName of the service
     * @param target the value of {@code X-Amz-Target}
     * @throws Refused when the gateway refuses it
     * @throws CommandFailure when no gateway answers
     */
    public JsonNode operation(String signingName, String target, Object input) {
        URI uri = URI.create(endpoint + "/");
        byte[] body = JSON.writeValueAsBytes(input);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", target)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        key.headers(signingName, "POST", uri, body).forEach(request::header);
        byte[] answer = send(request.build());
        return answer.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(answer);
    }

    private byte[] send(HttpRequest request) {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new CommandFailure(
                    "No gateway answers at " + endpoint + " (" + e
                            + "). Start one with \"sallyport up\", or name another" + " with --endpoint URL.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted while waiting for " + request.method() + " " + request.uri(), e);
        }
        if (response.statusCode() >= SUCCESS_END) {
            throw refused(response);
        }
        return response.body();
    }

    private Refused refused(HttpResponse<byte[]> response) {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        String header = response.headers().firstValue("x-amzn-ErrorType").orElse("");
        try {
            JsonNode error = JSON.readTree(text);
            String errorType = header.isEmpty() ? error.path("__type").asString("") : header;
            String advice = advice(errorType);
            String message =
                    error.path("message").asString(error.path("Message").asString(text));
            return new Refused(
                    advice.isEmpty() ? message : message.replaceFirst("[.]?\\s*$", ".") + ' ' + advice,
                    error.path("locations").asString(""),
                    errorType);
        } catch (JacksonException e) {
            return new Refused("status " + response.statusCode() + ": " + text, "", header);
        }
    }

    /** What to do about a refused signature or a missing permission; {@code ""} for all other errors. */
    private String advice(String errorType) {
        String keyId = key.credentials().accessKeyId();
        if (errorType.startsWith("AccessDeniedException")) {
            return "Let IAM's policies of the access key " + keyId
                    + " allow that, or sign with another one (--profile, or " + VARIABLES + ").";
        }
        if (SIGNATURES.stream().noneMatch(errorType::startsWith)) {
            return "";
        }
        return "The gateway enforces signatures (its setting auth is enforce), and the call was signed with the access key "
                + keyId + " in Region " + key.region() + ". Name another one with --profile, or set " + VARIABLES
                + (rootCredentials == null
                        ? "."
                        : "; the root's are in " + rootCredentials + ": AWS_SHARED_CREDENTIALS_FILE=" + rootCredentials
                                + " lets this command use them.");
    }

    /** A text as a segment of a path or a value of a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public void close() {
        http.close();
    }
}
