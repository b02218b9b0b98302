package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that are called as the integration's role (INT-63, R3.47). Nobody may call {@code forbidden} without one. */
class FunctionCredentialsTest {

    private static final String ROLES = "arn:aws:iam::123456789012:role/";
    private static final String INTERNAL = "{\"message\": \"Internal server error\"}";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static Answer call(TestIntegration integration, String... headers) throws Exception {
        GATEWAY.publish(new TestApi("abc123").on("POST", "/f", integration));
        return GATEWAY.post("/test/f", "{\"a\":1}", headers);
    }

    private static TestIntegration custom() {
        return TestIntegration.of("AWS", "POST", TestIntegration.lambdaUri("forbidden"))
                .response("200", null);
    }

    @Test
    @DisplayName("R3.47: with credentials the role's policies permit the call and the function's own are not asked")
    void permitted() throws Exception {
        GATEWAY.functions().returns("forbidden", "{\"statusCode\":201,\"body\":\"x\"}");

        assertThat(call(TestIntegration.lambdaProxy("forbidden")).status()).isEqualTo(500);
        for (int i = 0; i < 3; i++) {
            Answer answer = call(TestIntegration.lambdaProxy("forbidden").credentials(ROLES + "permitted"));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("x");
        }
        assertThat(call(custom().credentials(ROLES + "permitted")).body())
                .isEqualTo("{\"statusCode\":201,\"body\":\"x\"}");
        int before = GATEWAY.events().size();
        assertThat(call(custom().credentials(ROLES + "permitted").map("header.X-Amz-Invocation-Type", "'Event'"))
                        .status())
                .isEqualTo(200);
        assertThat(GATEWAY.events().subList(before, GATEWAY.events().size())).isEqualTo(List.of("forbidden {\"a\":1}"));
    }

    @Test
    @DisplayName("R3.47, INT-111: a streamed function is called as the role too")
    void streamed() throws Exception {
        GATEWAY.functions()
                .streams(
                        "forbidden",
                        stream -> stream.prelude("{\"statusCode\":202}")
                                .write("x")
                                .end());

        assertThat(call(TestIntegration.streamedLambda("forbidden")).status()).isEqualTo(500);
        Answer answer = call(TestIntegration.streamedLambda("forbidden").credentials(ROLES + "streaming"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ROLES + "refused",
                ROLES + "powerless",
                ROLES + "broken",
                "arn:aws:iam::*:user/*",
                "arn:aws:iam::123456789012:user/somebody",
                "nonsense"
            })
    @DisplayName(
            "INT-63, R3.48: a role that cannot be assumed or permits nothing, and the caller's credentials, give 500")
    void refused(String credentials) throws Exception {
        GATEWAY.functions().returns("open", "{\"statusCode\":201}");
        int before = GATEWAY.functions().invocations().size();

        for (TestIntegration integration : List.of(
                TestIntegration.lambdaProxy("open"),
                TestIntegration.of("AWS", "POST", TestIntegration.lambdaUri("open"))
                        .response("200", null))) {
            Answer answer = call(integration.credentials(credentials));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo(INTERNAL);
        }
        assertThat(GATEWAY.functions().invocations()).hasSize(before);
    }

    @Test
    @DisplayName("R5.13: a function of another account that is called as a role is closed")
    void foreignFunction() throws Exception {
        GATEWAY.functions().returns("open", "{\"statusCode\":201}");
        String uri = TestIntegration.lambdaUri("open").replace("123456789012", "210987654321");

        assertThat(call(TestIntegration.of("AWS_PROXY", "POST", uri)).status()).isEqualTo(201);
        assertThat(call(TestIntegration.of("AWS_PROXY", "POST", uri).credentials(ROLES + "permitted"))
                        .status())
                .isEqualTo(500);
    }
}
