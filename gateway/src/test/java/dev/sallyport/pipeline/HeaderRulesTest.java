package dev.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.http.Headers;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

    private static List<String> mapped(String name) {
        Headers headers = new Headers();
        HeaderRules.addMappedResponseHeader(headers, name, "v");
        return names(headers);
    }

    private static List<String> proxied(String name) {
        Headers headers = new Headers();
        HeaderRules.addProxyResponseHeader(headers, name, "v");
        return names(headers);
    }

    private static List<String> names(Headers headers) {
        return headers.size() == 0 ? List.of() : List.of(headers.name(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "Connection",
                "Content-Length",
                "Content-MD5",
                "Date",
                "Expect",
                "Host",
                "Max-Forwards",
                "Proxy-Authenticate",
                "Server",
                "Trailer",
                "Upgrade",
                "User-Agent",
                "WWW-Authenticate"
            })
    @DisplayName("HDR-2: remapped when a custom integration maps them")
    void remapped(String name) {
        assertThat(mapped(name)).containsExactly("x-amzn-Remapped-" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept",
                "Accept-Charset",
                "Accept-Encoding",
                "Age",
                "Content-Encoding",
                "Content-Type",
                "Pragma",
                "Range",
                "Referer",
                "TE",
                "Via",
                "Warn",
                "X-Own"
            })
    @DisplayName("HDR-2: passed when a custom integration maps them")
    void passed(String name) {
        assertThat(mapped(name)).containsExactly(name);
    }

    @Test
    @DisplayName("HDR-2: Transfer-Encoding is dropped")
    void dropped() {
        assertThat(mapped("transfer-encoding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Content-Length",
                "Date",
                "Server",
                "x-amzn-RequestId",
                "WWW-Authenticate",
                "User-Agent"
            })
    @DisplayName("HDR-1, HDR-3, INT-53: remapped when a proxied backend sends them")
    void proxyRemapped(String name) {
        assertThat(proxied(name)).containsExactly("x-amzn-Remapped-" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "Transfer-Encoding", "Expect", "TE", "Trailer", "Upgrade", "Proxy-Authenticate"})
    @DisplayName("HDR-1, HDR-3: dropped when a proxied backend sends them")
    void proxyDropped(String name) {
        assertThat(proxied(name)).isEmpty();
    }

    @Test
    @DisplayName("HDR-3, a choice of ours: Content-Encoding passes, because the body passes as it is")
    void contentEncoding() {
        assertThat(proxied("Content-Encoding")).containsExactly("Content-Encoding");
    }

    @Test
    @DisplayName("HDR-20: forbidden targets of request mappings")
    void forbidden() {
        for (String name :
                List.of("content-length", "Transfer-Encoding", "X-AMZN-TRACE-ID", "x-amzn-apigateway-api-id")) {
            for (String type : List.of("HTTP", "HTTP_PROXY", "AWS", "AWS_PROXY", "MOCK")) {
                assertThat(HeaderRules.isForbiddenTarget(type, name))
                        .as(type + name)
                        .isTrue();
            }
        }
        for (String name : List.of("Authorization", "connection", "Expect", "proxy-authenticate", "TE")) {
            assertThat(HeaderRules.isForbiddenTarget("AWS", name)).isTrue();
            assertThat(HeaderRules.isForbiddenTarget("AWS_PROXY", name)).isTrue();
            assertThat(HeaderRules.isForbiddenTarget("HTTP", name)).isFalse();
        }
        assertThat(HeaderRules.isForbiddenTarget("AWS", "X-Own")).isFalse();
    }

    @Test
    @DisplayName("HDR-21: targets of request mappings that are dropped without a word")
    void silentlyDropped() {
        for (String name : List.of("Expect", "Proxy-Authenticate", "te", "Connection", "Via")) {
            assertThat(HeaderRules.isDroppedTarget("HTTP", name)).isTrue();
            assertThat(HeaderRules.isDroppedTarget("HTTP_PROXY", name)).isTrue();
        }
        assertThat(HeaderRules.isDroppedTarget("AWS", "Referer")).isTrue();
        for (String name :
                List.of("Host", "Content-MD5", "Max-Forwards", "Server", "Trailer", "Upgrade", "WWW-Authenticate")) {
            assertThat(HeaderRules.isDroppedTarget("HTTP", name)).as(name).isFalse();
        }
    }

    @Test
    @DisplayName("HDR-30, HDR-31: what the gateway adds replaces what a backend pretends")
    void gatewayHeaders() {
        Headers headers = new Headers().add("X-Amz-Apigw-Id", "theirs").add("x-amzn-trace-id", "theirs");
        HeaderRules.addGatewayHeaders(
                headers, TestExchange.of("GET", "/", "/").traced().build());

        assertThat(headers.all("x-amz-apigw-id")).containsExactly("OQ3x1Gd8joEFZAw=");
        assertThat(headers.all("X-Amzn-Trace-Id")).containsExactly("Root=1-6553f1a2-1b2c3d4e5f60718293a4b5c6");
        assertThat(headers.all("x-amzn-RequestId")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\u0000", "\u007f", " a", "a ", "\u001b[0m"})
    @DisplayName("HARDENING 2: values that could end their line are none")
    void unsafeValues(String value) {
        assertThat(HeaderRules.isSafeValue(value)).isFalse();
        assertThat(HeaderRules.isSafeValue("a\tb c=\u00e4")).isTrue();
        assertThat(HeaderRules.isSafeValue("")).isTrue();
    }
}
