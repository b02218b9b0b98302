package dev.sallyport.cli.templates;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.config.Limits;
import dev.sallyport.mapping.template.Context;
import dev.sallyport.mapping.template.Overrides;
import dev.sallyport.mapping.template.TemplateCompiler;
import dev.sallyport.mapping.template.TemplateException;
import dev.sallyport.mapping.template.Trial;
import dev.sallyport.snapshot.IntegrationCompiler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Renders a template against a sample and shows every variable. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Render a mapping template against a sample, and show every variable that it sets and sees.",
            "It runs under the same bounds as in the gateway; none needs to be running.",
            ""
        })
final class TestCommand implements Callable<Integer> {

    private final Path workingFolder;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TEMPLATE", description = "The file with the template.")
    private @Nullable Path template;

    @Option(names = "--body", paramLabel = "FILE", description = "The file with the body that $input reads.")
    private @Nullable Path body;

    @Option(
            names = "--param",
            paramLabel = "KIND.NAME=VALUE",
            description = "A parameter of the request: path.id=5, querystring.q=x, header.X-A=y. May be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--context",
            paramLabel = "NAME=VALUE",
            description =
                    "A variable of $context, for example identity.sourceIp=::1 or authorizer.principalId=me. May be"
                            + " repeated.")
    private Map<String, String> context = new LinkedHashMap<>();

    @Option(names = "--stage-variable", paramLabel = "NAME=VALUE", description = "A stage variable. May be repeated.")
    private Map<String, String> stageVariables = new LinkedHashMap<>();

    @Option(names = "--quiet", description = "Print the output alone.")
    private boolean quiet;

    TestCommand(Path workingFolder) {
        this.workingFolder = workingFolder;
    }

    @Override
    public Integer call() {
        Sample sample = new Sample(parameters, context, stageVariables, body == null ? "" : read(body));
        Context seen = new Context(sample);
        TemplateCompiler compiler = new TemplateCompiler(IntegrationCompiler.templateBounds(Limits.DEFAULTS));
        Path file = template;
        if (file == null || spec == null) {
            throw new CommandFailure("Name the file with the template.");
        }
        try {
            Trial trial = compiler.tryOut(file.toString(), read(file), sample, sample.requestText(), seen);
            print(spec.commandLine().getOut(), trial, sample, seen.overrides());
            return 0;
        } catch (TemplateException failed) {
            throw new CommandFailure("The template fails: " + failed.getMessage(), failed);
        }
    }

    private String read(Path file) {
        try {
            return Files.readString(workingFolder.resolve(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new CommandFailure("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new CommandFailure("The file " + file + " cannot be read (" + e + ").", e);
        }
    }

    private void print(PrintWriter out, Trial trial, Sample sample, Overrides overrides) {
        out.println(trial.output());
        if (!quiet) {
            section(out, "Variables that the template sets", trial.variables(), "$");
            section(out, "Overrides", overridden(overrides), "");
            section(out, "What the template sees", sample.visible(), "$");
        }
        out.flush();
    }

    private static void section(PrintWriter out, String title, Map<String, String> lines, String before) {
        out.println();
        out.println(title + (lines.isEmpty() ? ": none" : ":"));
        lines.forEach((name, value) -> out.println("  " + before + name + " = " + value));
    }

    private static Map<String, String> overridden(Overrides overrides) {
        Map<String, String> lines = new LinkedHashMap<>();
        add(lines, "request header ", overrides.requestHeaders());
        add(lines, "request querystring ", overrides.requestQuery());
        add(lines, "request path ", overrides.requestPath());
        add(lines, "response header ", overrides.responseHeaders());
        overrides.responseStatus().ifPresent(status -> lines.put("response status", Integer.toString(status)));
        return lines;
    }

    private static void add(Map<String, String> lines, String kind, Map<String, List<String>> values) {
        values.forEach((name, each) -> lines.put(kind + name, String.join(",", each)));
    }
}
