package dev.sallyport.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.cli.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP service behind the pet store's proxy path: answers with what it was asked, on a free loopback port. */
final class DemoBackend implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;

    private DemoBackend(HttpServer server) {
        this.server = server;
    }

    static DemoBackend start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", DemoBackend::answer);
            server.start();
            return new DemoBackend(server);
        } catch (IOException e) {
            throw new CommandFailure("The demo's backend cannot listen on a free loopback port: " + e.getMessage(), e);
        }
    }

    /** Without a path, for example {@code http://127.0.0.1:40001}. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] received = exchange.getRequestBody().readAllBytes();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("message", "The demo's backend was asked:");
            answer.put("method", exchange.getRequestMethod());
            answer.put("path", exchange.getRequestURI().getPath());
            answer.put("query", exchange.getRequestURI().getQuery());
            answer.put("bodyBytes", received.length);
            byte[] body = (JSON.writeValueAsString(answer) + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
