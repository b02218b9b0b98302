package dev.sallyport.edge;

import static dev.sallyport.edge.PrivateApis.BY_ONE;
import static dev.sallyport.edge.PrivateApis.BY_TWO;
import static dev.sallyport.edge.PrivateApis.HOST;
import static dev.sallyport.edge.PrivateApis.ONE;
import static dev.sallyport.edge.PrivateApis.TWO;
import static dev.sallyport.edge.PrivateApis.api;
import static dev.sallyport.edge.PrivateApis.get;
import static dev.sallyport.edge.PrivateApis.statement;
import static dev.sallyport.edge.PrivateApis.viaVpce;
import static dev.sallyport.edge.PrivateApis.withPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.observe.Explanations;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.RequestTraces;
import dev.sallyport.pipeline.Guard;
import dev.sallyport.pipeline.Guard.Admission;
import dev.sallyport.snapshot.RouteAccess;
import dev.sallyport.snapshot.RouteAccess.Reach;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What audits and explanations say of private APIs, and that the data plane does what audits say. */
@Timeout(30)
class PrivateAuditTest {

    private static final Explanations EXPLANATIONS = new Explanations(10);

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = PrivateApis.gateway()
            .watchedBy(new RequestTraces(
                    new RequestLog(),
                    (kind, exchange, owner, group, stream, millis, message) -> {},
                    EXPLANATIONS,
                    null,
                    InstantSource.system(),
                    System::nanoTime));

    private static RouteAccess audit(TestApi api, VpcEndpoint... endpoints) {
        GATEWAY.publish(api);
        return RouteAccess.of(GATEWAY.running(), List.of(endpoints)).getFirst();
    }

    private static List<Guard.Type> types(RouteAccess route) {
        return route.guards().stream().map(Admission::type).toList();
    }

