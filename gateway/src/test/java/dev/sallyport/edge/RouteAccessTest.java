package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Authorizer;
import dev.sallyport.pipeline.ClientAddress;
import dev.sallyport.pipeline.Guard;
import dev.sallyport.pipeline.Guard.Admission;
import dev.sallyport.pipeline.RequestHead;
import dev.sallyport.snapshot.LimitCompiler;
import dev.sallyport.snapshot.RouteAccess;
import dev.sallyport.snapshot.RouteAccess.Reach;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the audit says of methods, and that the data plane does what the audit says (issue 6, point 7). */
class RouteAccessTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private final TestLimits limits = new TestLimits(null);

    private static final String ALL = "'Action':'execute-api:Invoke','Resource':'*'";

    private static Authorizer authorizer(String id, String type, @Nullable String uri, List<String> pools) {
        return new Authorizer(
                id, "name-" + id, type, null, pools, uri, null, "method.request.header.Authorization", null, 0);
    }

    private static TestApi api() {
        return new TestApi("abc123")
                .authorizer(authorizer("a1", "TOKEN", TestIntegration.lambdaUri("auth"), List.of()))
                .authorizer(authorizer("a2", "REQUEST", TestIntegration.lambdaUri("auth"), List.of()))
                .authorizer(authorizer(
                        "a3",
                        "COGNITO_USER_POOLS",
                        null,
                        List.of("arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_One")))
                .authorizer(authorizer("a4", "TOKEN", "arn:aws:apigateway:eu-west-1:sqs:path/x", List.of()))
                .on("GET", "/open", TestIntegration.mock("open"))
                .secured("GET", "/iam", "AWS_IAM", TestIntegration.mock("in"))
                .guarded("GET", "/token", "CUSTOM", "a1", List.of(), TestIntegration.mock("in"))
                .guarded("GET", "/request", "CUSTOM", "a2", List.of(), TestIntegration.mock("in"))
                .guarded("GET", "/pool", "COGNITO_USER_POOLS", "a3", List.of("b", "a"), TestIntegration.mock("in"))
                .guarded("GET", "/broken", "CUSTOM", "a4", List.of(), TestIntegration.mock("in"))
                .guarded("GET", "/missing", "CUSTOM", "a9", List.of(), TestIntegration.mock("in"))
                .keyed("GET", "/key", TestIntegration.mock("in"))
                .guarded("GET", "/both", "CUSTOM", "a1", List.of(), true, TestIntegration.mock("in"))
                .secured("GET", "/other", "OTHER", TestIntegration.mock("in"))
                .on("GET", "/files/{name}", TestIntegration.mock("file"));
    }

    private static List<RouteAccess> audit(TestApi api) {
        GATEWAY.publish(api);
        return RouteAccess.of(GATEWAY.running(), List.of());
    }

    private static RouteAccess route(List<RouteAccess> audit, String path) {
        return audit.stream()
                .filter(each -> each.method().resourcePath().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("each kind of guard is named, in the order in which requests meet them")
    void kinds() {
        List<RouteAccess> audit = audit(api());

        assertThat(types(audit, "/open")).isEmpty();
        assertThat(route(audit, "/open").reach()).isEqualTo(Reach.OPEN);
        assertThat(types(audit, "/iam")).containsExactly(Guard.Type.AWS_IAM);
        assertThat(types(audit, "/token")).containsExactly(Guard.Type.TOKEN);
        assertThat(who(audit, "/token")).contains("name-a1 (a1)");
        assertThat(types(audit, "/request")).containsExactly(Guard.Type.REQUEST);
        assertThat(types(audit, "/pool")).containsExactly(Guard.Type.COGNITO_USER_POOLS);
        assertThat(who(audit, "/pool")).contains("an access token with one of [a, b]", "name-a3 (a3)");
        assertThat(types(audit, "/key")).containsExactly(Guard.Type.API_KEY);
        assertThat(types(audit, "/both")).containsExactly(Guard.Type.TOKEN, Guard.Type.API_KEY);
        assertThat(who(audit, "/other")).contains("authorizationType OTHER");
        assertThat(who(audit, "/broken")).contains("Authorizer a4", "addresses no function");
        assertThat(who(audit, "/missing")).contains("Authorizer a9", "the deployment does not have it");
    }

    private static List<Guard.Type> types(List<RouteAccess> audit, String path) {
        return route(audit, path).guards().stream().map(Admission::type).toList();
    }

    private static String who(List<RouteAccess> audit, String path) {
        return String.join(
                "\n", route(audit, path).guards().stream().map(Admission::who).toList());
    }

    @BeforeEach
    void limit() {
        GATEWAY.limitedBy(limits.compiler);
    }

    @AfterEach
    void unlimited() {
        GATEWAY.limitedBy(LimitCompiler.NONE);
    }

    @ParameterizedTest(name = "policy {0}")
    @DisplayName("what the audit calls open answers everybody, what it calls closed nobody, and nothing else does")
    @CsvSource(
            nullValues = "-",
            value = {"-", "Allow", "Deny"})
    void agrees(@Nullable String effect) throws Exception {
        TestApi api = effect == null
                ? api()
                : api().policy("{'Version':'2012-10-17','Statement':[{'Effect':'" + effect + "','Principal':'*'," + ALL
                        + "}]}");
        List<RouteAccess> audit = audit(api);

        assertThat(audit).hasSize(11);
        for (RouteAccess access : audit) {
            int status = GATEWAY.get("/test" + access.method().resourcePath().replace("{name}", "a"))
                    .status();
            assertThat(status == 200).as("%s", access).isEqualTo(access.reach() == Reach.OPEN);
            if (access.reach() == Reach.CLOSED) {
                assertThat(status).as("%s", access).isIn(403, 500);
            }
        }
        assertThat(audit.stream().map(RouteAccess::reach))
                .filteredOn(Reach.OPEN::equals)
                .hasSize("Deny".equals(effect) ? 0 : 2);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("AUT-60: what policies mean to those who show nothing")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*' | OPEN | OPEN",
                "'Effect':'Allow','Principal':{'AWS':'*'},'Action':'execute-api:*','Resource':'*/GET/op*' | OPEN | GUARDED",
                "'Effect':'Allow','Principal':'*','Action':'execute-api:Invoke','Resource':'*/GET/files/one' | GUARDED | OPEN",
                "'Effect':'Allow','Principal':'*','Action':'execute-api:Invoke','NotResource':'*/GET/open' | GUARDED | OPEN",
                "'Effect':'Allow','Principal':'*','Action':'execute-api:Invoke','Resource':'*/POST/*' | GUARDED | GUARDED",
                "'Effect':'Allow','Principal':'*','NotAction':'execute-api:Invoke','Resource':'*' | GUARDED | GUARDED",
                "'Effect':'Allow','Principal':{'AWS':'123456789012'},'Action':'*','Resource':'*' | GUARDED | GUARDED",
                "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':"
                        + "'203.0.113.0/24'}} | GUARDED | GUARDED",
                "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'},{'Effect':'Deny','Principal':'*',"
                        + "'Action':'*','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}"
                        + " | GUARDED | GUARDED",
                "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'},{'Effect':'Deny','Principal':'*',"
                        + "'Action':'*','Resource':'*/files/one' | OPEN | OPEN",
                "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'},{'Effect':'Deny','Principal':'*',"
                        + "'Action':'*','Resource':'*/files/?' | OPEN | OPEN",
                "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'},{'Effect':'Deny','Principal':'*',"
                        + "'Action':'*','Resource':'*/files/*' | OPEN | GUARDED",
                "'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'},{'Effect':'Allow','Principal':'*',"
                        + "'Action':'*','Resource':'*' | GUARDED | GUARDED"
            })
    void policies(String statements, Reach open, Reach files) throws Exception {
        List<RouteAccess> audit = audit(api().policy("{'Version':'2012-10-17','Statement':[{" + statements + "}]}"));

        assertThat(route(audit, "/open").reach()).isEqualTo(open);
        assertThat(route(audit, "/files/{name}").reach()).isEqualTo(files);
        // This host is in none of the networks above, so that only what all may call answers it.
        boolean narrowed = statements.contains("10.0.0.0/8");
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(open == Reach.OPEN || narrowed ? 200 : 403);
        assertThat(who(audit, "/open"))
                .contains(statements.contains("123456789012") ? "account 123456789012" : "everybody");
    }

    @ParameterizedTest
    @DisplayName("the audit's page is for this host alone")
    @CsvSource({
        "127.0.0.1, true",
        "127.9.9.9, true",
        "::1, true",
        "0:0:0:0:0:0:0:1, true",
        "10.0.0.1, false",
        "192.0.2.7, false",
        "2001:db8::1, false",
        "::, false",
        "0.0.0.0, false"
    })
    void shown(String address, boolean isShown) {
        RequestHead direct = new RequestHead(new ClientAddress(address, 80, false));
        assertThat(OwnPages.isShown("/_sallyport/audit", direct)).isEqualTo(isShown);
        assertThat(OwnPages.isShown("/health", direct)).isTrue();
        RequestHead told = new RequestHead(new ClientAddress("127.0.0.1", 80, false).forwards(address, null, null));
        assertThat(OwnPages.isShown("/_sallyport/audit", told))
                .as("what a proxy says is not seen")
                .isFalse();
    }

    @Test
    @DisplayName("a switched-off default endpoint closes all, and a method without an integration is closed by name")
    void closed() throws Exception {
        List<RouteAccess> audit = audit(api().disabled());
        assertThat(audit).allMatch(access -> access.reach() == Reach.CLOSED);
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(403);
        assertThat(who(audit, "/open")).contains("disableExecuteApiEndpoint");
    }
}
