package dev.sallyport.authorizer.jwt;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the key set of an issuer over HTTP: where Cognito has it, otherwise where the issuer's OpenID configuration says.
 * An answer takes at most five seconds and 64 KB, and is never a redirection to somewhere else.
 */
final class KeyReader {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 64 * 1024;
    private static final int OK = 200;
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final Duration limit;
    private final int maxBytes;
    private volatile @Nullable HttpClient client;

    KeyReader() {
        this(LIMIT);
    }

    KeyReader(Duration limit) {
        this(limit, MAX_BYTES);
    }

    /**
     * @param limit of each answer
     * @param maxBytes of each answer
     */
    KeyReader(Duration limit, int maxBytes) {
        this.limit = limit;
        this.maxBytes = maxBytes;
    }

    /** The text of the key set that the issuer's OpenID configuration names, and of no other (http-api R9.7). */
    String readDiscovered(String issuer) throws KeysUnavailableException {
        String discovery = base(issuer) + DISCOVERY;
        HttpResponse<String> configuration = get(discovery);
        if (configuration.statusCode() != OK) {
            throw new KeysUnavailableException(discovery + " answered with status " + configuration.statusCode(), null);
        }
        HttpResponse<String> keys = get(keysAddress(discovery, configuration.body()));
        if (keys.statusCode() != OK) {
            throw new KeysUnavailableException(keys.uri() + " answered with status " + keys.statusCode(), null);
        }
        return keys.body();
    }

    /** Whether the issuer's OpenID configuration can be read and names a key set. */
    boolean hasDiscovery(String issuer) {
        String discovery = base(issuer) + DISCOVERY;
        try {
            HttpResponse<String> configuration = get(discovery);
            return configuration.statusCode() == OK
                    && !keysAddress(discovery, configuration.body()).isEmpty();
        } catch (KeysUnavailableException unavailable) {
            return false;
        }
    }

    private static String base(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }

    /** The text of the key set. */
    String read(String issuer) throws KeysUnavailableException {
        String base = base(issuer);
        HttpResponse<String> keys = get(base + "/.well-known/jwks.json");
        if (keys.statusCode() == OK) {
            return keys.body();
        }
        String discovery = base + DISCOVERY;
        HttpResponse<String> configuration = get(discovery);
        if (configuration.statusCode() != OK) {
            throw new KeysUnavailableException(
                    "neither " + keys.uri() + " (status " + keys.statusCode() + ") nor " + discovery + " (status "
                            + configuration.statusCode() + ") has the keys of " + issuer,
                    null);
        }
        HttpResponse<String> named = get(keysAddress(discovery, configuration.body()));
        if (named.statusCode() != OK) {
            throw new KeysUnavailableException(named.uri() + " answered with status " + named.statusCode(), null);
        }
        return named.body();
    }

    private static String keysAddress(String discovery, String configuration) throws KeysUnavailableException {
        try {
            JsonNode address = JsonMapper.shared().readTree(configuration).path("jwks_uri");
            if (address.isString()) {
                return address.stringValue();
            }
        } catch (JacksonException e) {
            throw new KeysUnavailableException(discovery + " is not JSON", e);
        }
        throw new KeysUnavailableException(discovery + " has no jwks_uri", null);
    }

    private HttpResponse<String> get(String address) throws KeysUnavailableException {
        CompletableFuture<HttpResponse<String>> answer = null;
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .header("Accept", "application/json")
                    .build();
            answer = client().sendAsync(
                            request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), maxBytes));
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IllegalArgumentException e) {
            throw new KeysUnavailableException(address + " is no address of a key set", e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new KeysUnavailableException(address + " did not answer within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new KeysUnavailableException(address + " cannot be read: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeysUnavailableException("interrupted while reading " + address, e);
        }
    }

    /** Made when it is needed first: it costs threads, and most gateways have no user pool. */
    private synchronized HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_LIMIT)
                    .build();
            client = made;
        }
        return made;
    }
}
