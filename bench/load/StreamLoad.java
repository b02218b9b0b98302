import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Closed load by HTTP/2 over TLS: so many connections, each with so many requests under way. Trusts every certificate. */
public final class StreamLoad {

    private static final int MAX_SAMPLES = 4_000_000;

    private final HttpRequest request;
    private final long end;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final int[] micros = new int[MAX_SAMPLES];
    private final CountDownLatch running;

    private StreamLoad(URI url, double seconds, int concurrent) {
        request = HttpRequest.newBuilder(url).build();
        end = System.nanoTime() + (long) (seconds * 1e9);
        running = new CountDownLatch(concurrent);
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            options.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        int connections = Integer.parseInt(options.get("connections"));
        int streams = Integer.parseInt(options.get("streams"));
        StreamLoad load = new StreamLoad(
                URI.create(options.get("url")), Double.parseDouble(options.get("seconds")), connections * streams);
        SSLContext anybody = SSLContext.getInstance("TLS");
        anybody.init(null, new TrustManager[] {new Anybody()}, null);
        long begin = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_2)
                    .sslContext(anybody)
                    .executor(Runnable::run)
                    .build();
            // The first answer makes the connection that the others share.
            HttpResponse<Void> first = client.send(load.request, HttpResponse.BodyHandlers.discarding());
            if (first.version() != HttpClient.Version.HTTP_2) {
                throw new IllegalStateException("the target does not speak HTTP/2");
            }
            for (int k = 0; k < streams; k++) {
                load.next(client);
            }
        }
        load.running.await();
        load.print((System.nanoTime() - begin) / 1_000);
        System.exit(0);
    }

    private void next(HttpClient client) {
        long sent = System.nanoTime();
        if (sent >= end) {
            running.countDown();
            return;
        }
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenCompleteAsync((answer, error) -> {
            if (error != null) {
                errors.incrementAndGet();
            } else {
                long number = answers.getAndIncrement();
                micros[(int) (number % MAX_SAMPLES)] = (int) ((System.nanoTime() - sent) / 1_000);
                if (answer.statusCode() < 200 || answer.statusCode() >= 400) {
                    refusals.incrementAndGet();
                }
            }
            next(client);
        });
    }

    private void print(long elapsedMicros) {
        int count = (int) Math.min(MAX_SAMPLES, answers.get());
        int[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        System.out.println(String.format(
                Locale.ROOT,
                "{\"requests\":%d,\"micros\":%d,\"not_2xx_3xx\":%d,\"socket_errors\":%d,"
                        + "\"p50\":%d,\"p90\":%d,\"p99\":%d,\"p999\":%d}",
                answers.get(),
                elapsedMicros,
                refusals.get(),
                errors.get(),
                at(sorted, 0.5),
                at(sorted, 0.9),
                at(sorted, 0.99),
                at(sorted, 0.999)));
    }

    private static int at(int[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }

    /** Looks neither at certificates nor at the names in them. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
