package dev.sallyport.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "image/png, image/png, true",
                "IMAGE/PNG, image/png, true",
                "image/png;q=0.5, image/png, true",
                "image/jpg, image/png, false",
                "image/*, image/png, false",
                "*/*, image/png, false",
                "absent, image/png, false",
                "'image/png,image/*,*/*;q=0.8', image/png, true",
                "'image/webp,image/png,*/*;q=0.8', image/png, false",
                "application/whatever, application/*, true",
                "application/*, application/*, true",
                "image/test, */test, false",
                "*/*, */*, true"
            })
    @DisplayName("BIN-1: the table of Accept")
    void accept(String accept, String entry, boolean binary) {
        assertThat(MediaTypes.matchesAccept(List.of(entry), accept)).isEqualTo(binary);
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, image/png, true",
        "image/png, image/*, true",
        "image/png, */*, true",
        "image/png, image/jpeg, false",
        "imagex/png, image/*, false",
        "image/png, */png, false"
    })
    @DisplayName("BIN-1: the request side")
    void request(String type, String entry, boolean binary) {
        assertThat(MediaTypes.matchesRequest(List.of(entry), type)).isEqualTo(binary);
        assertThat(MediaTypes.matchesRequest(List.of(), type)).isFalse();
    }

    @Test
    @DisplayName("INT-90: parameters are cut, absent is JSON")
    void contentType() {
        assertThat(MediaTypes.ofContent("Text/HTML; charset=utf-8")).isEqualTo("text/html");
        assertThat(MediaTypes.ofContent(null)).isEqualTo("application/json");
        assertThat(MediaTypes.ofContent(" ")).isEqualTo("application/json");
    }
}
