package dev.sallyport.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Starts the gateway and keeps it in the foreground. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Start the gateway and keep it in the foreground until Ctrl-C or SIGTERM.",
            "",
            "A flag comes before the environment variable in brackets, that before the file, that before the default."
        },
        footer = {
            "",
            "It prints \"Ready.\" with its URL when it serves. On SIGTERM or Ctrl-C requests in flight may finish; the exit"
                    + " code is 0 then, 1 after a failure, 2 when a flag or setting is wrong."
        })
final class UpCommand implements Callable<Integer> {

    private final SettingsOptions options;
    private final Up up;

    UpCommand(SettingsOptions options, Up up) {
        this.options = options;
        this.up = up;
    }

    @Override
    public Integer call() {
        return up.run(options.load(Map.of()));
    }
}
