package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    @Test
    @DisplayName("DESIGN 5.6: when all bodies together reach the bound, the next is told to come again")
    void answers503OverTheBudget() throws Exception {
        EdgeLimits usual = EdgeLimits.DEFAULT;
        DataPlaneFixture bounded = new DataPlaneFixture(new EdgeLimits(
                usual.maxConnections(),
                usual.maxRequestLineBytes(),
                usual.maxHeadBytes(),
                usual.maxApiUrlBytes(),
                usual.maxApiHeaderBytes(),
                usual.maxControlBodyBytes(),
                usual.maxControlCalls(),
                usual.headMillis(),
                usual.idleMillis(),
                usual.minBodyBytesPerSecond(),
                usual.bodyGraceMillis(),
                usual.stalledWriteMillis(),
                usual.maxDrainedBodyBytes(),
                1_000));
        bounded.start();
        try (RawClient holder = bounded.client();
                RawClient next = bounded.client()) {
            holder.send("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n\r\n" + "a".repeat(2_000));

            int status = 0;
            for (int attempt = 0; attempt < 100 && status != 503; attempt++) {
                try (RawClient late = bounded.client()) {
                    late.send("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc");
                    status = late.answer().status();
                }
            }
            assertThat(status).isEqualTo(503);

            holder.send("a".repeat(2_000));
            assertThat(holder.answer().status()).isEqualTo(200);
            next.send("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(next.answer().status()).isEqualTo(200);
        } finally {
            bounded.stop();
        }
    }
}
