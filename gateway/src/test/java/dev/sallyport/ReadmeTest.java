package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final String BEGIN = "<!-- operations:begin -->\n";
    private static final String END = "<!-- operations:end -->";

    @Test
    @DisplayName("the README's table of operations is what `sallyport operations --markdown` prints")
    void theTableOfOperationsIsTrue() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));

        String table = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));

        assertThat(table.strip())
                .as("put the output of ./sallyport operations --markdown between the markers")
                .isEqualTo(Gateway.operations().markdown().strip());
    }
}
