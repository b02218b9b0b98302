package dev.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {

    @Test
    void theDocumentationInTheRepositoryIsFresh() throws Exception {
        Path file = projectFolder().resolve("docs").resolve("settings.md");

        assertThat(file)
                .as("docs/settings.md; make it anew with: ./sallyport settings > docs/settings.md")
                .hasContent(SettingsReference.markdown());
    }

    @Test
    void everySettingHasItsRow() {
        for (Setting<?> setting : Setting.ALL) {
            assertThat(SettingsReference.markdown())
                    .contains("`" + setting.variable() + "`")
                    .contains("`" + setting.name() + "`");
        }
    }

    private static Path projectFolder() {
        Path workingFolder = Path.of("").toAbsolutePath();
        for (Path folder = workingFolder; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("sallyport"))) {
                return folder;
            }
        }
        throw new AssertionError("No folder above " + workingFolder + " has the launcher");
    }
}
