package dev.sallyport.compat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Plain HTTP, as callers of an API and clients without an SDK speak it. */
final class Http {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private Http() {}

    static HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build());
    }

    /** A request with one header more. */
    static HttpResponse<String> get(URI uri, String header, String value) {
        return send(HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header(header, value)
                .build());
    }

    /** A request with any method and headers, names and values by turns, and its answer's bytes. */
    static HttpResponse<byte[]> bytes(String verb, URI uri, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .method(verb, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofByteArray()).join();
    }

    /** A request as one that has come for a host name, with headers, names and values by turns. */
    static HttpResponse<String> as(String host, URI uri, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Host", host);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** A certificate of ACM's own; returns its ARN. */
    static String certificate(URI endpoint, String domainName) {
        String answer = target(
                        endpoint,
                        GatewayProcess.ACCOUNT,
                        "acm",
                        "CertificateManager.RequestCertificate",
                        "{\"DomainName\": \"" + domainName + "\", \"ValidationMethod\": \"DNS\"}")
                .body();
        return answer.substring(answer.indexOf("arn:"), answer.lastIndexOf('"'));
    }

    /** A request of an API with a JSON body. */
    static HttpResponse<String> post(URI uri, String body) {
        return send(HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build());
    }

    static CompletableFuture<HttpResponse<String>> begin(URI uri) {
        return CLIENT.sendAsync(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
    }

    /** A call of the AWS API with a scope of credentials for a service. */
    static HttpResponse<String> control(URI endpoint, String verb, String path, String service, String body) {
        return send(HttpRequest.newBuilder(URI.create(endpoint + path))
                .timeout(TIMEOUT)
                .method(verb, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Authorization", authorization(service))
                .build());
    }

    /** A call of a service that is told its operation by a header. */
    static HttpResponse<String> target(URI endpoint, String account, String service, String target, String body) {
        return send(HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofString(body))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", target)
                .header("Authorization", authorization(service).replace("=test/", "=" + account + "/"))
                .build());
    }

    /** A call of a service of AWS's Query protocol, with the operation in a form. */
    static HttpResponse<String> query(URI endpoint, String account, String service, String form) {
        return send(HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofString(form))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", authorization(service).replace("=test/", "=" + account + "/"))
                .build());
    }

    static String authorization(String service) {
        return "AWS4-HMAC-SHA256 Credential=test/20260101/" + Clients.REGION.id() + "/" + service
                + "/aws4_request, SignedHeaders=host, Signature=0";
    }

    static String errorType(HttpResponse<?> response) {
        return response.headers().firstValue("x-amzn-errortype").orElse("").replaceAll(":.*", "");
    }

    private static HttpResponse<String> send(HttpRequest request) {
        return CLIENT.sendAsync(request, BodyHandlers.ofString()).join();
    }
}
