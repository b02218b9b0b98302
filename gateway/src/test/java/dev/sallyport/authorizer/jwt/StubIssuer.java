package dev.sallyport.authorizer.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An issuer of tokens on loopback: what it answers by path, and the tokens that it signs. */
public final class StubIssuer implements AutoCloseable {

    private static final String KEYS = "/.well-known/jwks.json";

    /** To make a key takes its time, so that there are two for all tests. */
    private static final RSAKey OWN = generate("k1");

    private static final RSAKey OTHER = generate("other");

    private final HttpServer server;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final RSAKey key;

    private record Page(int status, String body) {}

    /** An issuer with one key, {@code k1}, where Cognito has it. */
    public StubIssuer() throws IOException {
        key = OWN;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        keys(KEYS, key);
    }

    /** A key that is not its own, of any id. */
    public static RSAKey key(String id) {
        return new RSAKey.Builder(OTHER).keyID(id).build();
    }

    private static RSAKey generate(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            Page page = pages.getOrDefault(path, new Page(404, ""));
            byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
            if (page.status() == 302) {
                exchange.getResponseHeaders().add("Location", page.body());
            }
            exchange.sendResponseHeaders(page.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The {@code iss} of its tokens. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Its key {@code k1}. */
    public RSAKey key() {
        return key;
    }

    /** Answers a path. */
    public void page(String path, int status, String body) {
        pages.put(path, new Page(status, body));
    }

    /** Answers a path with a key set. */
    public void keys(String path, RSAKey... shown) {
        page(path, 200, new JWKSet(List.of(shown)).toString());
    }

    /** What paths it was asked for. */
    public List<String> asked() {
        return asked;
    }

    /** The claims of an ID token of this issuer. */
    public JWTClaimsSet.Builder claims(Instant expires) {
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .subject("user-1")
                .audience("client-1")
                .claim("token_use", "id")
                .issueTime(Date.from(expires.minusSeconds(3600)))
                .expirationTime(Date.from(expires));
    }

    /** A token signed with {@code k1}. */
    public String token(JWTClaimsSet claims) {
        return token(claims, key);
    }

    /** A token signed with any key. */
    public static String token(JWTClaimsSet claims, RSAKey signer) {
        return token(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(signer.getKeyID())
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims,
                signer);
    }

    /** A token with any header. */
    public static String token(JWSHeader header, JWTClaimsSet claims, RSAKey signer) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(signer));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
