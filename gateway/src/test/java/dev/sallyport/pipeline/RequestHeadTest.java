package dev.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.http.Headers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHeadTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/stage/proxy-value, stage, /proxy-value, /stage/proxy-value",
        "/stage/proxy-value/, stage, /proxy-value/, /stage/proxy-value/",
        "/stage//proxy-value, stage, /proxy-value, /stage//proxy-value",
        "/stage//hardcoded, stage, /hardcoded, /stage//hardcoded",
        "//stage/proxy-value, stage, /proxy-value, /stage/proxy-value",
        "/stage/proxy-value//double-slash, stage, /proxy-value//double-slash, /stage/proxy-value//double-slash",
        "/stage/test%2Balias@gmail.com/plus/test+alias@gmail.com, stage,"
                + " /test%2Balias@gmail.com/plus/test+alias@gmail.com,"
                + " /stage/test%2Balias@gmail.com/plus/test+alias@gmail.com",
        "/stage, stage, /, /stage",
        "/stage/, stage, /, /stage/",
        "/stage//, stage, /, /stage//",
        "/dev/dev, dev, /dev, /dev/dev",
        "/, '', /, /",
        "//, '', /, /"
    })
    @DisplayName("Table 1.2, INV-12, INV-13")
    void table(String path, String stage, String eventPath, String contextPath) {
        RequestHead head = RequestHead.of("GET", path, null, new Headers(), "::1", null, 80, false);
        assertThat(head.stage()).isEqualTo(stage);
        assertThat(head.eventPath()).isEqualTo(eventPath);
        assertThat(head.contextPath()).isEqualTo(contextPath);
    }
}
