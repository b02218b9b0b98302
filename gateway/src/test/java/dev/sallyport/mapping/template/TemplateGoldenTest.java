package dev.sallyport.mapping.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateGoldenTest {

    static List<TemplateCase> cases() throws IOException {
        return TemplateCase.all(Path.of("src/test/resources/golden/vtl"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @DisplayName("rest-data-plane 8")
    void renders(TemplateCase given) {
        if (given.has("error")) {
            assertThatThrownBy(() -> given.source().render(given.text("template")))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining(given.text("error"));
        } else {
            assertThat(given.source().render(given.text("template"))).isEqualTo(given.text("expected"));
        }
    }

    @Test
    @DisplayName("DESIGN 6: every case names a rule and there are more than eighty")
    void named() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(80).allSatisfy(each -> {
            assertThat(each.name()).matches(".*(VTL|INT|MAP|GWR|HARDENING)[- ][0-9.]+.*");
            assertThat(each.has("expected") || each.has("error")).isTrue();
        });
    }
}
