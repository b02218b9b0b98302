package dev.sallyport.edge;

import static dev.sallyport.edge.PrivateApis.BY_ONE;
import static dev.sallyport.edge.PrivateApis.BY_TWO;
import static dev.sallyport.edge.PrivateApis.HOST;
import static dev.sallyport.edge.PrivateApis.ONE;
import static dev.sallyport.edge.PrivateApis.PUBLIC;
import static dev.sallyport.edge.PrivateApis.TWO;
import static dev.sallyport.edge.PrivateApis.api;
import static dev.sallyport.edge.PrivateApis.get;
import static dev.sallyport.edge.PrivateApis.statement;
import static dev.sallyport.edge.PrivateApis.viaVpce;
import static dev.sallyport.edge.PrivateApis.withPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.DomainNameAccessAssociation;
import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.snapshot.DomainLoader;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Private custom domain names (EDG-6): associated with the endpoint, permitted by their own policy and by the API's. */
@Timeout(30)
class PrivateDomainTest {

    private static final String NAME = "inner.example.com";
    private static final String ID = "abcdef1234";
    private static final String EVERYTHING = "\"execute-api:/*\"";
    private static final String ARN =
            "\"arn:aws:execute-api:eu-west-1:123456789012:/domainnames/" + NAME + "+" + ID + "\"";

    private static final Store STORE = new InMemoryStore();
    private static final DomainLoader DOMAINS = new DomainLoader(STORE);

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = PrivateApis.gateway().domains(DOMAINS);

    static {
        DOMAINS.start();
    }

    @BeforeEach
    void publish() {
        STORE.write(tx -> {
            tx.listAll(Kind.DOMAIN_NAME).forEach(each -> tx.delete(Kind.DOMAIN_NAME, each.scope(), "", each.id()));
            tx.listAll(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION)
                    .forEach(each -> tx.delete(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION, each.scope(), "", each.id()));
            return tx;
        });
        TestIntegration seen = TestIntegration.mock("$context.domainName|$context.path|$context.stage");
        GATEWAY.publish(withPolicy(api().on("GET", "/seen", seen), statement("Allow", "")));
        GATEWAY.publish(new TestApi("pub123").on("GET", "/seen", seen));
    }

    private static String policy(String effect, String resource, String condition) {
        return "{\"Effect\":\"" + effect + "\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":"
                + resource + (condition.isEmpty() ? "" : ",\"Condition\":{" + condition.replace('\'', '"') + "}") + "}";
    }

    private static void domain(String id, String mode, String... statements) {
        DomainName.Settings settings = new DomainName.Settings(
                List.of("PRIVATE"),
                "dualstack",
                null,
                null,
                null,
                null,
                "TLS_1_2",
                mode,
                null,
                null,
                null,
                null,
                statements.length == 0
                        ? null
                        : "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}",
                "BASE_PATH_MAPPING_ONLY");
        DomainName domain =
                new DomainName(NAME, id, settings, null, null, null, "AVAILABLE", null, Map.of(), null, null);
        STORE.write(tx -> {
            tx.put(Kind.DOMAIN_NAME, TestApi.OWNER, "", domain.key(), domain);
            tx.put(
                    Kind.BASE_PATH_MAPPING,
                    TestApi.OWNER,
                    domain.key(),
                    "v1",
                    new BasePathMapping("v1", "abc123", "test"));
            tx.put(
                    Kind.BASE_PATH_MAPPING,
                    TestApi.OWNER,
                    domain.key(),
                    "pub",
                    new BasePathMapping("pub", "pub123", "test"));
            return tx;
        });
    }

    private static String association(String id, VpcEndpoint endpoint) {
        return "arn:aws:apigateway:eu-west-1:123456789012:/domainnameaccessassociations/domainname/" + NAME + "+" + id
                + "/vpcesource/" + endpoint.id();
    }

    private static void associate(String id, VpcEndpoint endpoint) {
        String arn = association(id, endpoint);
        STORE.write(tx -> {
            tx.put(
                    Kind.DOMAIN_NAME_ACCESS_ASSOCIATION,
                    TestApi.OWNER,
                    "",
                    arn,
                    new DomainNameAccessAssociation(
                            arn,
                            "arn:aws:apigateway:eu-west-1:123456789012:/domainnames/" + NAME + "+" + id,
                            "VPCE",
                            endpoint.id(),
                            Map.of()));
            return tx;
        });
    }

