package dev.sallyport.compat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** Issues tokens as a Cognito user pool does, with a discovery document, on loopback. */
final class TokenIssuer implements AutoCloseable {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final KeyPair keys;

    TokenIssuer() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        byte[] document = ("{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"one\",\"n\":\""
                        + number(((RSAPublicKey) keys.getPublic()).getModulus().toByteArray()) + "\",\"e\":\""
                        + number(((RSAPublicKey) keys.getPublic())
                                .getPublicExponent()
                                .toByteArray()) + "\"}]}")
                .getBytes(StandardCharsets.US_ASCII);
        answers("/.well-known/jwks.json", document);
        answers(
                "/.well-known/openid-configuration",
                ("{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + url() + "/.well-known/jwks.json\"}")
                        .getBytes(StandardCharsets.US_ASCII));
        server.start();
    }

    private void answers(String path, byte[] document) {
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, document.length);
                exchange.getResponseBody().write(document);
            }
        });
    }

    private static String number(byte[] signed) {
        return BASE64.encodeToString(signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed);
    }

    /** The issuer that tokens for HTTP APIs name. */
    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A token, signed. */
    String token(String claims) {
        try {
            String signed =
                    BASE64.encodeToString("{\"alg\":\"RS256\",\"kid\":\"one\"}".getBytes(StandardCharsets.US_ASCII))
                            + '.'
                            + BASE64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + '.' + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
