package dev.sallyport.cli;

import dev.sallyport.cli.demo.Rehearsal;
import dev.sallyport.config.Settings;
import dev.sallyport.config.SettingsLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/**
 * Starts a gateway on a free port with a data folder of its own, uses it, and ends: the training run of the ahead-of-time
 * cache, which the launcher makes after a build.
 */
@Command(name = "train", hidden = true, description = "Use a gateway for a moment; the launcher records it.")
final class TrainCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(TrainCommand.class);

    private final GatewayStarter starter;

    TrainCommand(GatewayStarter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("sallyport-training");
        try {
            Map<String, String> flags = Map.of(
                    "--listen", "127.0.0.1:0", "--data", folder.resolve("data").toString());
            Settings settings = SettingsLoader.load(flags, Map.of(), folder);
            try (RunningGateway gateway = starter.start(settings)) {
                rehearse(gateway, settings);
                gateway.drain();
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static void rehearse(RunningGateway gateway, Settings settings) throws IOException {
        try {
            Rehearsal.run(gateway, settings);
        } catch (CommandFailure e) {
            // The recording still holds the start, which is most of what it is for.
            log.warn("The training run ended early: {}", e.getMessage());
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
