package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.HeadAdmission.Admitted;
import dev.sallyport.edge.HeadAdmission.Refused;
import dev.sallyport.edge.HeadAdmission.Verdict;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadAdmissionTest {

    private static DefaultHttpRequest request(HttpVersion version, String target, String... headers) {
        DefaultHttpRequest request = new DefaultHttpRequest(
                version,
                HttpMethod.GET,
                target,
                DefaultHttpHeadersFactory.headersFactory().withValidation(false));
        for (String header : headers) {
            int colon = header.indexOf(':');
            request.headers()
                    .add(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return request;
    }

    private static Verdict examine(String... headers) {
        return HeadAdmission.examine(request(HttpVersion.HTTP_1_1, "/p?q", headers));
    }

    private static int status(Verdict verdict) {
        return switch (verdict) {
            case Refused refused -> refused.status();
            case Admitted admitted -> 200;
        };
    }

    private static Admitted admitted(String... headers) {
        return (Admitted) examine(headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b:80", "127.0.0.1:1", "[::1]", "[::1]:8080", "a_b~c-d:", "A"})
    @DisplayName("HARDENING 2 (1): one valid Host")
    void hosts(String host) {
        assertThat(admitted("Host: " + host).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a,b", "u@a", "a/", "a:b", "a:123456", "[::1", "::1", "a\u0000", "a?"})
    @DisplayName("HARDENING 2 (1): no valid Host")
    void badHosts(String host) {
        assertThat(status(examine("Host: " + host))).isEqualTo(400);
        assertThat(status(examine())).isEqualTo(400);
        assertThat(status(examine("Host: a", "host: a"))).isEqualTo(400);
    }

    @Test
    @DisplayName("LIM-1, HARDENING 2 (2): HTTP/1.0 needs no Host, other versions are 505")
    void versions() {
        assertThat(status(HeadAdmission.examine(request(HttpVersion.HTTP_1_0, "/"))))
                .isEqualTo(200);
        for (String version : new String[] {"HTTP/9.9", "HTTP/2.0", "HTTP/1.2", "HTTP/0.9"}) {
            assertThat(status(HeadAdmission.examine(request(HttpVersion.valueOf(version), "/", "Host: a"))))
                    .isEqualTo(505);
        }
    }

    @ParameterizedTest
    @CsvSource({"/p?q, /p, q", "/, /, ", "/p?, /p, ''", "http://a/p?q, /p, q", "HTTPS://A?q, /, q", "/p?a?b, /p, a?b"})
    @DisplayName("RFC 9112 3.2: origin form, and absolute form for the same host")
    void targets(String target, String path, String query) {
        Admitted head = (Admitted) HeadAdmission.examine(request(HttpVersion.HTTP_1_1, target, "Host: a"));

        assertThat(head.path()).isEqualTo(path);
        assertThat(head.query()).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "p",
                "a:80",
                "http://b/p",
                "http:///p",
                "ftp://a/p",
                "/p#f",
                "/\u0000",
                "/\u007f",
                "/\u00e4",
                "/p?a|b",
                "/p?{a",
                "/p?a}",
                "/p?%%41"
            })
    @DisplayName("INV-25, INV-26, HARDENING 2 (3): other targets")
    void badTargets(String target) {
        assertThat(status(HeadAdmission.examine(request(HttpVersion.HTTP_1_1, target, "Host: a"))))
                .isEqualTo(400);
    }

    @Test
    @DisplayName("RFC 9112 6.3, HARDENING 2 (4): one length or one coding, never both")
    void lengths() {
        assertThat(admitted("Host: a").bodyLength()).isZero();
        assertThat(admitted("Host: a", "Content-Length: 5").bodyLength()).isEqualTo(5);
        assertThat(admitted("Host: a", "Content-Length: 999999999999999999").bodyLength())
                .isEqualTo(999_999_999_999_999_999L);
        assertThat(admitted("Host: a", "Transfer-Encoding: Chunked").bodyLength())
                .isEqualTo(-1);
        for (String[] lines : new String[][] {
            {"Host: a", "Content-Length: 5", "Transfer-Encoding: chunked"},
            {"Host: a", "Content-Length: 5", "Content-Length: 5"},
            {"Host: a", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"},
            {"Host: a", "Transfer-Encoding: chunked", "Transfer-Encoding:"},
            {"Host: a", "Content-Length: +5"},
            {"Host: a", "Content-Length: 5, 5"},
            {"Host: a", "Content-Length: 1000000000000000000"},
            {"Host: a", "Content-Length: \u0665"},
            {"Host: a", "Content-Length:"}
        }) {
            assertThat(status(examine(lines))).as(String.join(" | ", lines)).isEqualTo(400);
        }
        assertThat(status(examine("Host: a", "Transfer-Encoding: gzip, chunked")))
                .isEqualTo(501);
        assertThat(status(examine("Host: a", "Transfer-Encoding: identity"))).isEqualTo(501);
        assertThat(status(HeadAdmission.examine(
                        request(HttpVersion.HTTP_1_0, "/", "Host: a", "Transfer-Encoding: chunked"))))
                .isEqualTo(400);
    }

    @Test
    @DisplayName("LIM-7: one expectation is understood, and only from HTTP/1.1")
    void expectations() {
        assertThat(admitted("Host: a", "Expect: 100-Continue").expectsContinue())
                .isTrue();
        assertThat(admitted("Host: a").expectsContinue()).isFalse();
        assertThat(status(examine("Host: a", "Expect: 200-ok"))).isEqualTo(417);
        Admitted old =
                (Admitted) HeadAdmission.examine(request(HttpVersion.HTTP_1_0, "/", "Host: a", "Expect: 100-continue"));
        assertThat(old.expectsContinue()).isFalse();
    }

    @Test
    @DisplayName("HDR-30: keep-alive by version and by any Connection line")
    void keepAlive() {
        assertThat(admitted("Host: a").keepAlive()).isTrue();
        assertThat(admitted("Host: a", "Connection: X, Close").keepAlive()).isFalse();
        assertThat(admitted("Host: a", "Connection: keep-alive", "Connection: close")
                        .keepAlive())
                .isFalse();
        assertThat(((Admitted) HeadAdmission.examine(request(HttpVersion.HTTP_1_0, "/", "Host: a"))).keepAlive())
                .isFalse();
    }

    @Test
    @DisplayName("LIM-5, LIM-6: what the decoder refused keeps its reason")
    void decoderFailures() {
        DefaultHttpRequest line = request(HttpVersion.HTTP_1_1, "/", "Host: a");
        line.setDecoderResult(DecoderResult.failure(new TooLongHttpLineException("x")));
        assertThat(status(HeadAdmission.examine(line))).isEqualTo(414);
        line.setDecoderResult(DecoderResult.failure(new TooLongHttpHeaderException("x")));
        assertThat(status(HeadAdmission.examine(line))).isEqualTo(431);
        line.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("x")));
        assertThat(status(HeadAdmission.examine(line))).isEqualTo(400);
    }
}
