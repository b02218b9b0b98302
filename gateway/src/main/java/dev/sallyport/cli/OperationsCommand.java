package dev.sallyport.cli;

import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints which operations of the AWS APIs are supported. */
@Command(
        name = "operations",
        mixinStandardHelpOptions = true,
        description = "Print which operations of the AWS APIs this version supports.")
final class OperationsCommand implements Callable<Integer> {

    private final Function<OperationsFormat, String> report;

    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup
    private @Nullable Format format;

    OperationsCommand(Function<OperationsFormat, String> report) {
        this.report = report;
    }

    @Override
    public Integer call() {
        OperationsFormat wanted = OperationsFormat.TEXT;
        if (format != null && format.json) {
            wanted = OperationsFormat.JSON;
        } else if (format != null && format.markdown) {
            wanted = OperationsFormat.MARKDOWN;
        }
        if (spec != null) {
            spec.commandLine().getOut().println(report.apply(wanted).stripTrailing());
        }
        return 0;
    }

    /** One format at most. */
    private static final class Format {

        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Option(names = "--markdown", description = "As a Markdown table.")
        private boolean markdown;
    }
}
