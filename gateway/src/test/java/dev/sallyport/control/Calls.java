package dev.sallyport.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds requests as clients send them. */
final class Calls {

    static final String REQUEST_ID = "7f1c0f5e-0000-4000-8000-000000000001";

    private final String method;
    private final String target;
    private final List<WireRequest.Header> headers = new ArrayList<>();
    private byte[] body = {};

    private Calls(String method, String target) {
        this.method = method;
        this.target = target;
    }

    /** An unsigned request; the target may have a query. */
    static Calls unsigned(String method, String target) {
        return new Calls(method, target);
    }

    /** A request signed for a service in us-east-1. */
    static Calls signed(String service, String method, String target) {
        return unsigned(method, target).credential("AKIAEXAMPLE/20261122/us-east-1/" + service + "/aws4_request");
    }

    static Calls gateway(String method, String target) {
        return signed("apigateway", method, target);
    }

    static Calls lambda(String method, String target) {
        return signed("lambda", method, target);
    }

    Calls credential(String credential) {
        return header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=host;x-amz-date, Signature=abc");
    }

    Calls header(String name, String value) {
        headers.add(new WireRequest.Header(name, value));
        return this;
    }

    Calls body(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    Calls body(byte[] bytes) {
        body = bytes.clone();
        return this;
    }

    Calls form(String text) {
        return header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .body(text);
    }

    WireRequest request() {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? null : target.substring(question + 1);
        return new WireRequest(method, path, query, List.copyOf(headers), body, "127.0.0.1");
    }

    static String text(WireResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static @Nullable String header(WireResponse response, String name) {
        return response.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(WireRequest.Header::value)
                .findFirst()
                .orElse(null);
    }
}