    @Test
    @DisplayName("without an endpoint or without a policy nobody reaches a private API")
    void nobody() throws Exception {
        RouteAccess without = audit(withPolicy(api(), statement("Allow", "")));
        assertThat(without.reach()).isEqualTo(Reach.CLOSED);
        assertThat(without.guards().getFirst().who()).contains("no VPC endpoint (vpc-endpoints)");

        RouteAccess silent = audit(api(), ONE, TWO);
        assertThat(silent.reach()).isEqualTo(Reach.CLOSED);
        assertThat(types(silent)).containsExactly(Guard.Type.VPC_ENDPOINT, Guard.Type.CLOSED);
        assertThat(get(GATEWAY, BY_ONE, HOST, "/test/open").status()).isEqualTo(403);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Allow | '' | EVERYBODY | EVERYBODY",
                "Allow | 'StringEquals':{'aws:SourceVpce':'vpce-0aaaaaaaaaaaaaaa1'} | EVERYBODY | NOBODY",
                "Allow | 'StringNotEquals':{'aws:SourceVpc':'vpc-0aaaaaaaaaaaaaaaa'} | NOBODY | EVERYBODY",
                "Allow | 'Null':{'aws:SourceVpce':'true'} | NOBODY | NOBODY",
                "Allow | 'Null':{'aws:SourceIp':'true'} | EVERYBODY | EVERYBODY",
                "Allow | 'IpAddress':{'aws:SourceIp':'0.0.0.0/0'} | NOBODY | NOBODY",
                "Allow | 'IpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'} | SOME | SOME",
                "Allow | 'StringEquals':{'aws:SourceVpce':'vpce-0aaaaaaaaaaaaaaa1'},'IpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'} |"
                        + " SOME | NOBODY",
                "Deny | 'StringNotEquals':{'aws:SourceVpce':'vpce-0aaaaaaaaaaaaaaa1'} | EVERYBODY | NOBODY",
                "Deny | 'NotIpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'} | SOME | SOME",
                "Deny | 'IpAddress':{'aws:SourceIp':'0.0.0.0/0'} | EVERYBODY | EVERYBODY",
                "Allow | 'StringEquals':{'aws:SourceVpce':'${aws:UserAgent}'} | SOME | SOME"
            })
    @DisplayName("each endpoint is named with what the policy says to who comes by it, and that is what happens")
    void endpoints(String effect, String condition, String one, String two) throws Exception {
        String when = condition.equals("''") ? "" : condition;
        RouteAccess route = audit(
                effect.equals("Deny")
                        ? withPolicy(api(), statement("Allow", ""), statement("Deny", when))
                        : withPolicy(api(), statement("Allow", when)),
                ONE,
                TWO);

        assertThat(route.reach()).isEqualTo(Reach.GUARDED);
        assertThat(types(route).getFirst()).isEqualTo(Guard.Type.VPC_ENDPOINT);
        assertThat(route.guards().getFirst().who())
                .isEqualTo("who comes by " + says(ONE, one) + ", or by " + says(TWO, two));
        check(BY_ONE, one);
        check(BY_TWO, two);
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(403);
    }

    private static String says(VpcEndpoint endpoint, String exposure) {
        return endpoint.id() + " of " + endpoint.vpcId()
                + switch (exposure) {
                    case "NOBODY" -> " (nobody unsigned there, by the resource policy)";
                    case "SOME" -> " (whom the resource policy's conditions admit)";
                    default -> " (everybody there, by the resource policy)";
                };
    }

    private static void check(int entrance, String exposure) throws Exception {
        if (!exposure.equals("SOME")) {
            assertThat(get(GATEWAY, entrance, HOST, "/test/open").status())
                    .isEqualTo(exposure.equals("EVERYBODY") ? 200 : 403);
        }
    }

    @Test
    @DisplayName("public APIs: what the keys of endpoints mean to who comes by none")
    void publicApi() throws Exception {
        TestApi open = new TestApi("abc123").on("GET", "/open", TestIntegration.mock("open"));
        RouteAccess denied = audit(
                withPolicy(open, statement("Allow", ""), statement("Deny", "'StringNotEquals':{'aws:SourceVpce':'x'}")),
                ONE);
        assertThat(denied.guards().getFirst().who()).startsWith("whom the resource policy names, nobody unsigned");
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(403);

        RouteAccess let = audit(withPolicy(open, statement("Allow", "'Null':{'aws:SourceVpce':'true'}")), ONE);
        assertThat(let.reach()).isEqualTo(Reach.OPEN);
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(200);
    }

    private static JsonNode explained(RawClient.Answer answer) {
        String id = Objects.requireNonNull(answer.header("x-amzn-RequestId"));
        Awaitility.await().until(() -> EXPLANATIONS.find(id) != null);
        return Objects.requireNonNull(EXPLANATIONS.find(id));
    }

    @Test
    @DisplayName("an explanation names the endpoint, and why a request came by the wrong way")
    void explanations() throws Exception {
        EXPLANATIONS.keep(10);
        GATEWAY.publish(withPolicy(api(), statement("Allow", viaVpce(ONE))));
        GATEWAY.publish(new TestApi("pub123").on("GET", "/open", TestIntegration.mock("open")));

        JsonNode served = explained(get(GATEWAY, BY_ONE, HOST, "/test/open"));
        assertThat(served.get("request").get("vpceId").asString()).isEqualTo(ONE.id());
        assertThat(served.get("request").get("vpcId").asString()).isEqualTo(ONE.vpcId());
        assertThat(explained(get(GATEWAY, 0, HOST, "/test/open")).toString())
                .contains("the API is private and is reached by VPC endpoints alone");
        assertThat(explained(get(GATEWAY, BY_ONE, "pub123.execute-api.x", "/test/open"))
                        .toString())
                .contains("VPC endpoints lead to private APIs alone");
        assertThat(explained(get(GATEWAY, BY_ONE, "abc123-" + ONE.id() + ".execute-api.x", "/test/open"))
                        .toString())
                .contains("the API is not associated with the VPC endpoint");
    }
}
