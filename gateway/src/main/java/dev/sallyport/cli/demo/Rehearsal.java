package dev.sallyport.cli.demo;

import dev.sallyport.cli.Foreground;
import dev.sallyport.cli.RunningGateway;
import dev.sallyport.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Uses a gateway as its first users will, so that a recording of the process knows which classes a start needs. */
public final class Rehearsal {

    private static final int ROUNDS = 50;
    private static final byte[] NO_BODY = {};

    private Rehearsal() {}

    /**
     * Makes the pet store and calls what needs no interpreter.
     *
     * @throws dev.sallyport.cli.CommandFailure when the pet store cannot be made
     */
    public static void run(RunningGateway gateway, Settings settings) throws IOException {
        String endpoint = Foreground.url(gateway.address());
        try (DemoBackend backend = DemoBackend.start()) {
            PetStore store = PetStore.create(new AwsClient(endpoint, settings.region()), settings, backend.url());
            String base = store.invokeUrl(endpoint, "dev");
            for (int round = 0; round < ROUNDS; round++) {
                for (String path : List.of("/health", "/backend/hello?round=" + round, "/none")) {
                    PlainHttp.send("GET", URI.create(base + path), Map.of(), NO_BODY);
                }
            }
        }
    }
}
