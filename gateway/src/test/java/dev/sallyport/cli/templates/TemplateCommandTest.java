package dev.sallyport.cli.templates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.cli.Cli;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new Cli(
                        "1",
                        settings -> {
                            throw new AssertionError("nothing is started");
                        },
                        format -> "",
                        Map.of(),
                        folder)
                .printingTo(new PrintWriter(out, true), new PrintWriter(err, true))
                .run(arguments);
    }

    @Test
    void rendersAndShowsEveryVariable() throws IOException {
        Files.writeString(folder.resolve("t.vtl"), """
                #set($name = $input.path('$.name'))
                #set($context.requestOverride.header.X-A = "h")
                #set($context.responseOverride.status = 418)
                {"hello": "$name", "id": $input.params('id'), "who": "$context.authorizer.principalId", \
                "v": "$stageVariables.v"}
                """);
        Files.writeString(folder.resolve("b.json"), "{\"name\": \"you\"}");

        int code = run(
                "template",
                "test",
                "t.vtl",
                "--body",
                "b.json",
                "--param",
                "path.id=5",
                "--context",
                "authorizer.principalId=me",
                "--stage-variable",
                "v=1");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString())
                .startsWith("{\"hello\": \"you\", \"id\": 5, \"who\": \"me\", \"v\": \"1\"}")
                .contains("  $name = you")
                .contains("  request header X-A = h")
                .contains("  response status = 418")
                .contains("  $input.body = {\"name\": \"you\"}")
                .contains("  $input.params().path.id = 5")
                .contains("  $context.stage = test")
                .contains("  $stageVariables.v = 1");
    }

    @Test
    void quietlyPrintsTheOutputAlone() throws IOException {
        Files.writeString(folder.resolve("t.vtl"), "#set($a = 1)$a");

        assertThat(run("template", "test", "t.vtl", "--quiet")).isZero();
        assertThat(out.toString().strip()).isEqualTo("1");
    }

    @Test
    void tellsWhereATemplateFails() throws IOException {
        Files.writeString(folder.resolve("t.vtl"), "{\n  #include('x')\n}");

        assertThat(run("template", "test", "t.vtl")).isEqualTo(1);
        assertThat(err.toString())
                .contains("#include is not available in mapping templates in t.vtl, line 2, column 3");
    }

    @Test
    void tellsWhatIsMissing() {
        assertThat(run("template")).isEqualTo(2);
        assertThat(run("template", "test", "none.vtl")).isEqualTo(1);
        assertThat(err.toString()).contains("sallyport template test FILE", "There is no file none.vtl.");
    }
}
