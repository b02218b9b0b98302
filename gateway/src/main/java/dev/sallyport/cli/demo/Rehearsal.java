package dev.sallyport.cli.demo;

import dev.sallyport.cli.Foreground;
import dev.sallyport.cli.RunningGateway;
import dev.sallyport.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Uses a gateway as its first users will, so that a recording of the process knows which classes a start needs. */
public final class Rehearsal {

    private static final int ROUNDS = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private Rehearsal() {}

    /**
     * Makes the pet store and calls what needs no interpreter.
     *
     * @throws dev.sallyport.cli.CommandFailure when the pet store cannot be made
     */
    public static void run(RunningGateway gateway, Settings settings) throws IOException, InterruptedException {
        String endpoint = Foreground.url(gateway.address());
        try (DemoBackend backend = DemoBackend.start();
                HttpClient http = HttpClient.newHttpClient()) {
            PetStore store = PetStore.create(new AwsClient(endpoint, settings.region()), settings, backend.url());
            String base = store.invokeUrl(endpoint, "dev");
            for (int round = 0; round < ROUNDS; round++) {
                for (String path : List.of("/health", "/backend/hello?round=" + round, "/none")) {
                    HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                            .timeout(TIMEOUT)
                            .build();
                    http.send(request, BodyHandlers.discarding());
                }
            }
        }
    }
}
