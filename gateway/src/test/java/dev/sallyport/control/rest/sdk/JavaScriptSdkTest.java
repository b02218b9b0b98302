package dev.sallyport.control.rest.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.DataPlaneFixture;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.model.Integration;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The generated JavaScript client, run by node against a gateway. */
@Timeout(60)
class JavaScriptSdkTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final String LOAD = """
        const fs = require('fs'), vm = require('vm'), root = __dirname + '/apiGateway-js-sdk/';
        const page = fs.readFileSync(root + 'README.md', 'utf8');
        for (const script of page.matchAll(/src="([^"]+)"/g)) {
            vm.runInThisContext(fs.readFileSync(root + script[1], 'utf8'), {filename: script[1]});
        }
        const told = value => console.log(JSON.stringify(value));
        """;

    @TempDir
    Path folder;

    private TestApi api;

    @BeforeEach
    void start() throws IOException {
        Integration echo =
                TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/base")).build();
        api = new TestApi("abc123")
                .with("/", SdkFixture.method("GET", Map.of("querystring.q", false), null, echo))
                .with("/pets", SdkFixture.method("POST", Map.of(), "Input", echo))
                .with("/pets", SdkFixture.method("ANY", Map.of(), null, echo))
                .with("/files/{path+}", SdkFixture.method("DELETE", Map.of(), null, echo))
                .with(
                        "/pets/{petId}",
                        SdkFixture.method(
                                "GET",
                                Map.of("path.petId", true, "querystring.page", true, "header.X-Trace", false),
                                null,
                                TestIntegration.httpProxy(
                                                "GET", GATEWAY.backend().uri("/base/{petId}"))
                                        .map("path.petId", "method.request.path.petId")
                                        .build()));
        GATEWAY.publish(api);
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 200 OK\r\nX-Kind: cat\r\nContent-Length: 7\r\n\r\n{\"a\":1}"));
        SdkFixture.unpack(JavaScriptSdk.generate(SdkFixture.api(api, endpoint()), Map.of()), folder);
    }

    private static String endpoint() {
        return "http://127.0.0.1:" + GATEWAY.listener().address().getPort() + "/_aws/execute-api/abc123/test";
    }

    private JsonNode node(String script) throws Exception {
        Path file = folder.resolve("test.js");
        Files.writeString(file, LOAD + script);
        Process node = new ProcessBuilder("node", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as(output).isZero();
        return new ObjectMapper().readTree(output);
    }

    private static Received last() {
        return GATEWAY.backend().received().getLast();
    }

    @ParameterizedTest
    @DisplayName("R16.10: the names of functions")
    @CsvSource({
        "GET, /, rootGet",
        "POST, /, rootPost",
        "GET, /{a}/{b}/{op}, aBOpGet",
        "GET, /pets/{petId}, petsPetIdGet",
        "OPTIONS, /pets, petsOptions",
        "PUT, /{proxy+}, proxyPut",
        "GET, /Pet-store/myPets, petStoreMyPetsGet"
    })
    void names(String verb, String path, String name) {
        Integration mock = TestIntegration.mock("").build();
        TestApi named = new TestApi("abc123").with(path, SdkFixture.method(verb, Map.of(), null, mock));

        assertThat(SdkNames.pathFirst(
                        SdkFixture.api(named, "http://h").methods().getFirst()))
                .isEqualTo(name);
    }

    @Test
    @DisplayName("R16.9, R16.11: parameters are sorted to their places, the promise has status, data and headers")
    void get() throws Exception {
        JsonNode answer = node("""
            apigClientFactory.newClient({apiKey: 'key'})
                .petsPetIdGet({petId: 'a b/c', page: '1&2', 'X-Trace': 't'}, {},
                    {headers: {'X-More': 'm'}, queryParams: {extra: 'e'}})
                .then(r => told({status: r.status, statusText: r.statusText, data: r.data,
                    kind: r.headers['x-kind'], verb: r.config.method, url: r.config.url}));
            """);

        assertThat(answer)
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"status\":200,\"statusText\":\"OK\",\"data\":{\"a\":1},"
                                + "\"kind\":\"cat\",\"verb\":\"GET\",\"url\":\"" + endpoint() + "/pets/a%20b%2Fc\"}"));
        assertThat(last().line()).isEqualTo("GET /base/a%20b/c?page=1%262&extra=e HTTP/1.1");
        assertThat(last().header("X-Trace")).isEqualTo("t");
        assertThat(last().header("X-More")).isEqualTo("m");
        assertThat(last().header("x-api-key")).isEqualTo("key");
        assertThat(last().header("Accept")).isEqualTo("application/json");
    }

    @Test
    @DisplayName("R16.9: a greedy parameter keeps its slashes")
    void greedy() throws Exception {
        assertThat(node("told(uritemplate('/files/{path+}').expand({path: 'a b/c'}));")
                        .stringValue())
                .isEqualTo("/files/a%20b/c");
        assertThat(node("apigClientFactory.newClient().filesPathDelete({path: 'a/b'}).then(r => told(r.status));")
                        .intValue())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("R16.9: a body is sent as JSON; a status of 400 and more rejects with the response")
    void post() throws Exception {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 409 Conflict\r\nContent-Length: 4\r\n\r\nbusy"));

        JsonNode answer = node("""
            apigClientFactory.newClient().petsPost({}, {a: 1, op: '+'})
                .then(() => told('resolved'), e => told({status: e.response.status, data: e.response.data}));
            """);

        assertThat(answer.toString()).isEqualTo("{\"status\":409,\"data\":\"busy\"}");
        assertThat(last().body()).isEqualTo("{\"a\":1,\"op\":\"+\"}");
        assertThat(last().header("Content-Type")).isEqualTo("application/json");
        assertThat(last().header("Authorization")).isNull();
    }

    @Test
    @DisplayName("R16.11: a missing required parameter throws before anything is sent")
    void missing() throws Exception {
        int before = GATEWAY.backend().received().size();

        JsonNode answer = node("""
            try {
                apigClientFactory.newClient().petsPetIdGet({petId: 1});
            } catch (e) {
                told(e.message);
            }
            """);

        assertThat(answer.stringValue()).contains("page");
        assertThat(GATEWAY.backend().received()).hasSize(before);
    }

    @Test
    @DisplayName("R16.8, R16.14: with credentials requests are signed for execute-api, the stage's path included")
    void signed() throws Exception {
        JsonNode sent = node("""
            globalThis.fetch = (url, init) => Promise.resolve(
                {status: 200, text: () => Promise.resolve(JSON.stringify({url: url, init: init})), headers: new Map()});
            apigClientFactory.newClient(
                    {accessKey: 'AKID', secretKey: 'secret', sessionToken: 'token', region: 'eu-north-1'})
                .petsPetIdGet({petId: 'ä b', page: "z'"}, {}, {queryParams: {a: '1 2'}})
                .then(r => told(r.data));
            """);

        URI uri = URI.create(sent.get("url").stringValue());
        Map<String, String> headers = new TreeMap<>();
        sent.get("init")
                .get("headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().stringValue()));
        headers.put("host", uri.getAuthority());
        String authorization = headers.getOrDefault("authorization", "");
        assertThat(uri.getRawPath()).isEqualTo("/_aws/execute-api/abc123/test/pets/%C3%A4%20b");
        assertThat(authorization)
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("/eu-north-1/execute-api/");
        assertThat(headers).containsEntry("x-amz-security-token", "token");
        assertThat(authorization)
                .endsWith("Signature="
                        + SdkFixture.signature("GET", uri.getRawPath(), "a=1%202&page=z%27", headers, "", "secret"));
    }

    @Test
    @DisplayName("R16.8: a signed request with a body reaches the gateway")
    void signedPost() throws Exception {
        JsonNode answer = node("""
            apigClientFactory.newClient({accessKey: 'AKID', secretKey: 'secret'}).petsPost({}, {a: 'ä'})
                .then(r => told(r.status));
            """);

        assertThat(answer.intValue()).isEqualTo(200);
        assertThat(last().header("X-Amz-Date")).matches("\\d{8}T\\d{6}Z");
    }

    @Test
    @DisplayName("the library's digests are the known ones (FIPS 180-4, RFC 4231)")
    void digests() throws Exception {
        JsonNode digests = node("""
            told([CryptoJS.SHA256('abc').toString(), CryptoJS.SHA256('').toString(),
                CryptoJS.SHA256('a'.repeat(200)).toString(),
                CryptoJS.HmacSHA256('what do ya want for nothing?', 'Jefe').toString(),
                CryptoJS.SHA256('abc').toString(CryptoJS.enc.Base64)]);
            """);

        assertThat(digests.get(0).stringValue())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(digests.get(1).stringValue())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(digests.get(3).stringValue())
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThat(digests.get(4).stringValue()).isEqualTo("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    @Test
    @DisplayName("R16.12: ANY methods are skipped; with nothing else there is no apigClient.js")
    void onlyAny() {
        Integration mock = TestIntegration.mock("").build();
        TestApi any = new TestApi("abc123").with("/", SdkFixture.method("ANY", Map.of(), null, mock));

        assertThat(JavaScriptSdk.generate(SdkFixture.api(any, "http://h"), Map.of())
                        .files()
                        .keySet())
                .containsExactlyInAnyOrder(
                        "apiGateway-js-sdk/README.md",
                        "apiGateway-js-sdk/lib/axios/dist/axios.standalone.js",
                        "apiGateway-js-sdk/lib/CryptoJS/rollups/hmac-sha256.js",
                        "apiGateway-js-sdk/lib/CryptoJS/rollups/sha256.js",
                        "apiGateway-js-sdk/lib/CryptoJS/components/hmac.js",
                        "apiGateway-js-sdk/lib/CryptoJS/components/enc-base64.js",
                        "apiGateway-js-sdk/lib/url-template/url-template.js",
                        "apiGateway-js-sdk/lib/apiGatewayCore/sigV4Client.js",
                        "apiGateway-js-sdk/lib/apiGatewayCore/apiGatewayClient.js",
                        "apiGateway-js-sdk/lib/apiGatewayCore/simpleHttpClient.js",
                        "apiGateway-js-sdk/lib/apiGatewayCore/utils.js");
        assertThat(JavaScriptSdk.generate(SdkFixture.api(api, "http://h"), Map.of())
                        .files())
                .containsKey("apiGateway-js-sdk/apigClient.js");
    }
}
