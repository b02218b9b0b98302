package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.model.Method;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What a client and an operator see of a method that needs what cannot be enforced. */
class ClosedMethodsTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private final Logger logger = (Logger) LoggerFactory.getLogger(RequestLog.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    @DisplayName("INT-103: the log names the link that leads nowhere and the setting that helps")
    void unknownLink() throws Exception {
        GATEWAY.publish(new TestApi("abc123")
                .on("GET", "/x", TestIntegration.httpProxy("GET", "http://b/").link("l1nk12")));

        assertThat(GATEWAY.get("/test/x").status()).isEqualTo(500);
        // The line is written when the answer is on its way; the same loop has done so when it answers again.
        assertThat(GATEWAY.get("/test/x").status()).isEqualTo(500);
        assertThat(line("GET /x "))
                .contains("cannot enforce: VPC link l1nk12: there is none, or the setting private-targets"
                        + " (--private-targets LINK=HOST:PORT) does not say where it leads");
    }

    @Test
    @DisplayName("DESIGN 5.2: a closed method answers AWS's 500, the log names the setting, other methods serve")
    void closedMethod() throws Exception {
        Method secured = new Method(
                "GET",
                "OTHER",
                null,
                List.of(),
                true,
                null,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                TestIntegration.mock("secret").build());
        GATEWAY.publish(
                new TestApi("abc123").with("/secured", secured).on("GET", "/open", TestIntegration.mock("open")));

        Answer closed = GATEWAY.get("/test/secured");
        Answer open = GATEWAY.get("/test/open");

        assertThat(closed.status()).isEqualTo(500);
        assertThat(closed.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        assertThat(closed.header("x-amzn-ErrorType")).isEqualTo("InternalServerErrorException");
        assertThat(open.body()).isEqualTo("open");
        assertThat(line("GET /secured "))
                .startsWith("GET /secured of API abc123 stage test: Execution failed due to configuration error: the"
                        + " method needs what this version of Sallyport cannot enforce: authorizationType"
                        + " OTHER. Method completed with status: 500 (request ");
    }

    /** The first line about such requests. It is written behind their answers, maybe in the time of the next test. */
    private String line(String beginning) {
        return await().until(
                        () -> List.copyOf(log.list).stream()
                                .map(ILoggingEvent::getFormattedMessage)
                                .filter(line -> line.startsWith(beginning))
                                .toList(),
                        lines -> !lines.isEmpty())
                .getFirst();
    }
}
