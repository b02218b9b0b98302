package dev.sallyport;

import com.sun.net.httpserver.HttpServer;
import dev.sallyport.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** A placeholder that answers 501 to everything, until the gateway is put together. */
public final class Gateway implements AutoCloseable {

    private final HttpServer server;

    private Gateway(HttpServer server) {
        this.server = server;
    }

    /** Listens. */
    public static Gateway start(Settings settings) {
        try {
            HttpServer server = HttpServer.create(settings.listen(), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(501, -1);
                exchange.close();
            });
            server.start();
            return new Gateway(server);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on " + settings.listen(), e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Does nothing. */
    public void drain() {}

    @Override
    public void close() {
        server.stop(0);
    }
}
