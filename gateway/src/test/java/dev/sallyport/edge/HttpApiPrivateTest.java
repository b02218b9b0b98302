package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.edge.TestHttpApi.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Private integrations of HTTP APIs (http-api 5). */
class HttpApiPrivateTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final String LISTENER =
            "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/lb/50dc6c49/f2f7dc8e";
    private static final String SERVICE = "arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1";

    @TempDir
    Path folder;

    @BeforeEach
    void links() {
        DATA.links().clear();
        DATA.links().put("link01", at(DATA.backend().port()));
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static TestHttpApi api(Target target) {
        return new TestHttpApi(DATA).route("ANY /route/{proxy+}", target);
    }

    private static Received last() {
        return DATA.backend().received().getLast();
    }

    @Test
    @DisplayName("R5.1, R5.4, R5.5: the path with its stage, query, host and body reach what the link leads to")
    void passesRequestsOn() throws Exception {
        api(Target.backend(LISTENER).through("link01", null)).publish("test");
        assertThat(DATA.post("/test/route/a%20b?q=1", "hello", "X-A: b").status())
                .isEqualTo(200);
        assertThat(last().line()).isEqualTo("POST /test/route/a%20b?q=1 HTTP/1.1");
        assertThat(last().header("Host")).isEqualTo("abc123.execute-api.eu-west-1.amazonaws.com");
        assertThat(last().header("X-A")).isEqualTo("b");
        assertThat(last().body()).isEqualTo("hello");
        assertThat(last().header("via")).isEqualTo("HTTP/1.1 AmazonAPIGateway");
    }

    @Test
    @DisplayName("R5.4, R5.5, 7.3: mappings drop the stage and name another host")
    void mapsPathAndHost() throws Exception {
        api(Target.backend(LISTENER)
                        .through("link01", null)
                        .map(Map.of("overwrite:path", "$request.path", "overwrite:header.host", "inner.example")))
                .publish("test");
        assertThat(DATA.get("/test/route/x").status()).isEqualTo(200);
        assertThat(last().line()).isEqualTo("GET /route/x HTTP/1.1");
        assertThat(last().headers("Host")).containsExactly("inner.example");
    }

    @Test
    @DisplayName("R5.1, R5.2: the link that a stage variable names, and Cloud Map services with parameters")
    void findsTargets() throws Exception {
        try (StubBackend other = new StubBackend()) {
            DATA.links().put(SERVICE, at(other.port()));
            api(Target.backend(SERVICE + "?stage=prod&deployment=green").through("${stageVariables.link}", null))
                    .variable("link", "unknown")
                    .publish("$default");
            assertThat(DATA.get("/route/x").status()).isEqualTo(200);
            assertThat(other.received())
                    .singleElement()
                    .extracting(Received::line)
                    .isEqualTo("GET /route/x HTTP/1.1");
        }
    }

    @Test
    @DisplayName("R5.3: over TLS it is serverNameToVerify that the certificate must have")
    void verifiesServerNames() throws Exception {
        Path store = TlsBackend.selfSigned(folder, "private", "-ext", "san=dns:inner.example");
        try (TlsBackend backend = new TlsBackend(store)) {
            DATA.links().put("secure", at(backend.port()));
            api(Target.backend(LISTENER).through("secure", "inner.example"))
                    .trusting()
                    .publish("$default");
            assertThat(DATA.get("/route/x").body()).isEqualTo("ok");
            api(Target.backend(LISTENER).through("secure", "other.example"))
                    .trusting()
                    .publish("$default");
            assertUnavailable(DATA.get("/route/x"));
            api(Target.backend(LISTENER).through("secure", "inner.example")).publish("$default");
            assertUnavailable(DATA.get("/route/x"));
        }
    }

    @Test
    @DisplayName("R5.6, R14: a link that leads nowhere, and a target that is down, are unavailable")
    void unavailable() throws Exception {
        api(Target.backend(LISTENER).through("gone12", null)).publish("$default");
        assertUnavailable(DATA.get("/route/x"));
        DATA.links().put("down12", at(1));
        api(Target.backend(LISTENER).through("down12", null)).publish("$default");
        assertUnavailable(DATA.get("/route/x"));
        api(Target.backend(LISTENER).through("${stageVariables.none}", null)).publish("$default");
        assertThat(DATA.get("/route/x").status()).isEqualTo(500);
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
    }
}
