package dev.sallyport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus of {@link HttpFuzz} as a regression test: what attacks are made of, and every finding of a fuzzer. */
class HttpFuzzTest {

    private static final int CUTS = 20;

    @ParameterizedTest
    @MethodSource
    @DisplayName("HARDENING B8: requests of the corpus")
    void requests(Path file) throws IOException {
        check(file, Checks::requests);
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("HARDENING B8: responses of the corpus")
    void responses(Path file) throws IOException {
        check(file, Checks::responses);
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("HARDENING B8: chunked bodies of the corpus")
    void body(Path file) throws IOException {
        check(file, Checks::body);
    }

    @Test
    @DisplayName("HARDENING B9: a stream on which we were laxer than Netty would be told of")
    void complaints() {
        Transcript ours = OwnCodec.requests(List.of(Wire.buffer("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
        Transcript refused = NettyCodec.requests(List.of(Wire.buffer("GET / HTTP/1.1\r\n: a\r\n\r\n")));
        Transcript other = NettyCodec.requests(List.of(Wire.buffer("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")));

        assertThat(refused.refused).isTrue();
        assertThat(ours.complaintAgainst(refused)).isNotNull();
        assertThat(ours.complaintAgainst(other)).isNotNull();
        assertThat(ours.complaintAgainst(ours)).isNull();
    }

    private static void check(Path file, Checks.Check check) throws IOException {
        byte[] stream = Files.readAllBytes(file);
        for (long cuts = 0; cuts < CUTS; cuts++) {
            assertThat(Checks.complaint(stream, cuts, check)).isNull();
        }
        assertThat(Checks.complaint(stream, HttpFuzz.cuts(stream), check)).isNull();
    }

    static Stream<Path> requests() throws IOException, URISyntaxException {
        return files("requests");
    }

    static Stream<Path> responses() throws IOException, URISyntaxException {
        return files("responses");
    }

    static Stream<Path> body() throws IOException, URISyntaxException {
        return files("body");
    }

    private static Stream<Path> files(String target) throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(HttpFuzzTest.class.getResource("HttpFuzzTestInputs/" + target));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList().stream();
        }
    }
}
