package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exchange does not know which protocol its client speaks: random requests get the same answers over both. */
class Http2SameAnswersTest {

    private static final TlsWorld WORLD = Http2World.of(new TlsFront());
    private static final String HOST = "abc123.execute-api.eu-west-1.amazonaws.com";
    private static final int REQUESTS = 60;

    /** What differs from request to request, and what speaks of the connection. */
    private static final List<String> OWN = List.of(
            "date",
            "connection",
            "transfer-encoding",
            "x-amzn-requestid",
            "x-amz-apigw-id",
            "x-amzn-trace-id",
            "keep-alive");

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture().tls(WORLD.front);

    @BeforeAll
    static void api() {
        GATEWAY.functions()
                .returns("echo", "{\"statusCode\":201,\"headers\":{\"X-A\":\"1\"},\"body\":\"from a function\"}");
        GATEWAY.backend().behave(call -> {
            String body = call.request().line() + "|" + call.request().body().length() + "|"
                    + call.request().header("x-one") + "|" + call.request().headers("Cookie");
            String more = call.request().line().contains("large") ? "x".repeat(150_000) : "";
            if (call.request().line().startsWith("HEAD")) {
                call.send("HTTP/1.1 200 OK\r\nContent-Length: 77\r\nX-Back: 1\r\n\r\n");
            } else if (call.request().line().contains("chunks")) {
                call.send("HTTP/1.1 203 Fine\r\nTransfer-Encoding: chunked\r\nX-Back: 1\r\nX-Back: 2\r\n\r\n"
                        + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
            } else {
                call.send("HTTP/1.1 200 OK\r\nContent-Type: text/x\r\nContent-Length: " + (body + more).length()
                        + "\r\n\r\n" + body + more);
            }
        });
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/mock", TestIntegration.mock("$context.httpMethod $context.path $input.params('q')"))
                .on("GET", "/get-only", TestIntegration.mock("got"))
                .on("ANY", "/function", TestIntegration.lambdaProxy("echo"))
                .on("ANY", "/absent", TestIntegration.lambdaProxy("absent"))
                .on(
                        "ANY",
                        "/proxy/{proxy+}",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/{proxy}"))
                                .map("path.proxy", "method.request.path.proxy"))
                .on(
                        "ANY",
                        "/stream/{proxy+}",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/{proxy}"))
                                .map("path.proxy", "method.request.path.proxy")
                                .transfer("STREAM")));
    }

    private record Request(String method, String path, List<String> headers, String body) {}

    private static Request request(SplittableRandom random) {
        String[] methods = {"GET", "GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"};
        String[] paths = {
            "/test/mock",
            "/test/mock/",
            "/test//mock",
            "/test/get-only",
            "/test/function",
            "/test/absent",
            "/test/none",
            "/none",
            "/",
            "/test/proxy/small",
            "/test/proxy/large",
            "/test/proxy/chunks",
            "/test/stream/small",
            "/test/stream/large",
            "/test/stream/chunks",
            "/test/mock/%2e%2e/x",
            "/test/mock|x"
        };
        String[] queries = {"", "", "?q=1", "?q=%20a&q=b", "?", "?q={x}", "?q=%%", "?q=" + "y".repeat(9_000)};
        String method = methods[random.nextInt(methods.length)];
        List<String> headers = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            headers.addAll(List.of("x-one", "value " + random.nextInt(5)));
        }
        if (random.nextInt(3) == 0) {
            headers.addAll(List.of("cookie", "a=" + random.nextInt(9)));
        }
        if (random.nextInt(8) == 0) {
            headers.addAll(List.of("x-large", "l".repeat(random.nextInt(11_000))));
        }
        if (random.nextInt(8) == 0) {
            headers.addAll(List.of("x-empty", ""));
        }
        if (random.nextInt(8) == 0) {
            headers.addAll(List.of("x-forwarded-for", "192.0.2.1"));
        }
        if (random.nextInt(12) == 0) {
            headers.addAll(List.of("expect", "something"));
        }
        boolean hasBody = method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
        String body = hasBody ? "b".repeat(random.nextInt(4) == 0 ? 40_000 : random.nextInt(50)) : "";
        return new Request(
                method, paths[random.nextInt(paths.length)] + queries[random.nextInt(queries.length)], headers, body);
    }

    private static String overOne(Request request) throws Exception {
        try (SSLSocket socket = TlsWorld.connect(TlsWorld.client(null), GATEWAY.tlsAddress(), "localhost");
                RawClient client = new RawClient(socket)) {
            StringBuilder wire =
                    new StringBuilder(request.method + " " + request.path + " HTTP/1.1\r\nHost: " + HOST + "\r\n");
            for (int i = 0; i < request.headers.size(); i += 2) {
                wire.append(request.headers.get(i))
                        .append(": ")
                        .append(request.headers.get(i + 1))
                        .append("\r\n");
            }
            if (!request.body.isEmpty()) {
                wire.append("content-length: ").append(request.body.length()).append("\r\n");
            }
            client.send(wire + "\r\n" + request.body);
            RawClient.Answer answer =
                    request.method.equals("HEAD") ? new RawClient.Answer(client.head(), "") : client.answer();
            Map<String, Set<String>> headers = new TreeMap<>();
            answer.head().lines().skip(1).forEach(line -> {
                int colon = line.indexOf(':');
                add(headers, line.substring(0, colon), line.substring(colon + 1).strip());
            });
            return answer.status() + " " + headers + " " + answer.body();
        }
    }

    private static void add(Map<String, Set<String>> headers, String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!OWN.contains(lower)) {
            headers.computeIfAbsent(lower, key -> new TreeSet<>()).add(value);
        }
    }

    private static String told(RawHttp2.Answer answer) {
        Map<String, Set<String>> headers = new TreeMap<>();
        answer.headers().forEach(field -> {
            if (field.getKey().charAt(0) != ':') {
                add(headers, field.getKey().toString(), field.getValue().toString());
            }
        });
        return answer.status() + " " + headers + " " + answer.body();
    }

    private static int send(RawHttp2 client, Request request, SplittableRandom random) throws Exception {
        List<String> more = new ArrayList<>(request.headers);
        if (!request.body.isEmpty() && random.nextBoolean()) {
            more.addAll(List.of("content-length", String.valueOf(request.body.length())));
        }
        int stream = client.request(
                request.body.isEmpty(), RawHttp2.fields(request.method, request.path, more.toArray(String[]::new)));
        int at = 0;
        while (at < request.body.length()) {
            int count = Math.min(request.body.length() - at, 1 + random.nextInt(16_000));
            client.data(stream, request.body.substring(at, at + count), at + count == request.body.length());
            at += count;
        }
        return stream;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName("Random requests, many at a time, get over HTTP/2 what they get over HTTP/1.1")
    void same(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        try (RawHttp2 client = RawHttp2.open(GATEWAY.tlsAddress())) {
            List<Request> requests = new ArrayList<>();
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                Request request = request(random);
                requests.add(request);
                streams.add(send(client, request, random));
                if (random.nextInt(4) == 0) {
                    client.answer(streams.get(random.nextInt(streams.size())));
                }
            }
            for (int i = 0; i < REQUESTS; i++) {
                Request request = requests.get(i);
                assertThat(answer(client, streams.get(i), request))
                        .as("%s", request)
                        .isEqualTo(overOne(request));
            }
        }
    }

    private static String answer(RawHttp2 client, int stream, Request request) {
        try {
            return told(client.answer(stream));
        } catch (IOException broken) {
            throw new AssertionError("no answer to " + request, broken);
        }
    }
}
