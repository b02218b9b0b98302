package dev.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.http.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(0x6553f1a2L));

    private final RequestIds ids = new RequestIds(new SplittableRandom(1));

    private RequestIdentity identity(@Nullable String trace, @Nullable String requestId) {
        Headers headers = new Headers();
        if (trace != null) {
            headers.add("x-amzn-trace-id", trace);
        }
        if (requestId != null) {
            headers.add("x-amzn-RequestId", requestId);
        }
        RequestIdentity identity = new RequestIdentity();
        identity.begin(RequestHead.of("GET", "/", null, headers, "::1", null, 80, false), ids, CLOCK.millis());
        return identity;
    }

    private static String requestId(RequestIds from) {
        byte[] text = new byte[36];
        from.requestId(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static String extendedRequestId(RequestIds from) {
        byte[] text = new byte[16];
        from.extendedRequestId(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static String traceRoot(RequestIds from) {
        byte[] text = new byte[40];
        from.traceRoot(text, CLOCK.millis() / 1000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    @Test
    @DisplayName("HDR-30, HDR-32: the forms of the ids")
    void forms() {
        for (int i = 0; i < 1000; i++) {
            assertThat(requestId(ids)).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
            assertThat(extendedRequestId(ids)).matches("[A-Za-z0-9_-]{15}=");
            assertThat(traceRoot(ids)).matches("Root=1-6553f1a2-[0-9a-f]{24}");
            assertThat(ids.traceParent()).matches("[0-9a-f]{16}");
        }
    }

    @Test
    @DisplayName("HDR-30: no id comes twice, from one loop or from two")
    void unique() {
        RequestIds other = new RequestIds(new SplittableRandom(2));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            assertThat(seen.add(requestId(ids))).isTrue();
            assertThat(seen.add(requestId(other))).isTrue();
            assertThat(seen.add(extendedRequestId(ids))).isTrue();
            assertThat(seen.add(traceRoot(ids))).isTrue();
        }
    }

    @Test
    @DisplayName("HDR-32: what the client says of its trace is kept and completed")
    void traces() {
        String root = "Root=1-5759e988-bd862e3fe1be46a994272793";
        assertThat(identity(null, null).traceId()).startsWith("Root=1-6553f1a2-");
        assertThat(identity(root + ";Parent=53995c3f42cd8ad8;Sampled=0", null).traceId())
                .isEqualTo(root + ";Parent=53995c3f42cd8ad8;Sampled=0");
        assertThat(identity(root + ";Parent=53995c3f42cd8ad8", null).traceId())
                .isEqualTo(root + ";Parent=53995c3f42cd8ad8;Sampled=1");
        assertThat(identity(root, null).traceId()).matches(root + ";Parent=[0-9a-f]{16};Sampled=0");
        assertThat(identity(root + ";Sampled=1", null).traceId()).matches(root + ";Sampled=1;Parent=[0-9a-f]{16}");
        assertThat(identity("nonsense", null).traceId()).startsWith("Root=1-6553f1a2-");
    }

    @Test
    @DisplayName("HDR-33: a client's UUID is taken over, other text is not")
    void offeredIds() {
        String uuid = "1f0a7a0e-2b1c-4f0e-9a53-7d2f0c5b6e11";
        assertThat(identity(null, uuid).requestId()).isEqualTo(uuid);
        assertThat(identity(null, "1f0a7a0e-2b1c-4f0e-9a53-7d2f0c5b6e1").requestId())
                .hasSize(36)
                .isNotEqualTo(uuid);
        assertThat(identity(null, "1f0a7a0e-2b1c-4f0e-9a53+7d2f0c5b6e11").requestId())
                .doesNotContain("+");
    }
}