    private static void forbidden(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\"}");
    }

    @Test
    @DisplayName("EDG-6: an associated endpoint and both policies let in; the path is that of mappings")
    void served() throws Exception {
        domain(ID, "BASIC", policy("Allow", EVERYTHING, ""));
        forbidden(get(GATEWAY, BY_ONE, NAME, "/v1/seen"));
        associate(ID, ONE);
        assertThat(get(GATEWAY, BY_ONE, NAME, "/v1/seen").body()).isEqualTo(NAME + "|/v1/seen|test");
        assertThat(get(GATEWAY, BY_ONE, "Inner.Example.COM:443", "/v1/seen").status())
                .isEqualTo(200);
        forbidden(get(GATEWAY, BY_ONE, NAME, "/other/seen"));
        forbidden(get(GATEWAY, BY_ONE, NAME, "/test/seen"));
        forbidden(get(GATEWAY, BY_TWO, NAME, "/v1/seen"));
    }

    @Test
    @DisplayName("EDG-6: neither the public entrance nor a header with an API's id leads past the domain")
    void noWayAround() throws Exception {
        domain(ID, "BASIC", policy("Deny", EVERYTHING, ""));
        associate(ID, ONE);
        forbidden(get(GATEWAY, PUBLIC, NAME, "/v1/seen"));
        forbidden(get(GATEWAY, PUBLIC, NAME, "/restapis"));
        forbidden(get(GATEWAY, BY_TWO, NAME, "/test/seen", "x-apigw-api-id: abc123"));
        assertThat(get(GATEWAY, BY_ONE, NAME, "/v1/seen", "x-apigw-api-id: abc123")
                        .status())
                .isEqualTo(403);
        assertThat(get(GATEWAY, BY_ONE, HOST, "/test/seen").status())
                .as("the API's own name is another way")
                .isEqualTo(200);
    }

    @Test
    @DisplayName("EDG-4, EDG-6: a private domain leads to private APIs alone")
    void publicApi() throws Exception {
        domain(ID, "BASIC", policy("Allow", EVERYTHING, ""));
        associate(ID, ONE);
        forbidden(get(GATEWAY, BY_ONE, NAME, "/pub/seen"));
    }

    @Test
    @DisplayName("EDG-6: who loses the association has lost the name at once")
    void rejected() throws Exception {
        domain(ID, "BASIC", policy("Allow", EVERYTHING, ""));
        associate(ID, ONE);
        assertThat(get(GATEWAY, BY_ONE, NAME, "/v1/seen").status()).isEqualTo(200);
        STORE.write(tx -> {
            tx.delete(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION, TestApi.OWNER, "", association(ID, ONE));
            return tx;
        });
        forbidden(get(GATEWAY, BY_ONE, NAME, "/v1/seen"));
    }

    @ParameterizedTest(name = "domain {0}, API {1} = {2}")
    @CsvSource({
        "none, Allow, domain",
        "Allow, Allow, 200",
        "silent, Allow, domain",
        "Deny, Allow, domain deny",
        "Allow, silent, api",
        "Allow, Deny, api deny",
        "Allow, none, api",
        "silent, silent, domain",
        "Deny, Deny, domain deny",
        "none, none, domain"
    })
    @DisplayName("EDG-6: both policies must allow, the domain's is asked first")
    void policies(String ofDomain, String ofApi, String outcome) throws Exception {
        String one = viaVpce(ONE);
        switch (ofDomain) {
            case "Allow" -> domain(ID, "BASIC", policy("Allow", ARN, one));
            case "silent" -> domain(ID, "BASIC", policy("Allow", EVERYTHING, viaVpce(TWO)));
            case "Deny" ->
                domain(ID, "BASIC", policy("Allow", "\"*\"", ""), policy("Deny", "[" + EVERYTHING + "]", one));
            default -> domain(ID, "BASIC");
        }
        TestApi api = api();
        GATEWAY.publish(
                switch (ofApi) {
                    case "Allow" -> withPolicy(api, statement("Allow", one));
                    case "silent" -> withPolicy(api, statement("Allow", viaVpce(TWO)));
                    case "Deny" -> withPolicy(api, statement("Allow", ""), statement("Deny", one));
                    default -> api;
                });
        associate(ID, ONE);

        Answer answer = get(GATEWAY, BY_ONE, NAME, "/v1/open");

        if (outcome.equals("200")) {
            assertThat(answer.status()).isEqualTo(200);
            return;
        }
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("AccessDeniedException");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"Message\":\"User: anonymous is not authorized to perform: execute-api:Invoke on resource:"
                                + " arn:aws:execute-api:eu-west-1:********9012:"
                                + (outcome.startsWith("domain")
                                        ? "/domainnames/" + NAME + "+" + ID
                                        : "abc123/test/GET/open")
                                + (outcome.endsWith("deny") ? " with an explicit deny" : "") + "\"}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"execute-api:/test/GET/open\"",
                "\"arn:aws:execute-api:eu-west-1:123456789012:/domainnames/inner.example.com+other12345\"",
                "\"arn:aws:execute-api:eu-west-1:123456789012:abc123/*\"",
                "7"
            })
    @DisplayName("EDG-6: a policy of another resource, or that cannot be read, lets nobody in")
    void otherResources(String resource) throws Exception {
        domain(ID, "BASIC", policy("Allow", resource, ""));
        associate(ID, ONE);
        assertThat(get(GATEWAY, BY_ONE, NAME, "/v1/open").status()).isEqualTo(403);
    }

    @Test
    @DisplayName(
            "R17.7, EDG-6: of domains of one name that one serves that the endpoint is associated with, and of two none")
    void sameName() throws Exception {
        domain(ID, "BASIC", policy("Deny", EVERYTHING, ""));
        domain("second1234", "BASIC", policy("Allow", EVERYTHING, ""));
        associate(ID, ONE);
        associate("second1234", TWO);
        assertThat(get(GATEWAY, BY_ONE, NAME, "/v1/open").status()).isEqualTo(403);
        assertThat(get(GATEWAY, BY_TWO, NAME, "/v1/open").status()).isEqualTo(200);
        associate(ID, TWO);
        forbidden(get(GATEWAY, BY_TWO, NAME, "/v1/open"));
    }

    @Test
    @DisplayName("TLS-4, EDG-6: STRICT needs the name of a handshake, so that without TLS nobody comes by it")
    void strict() throws Exception {
        domain(ID, "STRICT", policy("Allow", EVERYTHING, ""));
        associate(ID, ONE);
        assertThat(get(GATEWAY, BY_ONE, NAME, "/v1/open").status()).isEqualTo(403);
    }
}
