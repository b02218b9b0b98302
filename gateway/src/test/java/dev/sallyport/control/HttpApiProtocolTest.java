package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.WireRequest.Header;
import dev.sallyport.control.http.HttpApiOperations;
import dev.sallyport.control.http.documents.HttpApiDocumentOperations;
import dev.sallyport.model.Ids;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.wire.Services;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP APIs on the wire (http-api 17, 20 and 22). */
class HttpApiProtocolTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f";

    private final ControlPlane plane;

    HttpApiProtocolTest() {
        OperationRegistry registry = new OperationRegistry();
        InMemoryStore store = new InMemoryStore();
        Ids ids = new Ids(RandomGeneratorFactory.of("L64X128MixRandom").create(42));
        HttpApiOperations.register(registry, store, ids, HttpApiProtocolTest::now, issuer -> true);
        HttpApiDocumentOperations.register(registry, store, ids, HttpApiProtocolTest::now, issuer -> true, false);
        plane = new ControlPlane(registry, Services.all(), ControlSettings.defaults(), () -> Calls.REQUEST_ID);
    }

    private static Instant now() {
        return Instant.parse("2020-04-08T19:05:45.75Z");
    }

    private WireResponse send(String method, String target, String body) {
        Calls call = Calls.gateway(method, target);
        return plane.handle((body.isEmpty() ? call : call.body(body)).request());
    }

    private JsonNode sent(int status, String method, String target, String body) {
        WireResponse response = send(method, target, body);
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(response.status()).as(method + " " + target + ": " + text).isEqualTo(status);
        return text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
    }

    private static String header(WireResponse response, String name) {
        return response.headers().stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    private String api() {
        return sent(201, "POST", "/v2/apis", "{\"name\":\"n\",\"protocolType\":\"HTTP\"}")
                .path("apiId")
                .asString();
    }

    private String path() {
        return "/v2/apis/" + api();
    }

    private static final String INTEGRATION = "{\"integrationType\":\"AWS_PROXY\",\"integrationUri\":\"" + FUNCTION
            + "\",\"payloadFormatVersion\":\"2.0\"}";

    @Test
    @DisplayName("R20.1 to R20.4, R21.1 to R21.3: names, dates and absent members of a new API")
    void writesApis() {
        WireResponse response = send("POST", "/v2/apis", "{\"name\":\"n\",\"protocolType\":\"HTTP\"}");
        assertThat(response.status()).isEqualTo(201);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        JsonNode api = JSON.readTree(response.body());
        String id = api.path("apiId").asString();
        assertThat(api).isEqualTo(JSON.readTree("""
                        {"apiEndpoint":"https://%1$s.execute-api.us-east-1.amazonaws.com","apiId":"%1$s",\
                        "apiKeySelectionExpression":"$request.header.x-api-key","createdDate":"2020-04-08T19:05:45Z",\
                        "disableExecuteApiEndpoint":false,"ipAddressType":"ipv4","name":"n","protocolType":"HTTP",\
                        "routeSelectionExpression":"$request.method $request.path","tags":{}}""".formatted(id)));
    }

    @Test
    @DisplayName("R20.5, R20.6, R20.11: errors have a header and a message; deletes answer nothing")
    void writesErrorsAndDeletes() {
        WireResponse missing = send("GET", "/v2/apis/nope", "");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(header(missing, "x-amzn-ErrorType")).startsWith("NotFoundException");
        assertThat(JSON.readTree(missing.body()).path("message").asString())
                .isEqualTo("Invalid API identifier specified 123456789012:nope");
        String api = path();
        sent(201, "POST", api + "/routes", "{\"routeKey\":\"GET /a\"}");
        WireResponse twice = send("POST", api + "/routes", "{\"routeKey\":\"GET /a\"}");
        assertThat(twice.status()).isEqualTo(409);
        assertThat(header(twice, "x-amzn-ErrorType")).startsWith("ConflictException");
        WireResponse bad = send("POST", api + "/routes", "{\"routeKey\":\"a\"}");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(header(bad, "x-amzn-ErrorType")).startsWith("BadRequestException");
        WireResponse deleted = send("DELETE", api, "");
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(send("DELETE", api, "").status()).isEqualTo(404);
        String link = sent(201, "POST", "/v2/vpclinks", "{\"name\":\"l\",\"subnetIds\":[\"subnet-1\"]}")
                .path("vpcLinkId")
                .asString();
        assertThat(sent(202, "DELETE", "/v2/vpclinks/" + link, "").toString()).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({"authorizers, authorizerId", "deployments, deploymentId", "stages, stageName", "routes, routeId"})
    @DisplayName("R20.5, 22.1: what is not there below an API")
    void tellsWhatIsMissing(String family, String member) {
        String api = path();
        JsonNode error = sent(404, "GET", api + "/" + family + "/nope", "");
        String noun = family.substring(0, 1).toUpperCase(Locale.ROOT) + family.substring(1, family.length() - 1);
        assertThat(error.path("message").asString())
                .isEqualTo(
                        member.equals("stageName")
                                ? "Invalid stage identifier specified"
                                : "Invalid " + noun + " identifier specified nope");
        assertThat(send("DELETE", api + "/" + family + "/nope", "").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("R20.12: the forms of ids")
    void makesIds() {
        String api = path();
        assertThat(api.substring("/v2/apis/".length())).matches("[a-z0-9]{10}");
        String integration = sent(201, "POST", api + "/integrations", INTEGRATION)
                .path("integrationId")
                .asString();
        assertThat(integration).matches("[a-z0-9]{7}");
        assertThat(sent(201, "POST", api + "/routes", "{\"routeKey\":\"GET /a\"}")
                        .path("routeId")
                        .asString())
                .matches("[a-z0-9]{7}");
        assertThat(sent(201, "POST", api + "/deployments", "{}")
                        .path("deploymentId")
                        .asString())
                .matches("[a-z0-9]{6,10}");
    }

    @Test
    @DisplayName("R20.8, R21.9: a PATCH changes what is there; empty texts clear description and version")
    void patches() {
        String api = "/v2/apis/"
                + sent(
                                201,
                                "POST",
                                "/v2/apis",
                                "{\"name\":\"n\",\"protocolType\":\"HTTP\",\"description\":\"d\",\"version\":\"v\","
                                        + "\"corsConfiguration\":{\"allowOrigins\":[\"*\"]}}")
                        .path("apiId")
                        .asString();
        JsonNode renamed = sent(200, "PATCH", api, "{\"name\":\"m\"}");
        assertThat(renamed.path("name").asString()).isEqualTo("m");
        assertThat(renamed.path("description").asString()).isEqualTo("d");
        assertThat(renamed.path("corsConfiguration").toString()).isEqualTo("{\"allowOrigins\":[\"*\"]}");
        JsonNode cleared = sent(200, "PATCH", api, "{\"description\":\"\",\"version\":\"\"}");
        assertThat(cleared.has("description")).isFalse();
        assertThat(cleared.has("version")).isFalse();
        assertThat(sent(200, "GET", api, "")).isEqualTo(cleared);
        assertThat(send("PATCH", api, "{\"name\":\"\"}").status()).isEqualTo(400);
        assertThat(sent(200, "GET", api, "")).isEqualTo(cleared);
    }

    private List<String> listed(String target, String member, int expected, String maxResults) {
        List<String> all = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            String query = (maxResults.isEmpty() ? "" : "maxResults=" + maxResults + "&")
                    + (token.isEmpty() ? "" : "nextToken=" + token);
            JsonNode page = sent(200, "GET", target + (query.isEmpty() ? "" : "?" + query), "");
            assertThat(page.path("items").size()).isLessThanOrEqualTo(expected);
            page.path("items").forEach(item -> all.add(item.path(member).asString()));
            token = page.path("nextToken").asString("");
            pages++;
            assertThat(pages).isLessThan(100);
        } while (!token.isEmpty());
        return all;
    }

    private void assertPaged(String target, String member, List<String> created) {
        assertThat(listed(target, member, 25, "")).as(target).isEqualTo(created);
        assertThat(listed(target, member, 4, "4")).as(target).isEqualTo(created);
        assertThat(listed(target, member, 500, "500")).as(target).isEqualTo(created);
        assertThat(sent(400, "GET", target + "?nextToken=nonsense", "")
                        .path("message")
                        .asString())
                .isEqualTo("Invalid NextToken");
        assertThat(sent(400, "GET", target + "?maxResults=some", "")
                        .path("message")
                        .asString())
                .isEqualTo("Invalid MaxResults");
    }

    private List<String> created(int number, String target, String member, String body) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            ids.add(sent(201, "POST", target, body.replace("#", Integer.toString(i)))
                    .path(member)
                    .asString());
        }
        return ids;
    }

    @Test
    @DisplayName("R20.9: every list comes in pages, oldest first: 25 items, or as many as are asked for")
    void pages() {
        assertPaged(
                "/v2/apis", "apiId", created(30, "/v2/apis", "apiId", "{\"name\":\"n#\",\"protocolType\":\"HTTP\"}"));
        String api = path();
        List<String> routes = created(30, api + "/routes", "routeId", "{\"routeKey\":\"GET /a#\"}");
        assertPaged(api + "/routes", "routeId", routes);
        assertPaged(
                api + "/integrations",
                "integrationId",
                created(30, api + "/integrations", "integrationId", INTEGRATION));
        assertPaged(
                api + "/authorizers",
                "authorizerId",
                created(
                        10,
                        api + "/authorizers",
                        "authorizerId",
                        "{\"name\":\"a\",\"authorizerType\":\"JWT\",\"identitySource\":[\"$request.header.A\"],"
                                + "\"jwtConfiguration\":{\"issuer\":\"https://i.example\",\"audience\":[\"a\"]}}"));
        assertPaged(api + "/deployments", "deploymentId", created(30, api + "/deployments", "deploymentId", "{}"));
        assertPaged(api + "/stages", "stageName", created(10, api + "/stages", "stageName", "{\"stageName\":\"s#\"}"));
        assertPaged(
                "/v2/vpclinks",
                "vpcLinkId",
                created(30, "/v2/vpclinks", "vpcLinkId", "{\"name\":\"l#\",\"subnetIds\":[\"subnet-1\"]}"));
    }

    @Test
    @DisplayName("R20.9: what goes between two pages leaves no hole and no repetition")
    void pagesWhileThingsGo() {
        String api = path();
        List<String> routes = created(9, api + "/routes", "routeId", "{\"routeKey\":\"GET /a#\"}");
        JsonNode first = sent(200, "GET", api + "/routes?maxResults=3", "");
        sent(204, "DELETE", api + "/routes/" + routes.get(2), "");
        sent(204, "DELETE", api + "/routes/" + routes.get(3), "");
        JsonNode second = sent(
                200,
                "GET",
                api + "/routes?maxResults=3&nextToken="
                        + first.path("nextToken").asString(),
                "");
        List<String> ids = new ArrayList<>();
        second.path("items").forEach(item -> ids.add(item.path("routeId").asString()));
        assertThat(ids).isEqualTo(routes.subList(4, 7));
    }

    static Stream<Arguments> limits() {
        String route = "{\"routeKey\":\"GET /a\",\"#\":\"%s\"}";
        String stage = "{\"stageName\":\"s\",\"#\":\"%s\"}";
        return Stream.of(
                Arguments.of("/v2/apis", "name", 128, "{\"protocolType\":\"HTTP\",\"#\":\"%s\"}"),
                Arguments.of(
                        "/v2/apis", "description", 1024, "{\"name\":\"n\",\"protocolType\":\"HTTP\",\"#\":\"%s\"}"),
                Arguments.of("/v2/apis", "version", 64, "{\"name\":\"n\",\"protocolType\":\"HTTP\",\"#\":\"%s\"}"),
                Arguments.of("/v2/vpclinks", "name", 128, "{\"subnetIds\":[\"subnet-1\"],\"#\":\"%s\"}"),
                Arguments.of("API/routes", "operationName", 64, route),
                Arguments.of("API/stages", "description", 1024, stage),
                Arguments.of("API/stages", "stageName", 128, "{\"#\":\"%s\"}"),
                Arguments.of("API/deployments", "description", 1024, "{\"#\":\"%s\"}"),
                Arguments.of("API/integrations", "description", 1024, INTEGRATION.replace("}", ",\"#\":\"%s\"}")));
    }

    @ParameterizedTest
    @MethodSource("limits")
    @DisplayName("R20.13, section 22: the longest text is taken, a longer one is not")
    void limitsTexts(String target, String member, int limit, String body) {
        String where = target.replace("API", path());
        if (target.endsWith("/deployments")) {
            sent(201, "POST", where.replace("/deployments", "/routes"), "{\"routeKey\":\"GET /a\"}");
        }
        String named = body.replace("#", member);
        JsonNode error = sent(400, "POST", where, named.formatted("a".repeat(limit + 1)));
        assertThat(error.path("message").asString())
                .startsWith("1 validation error detected: Value 'aaa")
                .endsWith("at '" + member
                        + "' failed to satisfy constraint: Member must have length less than or equal to " + limit);
        sent(201, "POST", where, named.formatted("a".repeat(limit)));
    }

    @ParameterizedTest
    @CsvSource({"49, false", "50, true", "30000, true", "30001, false"})
    @DisplayName("R20.13, R21.21: how long an integration may take")
    void limitsTimes(int millis, boolean taken) {
        String body = INTEGRATION.replace("}", ",\"timeoutInMillis\":" + millis + "}");
        sent(taken ? 201 : 400, "POST", path() + "/integrations", body);
    }

    @ParameterizedTest
    @CsvSource({"-2, false", "-1, true", "86400, true", "86401, false"})
    @DisplayName("R20.13, section 22: how long a preflight may be kept")
    void limitsCors(int seconds, boolean taken) {
        sent(
                taken ? 201 : 400,
                "POST",
                "/v2/apis",
                "{\"name\":\"n\",\"protocolType\":\"HTTP\",\"corsConfiguration\":{\"maxAge\":" + seconds + "}}");
    }

    @Test
    @DisplayName("R20.14 to R20.16: tags are merged, removed and read by ARN, of APIs, stages and VPC links")
    void tags() {
        String api = api();
        sent(201, "POST", "/v2/apis/" + api + "/stages", "{\"stageName\":\"$default\"}");
        String link = sent(201, "POST", "/v2/vpclinks", "{\"name\":\"l\",\"subnetIds\":[\"subnet-1\"]}")
                .path("vpcLinkId")
                .asString();
        Set<String> resources =
                new LinkedHashSet<>(List.of("/apis/" + api, "/apis/" + api + "/stages/$default", "/vpclinks/" + link));
        for (String resource : resources) {
            String target = "/v2/tags/"
                    + ("arn:aws:apigateway:us-east-1::" + resource)
                            .replace(":", "%3A")
                            .replace("/", "%2F")
                            .replace("$", "%24");
            assertThat(sent(201, "POST", target, "{\"tags\":{\"a\":\"1\",\"b\":\"2\"}}")
                            .toString())
                    .isEqualTo("{}");
            sent(201, "POST", target, "{\"tags\":{\"b\":\"3\",\"c\":\"\"}}");
            assertThat(sent(200, "GET", target, ""))
                    .isEqualTo(JSON.readTree("{\"tags\":{\"a\":\"1\",\"b\":\"3\",\"c\":\"\"}}"));
            assertThat(send("DELETE", target + "?tagKeys=a&tagKeys=c", "").status())
                    .isEqualTo(204);
            assertThat(sent(200, "GET", target, "").toString()).isEqualTo("{\"tags\":{\"b\":\"3\"}}");
            assertThat(send("POST", target, "{\"tags\":{\"aws:x\":\"1\"}}").status())
                    .isEqualTo(400);
            assertThat(sent(200, "GET", target, "").toString()).isEqualTo("{\"tags\":{\"b\":\"3\"}}");
        }
        assertThat(sent(200, "GET", "/v2/apis/" + api, "").path("tags").toString())
                .isEqualTo("{\"b\":\"3\"}");
        assertThat(send("GET", "/v2/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fapis%2Fnope", "")
                        .status())
                .isEqualTo(404);
        assertThat(send(
                                "GET",
                                "/v2/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fapis%2F" + api + "%2Froutes%2Fr",
                                "")
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("R20.14: more than 50 tags are refused")
    void limitsTags() {
        String target = "/v2/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fapis%2F" + api();
        StringBuilder tags = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            tags.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":\"v\"");
        }
        sent(201, "POST", target, "{\"tags\":{" + tags + "}}");
        sent(400, "POST", target, "{\"tags\":{\"k50\":\"v\"}}");
    }

    @Test
    @DisplayName("R20.18: parts of paths are decoded once, $default also when nobody escaped it")
    void decodesPaths() {
        String api = path();
        sent(201, "POST", api + "/routes", "{\"routeKey\":\"GET /pets\"}");
        sent(201, "POST", api + "/stages", "{\"stageName\":\"$default\"}");
        sent(
                200,
                "PATCH",
                api + "/stages/%24default",
                "{\"routeSettings\":{\"GET /pets\":{\"throttlingBurstLimit\":1}}}");
        assertThat(sent(200, "GET", api + "/stages/$default", "")
                        .path("routeSettings")
                        .has("GET /pets"))
                .isTrue();
        String settings = api + "/stages/%24default/routesettings/GET%20%2Fpets";
        assertThat(send("DELETE", settings, "").status()).isEqualTo(204);
        assertThat(send("DELETE", settings, "").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("R17.1, R17.17: documents travel as a text in JSON, exports as they are")
    void carriesDocuments() {
        String document = "{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{}}";
        String body = JSON.createObjectNode().put("body", document).toString();
        String api = "/v2/apis/"
                + sent(201, "PUT", "/v2/apis?basepath=ignore&failOnWarnings=true", body)
                        .path("apiId")
                        .asString();
        assertThat(sent(201, "PUT", api + "?basepath=split", body).path("name").asString())
                .isEqualTo("t");
        assertThat(sent(200, "GET", api + "/exports/OAS30?outputType=JSON", "")
                        .path("openapi")
                        .asString())
                .isEqualTo("3.0.1");
        WireResponse yaml = send("GET", api + "/exports/OAS30?outputType=YAML&includeExtensions=false", "");
        assertThat(new String(yaml.body(), StandardCharsets.UTF_8)).startsWith("---\nopenapi: \"3.0.1\"\n");
        assertThat(send("GET", api + "/exports/OAS30", "").status()).isEqualTo(400);
        assertThat(send("PUT", "/v2/apis", "{}").status()).isEqualTo(400);
        assertThat(send("PUT", "/v2/apis", document).status()).isEqualTo(400);
    }
}
