package dev.sallyport.pipeline.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadFormTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "false, absent, TEXT",
                "false, CONVERT_TO_BINARY, FROM_BASE64",
                "false, CONVERT_TO_TEXT, TEXT",
                "true, absent, BYTES",
                "true, CONVERT_TO_BINARY, BYTES",
                "true, CONVERT_TO_TEXT, TO_BASE64"
            })
    @DisplayName("BIN-2: every cell")
    void requests(boolean matches, @Nullable String handling, PayloadForm expected) {
        assertThat(PayloadForm.ofRequest(matches, handling)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "text, text, absent, TEXT",
                "text, text, CONVERT_TO_BINARY, FROM_BASE64",
                "text, text, CONVERT_TO_TEXT, TEXT",
                "text, binary, absent, FROM_BASE64",
                "text, binary, CONVERT_TO_BINARY, FROM_BASE64",
                "text, binary, CONVERT_TO_TEXT, TEXT",
                "binary, text, absent, TO_BASE64",
                "binary, text, CONVERT_TO_BINARY, BYTES",
                "binary, text, CONVERT_TO_TEXT, TO_BASE64",
                "binary, binary, absent, BYTES",
                "binary, binary, CONVERT_TO_BINARY, BYTES",
                "binary, binary, CONVERT_TO_TEXT, TO_BASE64"
            })
    @DisplayName("BIN-3: every cell; without binary media types both sides are text")
    void responses(String backend, String client, @Nullable String handling, PayloadForm expected) {
        assertThat(PayloadForm.ofResponse(backend.equals("binary"), client.equals("binary"), handling))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("BIN-2 to BIN-4: the conversions themselves")
    void conversions() {
        byte[] bytes = {'h', 'i', (byte) 0xFF};

        assertThat(converted(PayloadForm.BYTES, bytes)).isEqualTo(bytes);
        assertThat(new String(converted(PayloadForm.TEXT, bytes), StandardCharsets.UTF_8))
                .isEqualTo("hi\uFFFD");
        assertThat(converted(PayloadForm.TO_BASE64, bytes)).asString().isEqualTo("aGn/");
        assertThat(converted(PayloadForm.FROM_BASE64, "aGn/".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(bytes);
        assertThatThrownBy(() -> converted(PayloadForm.FROM_BASE64, "{}".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] converted(PayloadForm form, byte[] payload) {
        var result = form.convert(Unpooled.wrappedBuffer(payload));
        byte[] bytes = new byte[result.readableBytes()];
        result.readBytes(bytes);
        return bytes;
    }
}
