package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.Intrusions.Case;
import dev.sallyport.edge.ProtectedApis.Family;
import dev.sallyport.edge.RawClient.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that do not belong get through nowhere, and the same ones with right credentials do (issue 6). */
@Timeout(30)
class IntruderTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static ProtectedApis apis;

    @BeforeAll
    static void publish() throws IOException {
        apis = new ProtectedApis(GATEWAY);
    }

    @AfterAll
    static void stop() {
        apis.close();
    }

    static List<Case> cases() {
        return Intrusions.all();
    }

    /** How often something behind a protected method was called. */
    private static long reached() {
        return GATEWAY.backend().received().size()
                + GATEWAY.functions().invocations().stream()
                        .filter(each -> each.function().name().equals("secret"))
                        .count();
    }

    private static Answer send(String request, String from) throws IOException {
        try (RawClient client =
                RawClient.from(InetAddress.getByName(from), GATEWAY.listener().address())) {
            client.send(request);
            return request.startsWith("HEAD") ? new Answer(client.head(), "") : client.answer();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @DisplayName("nobody gets in who does not belong")
    void refused(Case intrusion) throws Exception {
        long before = reached();

        Answer answer = send(intrusion.request().apply(apis), intrusion.from());

        assertThat(reached()).as("calls of what is protected").isEqualTo(before);
        assertThat(answer.status()).as(answer.head() + "\n" + answer.body()).isEqualTo(intrusion.status());
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @DisplayName("the same requests with right credentials are let in")
    void letIn(Family family) throws Exception {
        long before = reached();

        Answer answer = send(apis.right(family), "127.0.0.1");

        assertThat(answer.status()).as(answer.head() + "\n" + answer.body()).isEqualTo(200);
        assertThat(reached()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("there are more than a hundred, each changes something, and every way to protect a method has some")
    void enough() {
        List<Case> all = cases();
        assertThat(all).hasSizeGreaterThan(300).doesNotHaveDuplicates();
        assertThat(all.stream().map(Case::family)).contains(Family.values());
        assertThat(all.stream().filter(each -> each.from().equals("127.0.0.1")))
                .allSatisfy(each -> assertThat(each.request().apply(apis)).isNotEqualTo(apis.right(each.family())));
    }
}
