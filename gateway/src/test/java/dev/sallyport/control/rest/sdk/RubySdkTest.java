package dev.sallyport.control.rest.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.edge.DataPlaneFixture;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.model.Integration;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The generated Ruby gem, loaded by ruby with the real aws-sdk-core, calling a gateway. */
@Timeout(120)
class RubySdkTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final Map<String, String> PARAMETERS =
            Map.of("service.name", "SimpleCalc", "ruby.gem-version", "1.0.0");

    /** No look around for credentials of whoever runs the tests. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "AWS_EC2_METADATA_DISABLED",
            "true",
            "AWS_SDK_CONFIG_OPT_OUT",
            "true",
            "HOME",
            "/nonexistent",
            "LANG",
            "C.UTF-8");

    private static final String LOAD = """
        $LOAD_PATH.unshift(File.join(__dir__, 'simplecalc-sdk/lib'))
        require 'simplecalc-sdk'
        require 'json'

        def told(value)
          puts JSON.generate(value)
        end

        """;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        Integration echo =
                TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/base")).build();
        Integration bound = TestIntegration.httpProxy("GET", GATEWAY.backend().uri("/{a}/{b}/{op}"))
                .map("path.a", "method.request.path.a")
                .map("path.b", "method.request.path.b")
                .map("path.op", "method.request.path.op")
                .build();
        GATEWAY.publish(new TestApi("abc123")
                .with("/", SdkFixture.method("GET", Map.of("querystring.q", false), null, echo))
                .with("/", SdkFixture.method("POST", Map.of(), "Input", echo))
                .with("/tags", SdkFixture.method("PUT", Map.of(), "Tags", echo))
                .with("/empty", SdkFixture.method("GET", Map.of(), null, echo))
                .with(
                        "/{a}/{b}/{op+}",
                        SdkFixture.method("GET", Map.of("querystring.q", true, "header.X-Trace", false), null, bound)));
    }

    private static SdkApi calc() {
        String endpoint =
                "http://127.0.0.1:" + GATEWAY.listener().address().getPort() + "/_aws/execute-api/abc123/test";
        return SdkFixture.api(
                new TestApi("abc123")
                        .with(
                                "/",
                                OddApi.method("GET")
                                        .parameters(Map.of("querystring.q", false))
                                        .key()
                                        .result("Result")
                                        .build())
                        .with(
                                "/",
                                OddApi.method("POST")
                                        .input("Input")
                                        .result("Result")
                                        .answer("410", "Problem")
                                        .build())
                        .with(
                                "/tags",
                                OddApi.method("PUT")
                                        .input("Tags")
                                        .result("Tags")
                                        .operation("ReplaceTags")
                                        .build())
                        .with("/empty", OddApi.method("GET").build())
                        .with(
                                "/{a}/{b}/{op+}",
                                OddApi.method("GET")
                                        .parameters(Map.of("querystring.q", true, "header.X-Trace", false))
                                        .result("Result")
                                        .answer("410", "Problem")
                                        .build()),
                endpoint,
                "Calc #{exit!} */");
    }

    private static void answers(int status, String body) {
        GATEWAY.backend()
                .behave(Behaviour.answer(
                        "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body));
    }

    private static Received last() {
        return GATEWAY.backend().received().getLast();
    }

    private JsonNode ruby(SdkApi api, String script) throws IOException, InterruptedException {
        assumeTrue(
                SdkFixture.installed("ruby", "-e", "require 'aws-sdk-core'; exit Aws::CORE_GEM_VERSION >= '3.168'"),
                "ruby with aws-sdk-core is not installed");
        SdkFixture.unpack(RubySdk.generate(api, PARAMETERS), folder);
        Files.writeString(folder.resolve("test.rb"), LOAD + script);
        return new ObjectMapper()
                .readTree(SdkFixture.run(folder, ENVIRONMENT, List.of("ruby", "-W:no-deprecated", "test.rb")));
    }

    @Test
    @DisplayName("16.5: parameters go to path, query and headers, by names in the manner of Ruby; the result is typed")
    void get() throws Exception {
        answers(200, """
            {"c": 3.5, "count": 7, "exact": true, "class": "k", "input": {"op": "+"}, "steps": [{"a": 1}],
             "tags": ["x", "y"], "other": {"deep": [1]}}""");

        JsonNode told = ruby(calc(), """
            client = SimpleCalc::Client.new(http_wire_trace: false, retry_limit: 5, http_read_timeout: 50)
            resp = client.get_ab_op(a: '1 2', b: 'b', op: 'x/y z', q: 'a&b', x_trace: 't')
            r = resp.result
            told([r.c, r.count, r.exact, r.class_, r.input.op, r.steps[0].a, r.tags, r.other, r.class.name,
                  resp.context.http_response.status_code])
            """);

        assertThat(told.toString())
                .isEqualTo("[3.5,7,true,\"k\",\"+\",1,[\"x\",\"y\"],{\"deep\":[1]},\"SimpleCalc::Types::Result\",200]");
        assertThat(last().line()).isEqualTo("GET /1%202/b/x/y%20z?q=a%26b HTTP/1.1");
        assertThat(last().header("X-Trace")).isEqualTo("t");
        assertThat(last().header("Authorization")).isNull();
    }

    @Test
    @DisplayName("16.5: the names of operations, and a body that is the model's JSON, an object or a list")
    void bodies() throws Exception {
        answers(200, "{\"c\": 1}");

        JsonNode told = ruby(calc(), """
            client = SimpleCalc::Client.new
            told([client.operation_names.sort, client.post_api_root(input: { a: 1, b: 2.5, op: "#{1}" }).result.c])
            """);

        assertThat(told.get(0).toString())
                .isEqualTo("[\"get_ab_op\",\"get_api_root\",\"get_empty\",\"post_api_root\",\"replace_tags\"]");
        assertThat(told.get(1).intValue()).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(last().body()).toString())
                .isEqualTo("{\"a\":1.0,\"b\":2.5,\"op\":\"1\"}");
        assertThat(last().header("Content-Type")).startsWith("application/json");

        answers(200, "[\"z\"]");
        assertThat(ruby(calc(), "told(SimpleCalc::Client.new.replace_tags(tags: %w[x y]).tags)")
                        .toString())
                .isEqualTo("[\"z\"]");
        assertThat(last().line()).startsWith("PUT /base");
        assertThat(last().body()).isEqualTo("[\"x\",\"y\"]");
    }

    @Test
    @DisplayName(
            "16.5: an API key is sent with what needs one, of the client or of the call; an answer without a model is empty")
    void keys() throws Exception {
        answers(200, "{}");

        ruby(calc(), """
            client = SimpleCalc::Client.new(api_key: 'mine')
            client.get_api_root(q: '1')
            client.get_api_root(api_key: 'other')
            told(client.get_empty.to_h)
            """);

        List<Received> calls = GATEWAY.backend().received();
        List<Received> three = calls.subList(calls.size() - 3, calls.size());
        assertThat(three.get(0).header("x-api-key")).isEqualTo("mine");
        assertThat(three.get(1).header("x-api-key")).isEqualTo("other");
        assertThat(three.get(2).header("x-api-key")).isNull();
    }

    @Test
    @DisplayName("16.5: an answer that is no success is raised by its status, with the data of its model")
    void errors() throws Exception {
        answers(410, "{\"why\": \"gone\", \"message\": \"told\"}");

        JsonNode told = ruby(calc(), """
            begin
              SimpleCalc::Client.new.post_api_root(input: {})
            rescue SimpleCalc::Errors::Http410Error => e
              told([e.is_a?(SimpleCalc::Errors::ServiceError), e.data.why, e.message, e.context.http_response.status_code])
            end
            """);

        assertThat(told.toString()).isEqualTo("[true,\"gone\",\"told\",410]");
    }

    @Test
    @DisplayName("16.5: a missing required parameter is told before anything is sent")
    void missing() throws Exception {
        int before = GATEWAY.backend().received().size();

        JsonNode told = ruby(calc(), """
            begin
              SimpleCalc::Client.new.get_ab_op(a: '1', b: '2', op: '3')
            rescue ArgumentError => e
              told(e.message)
            end
            """);

        assertThat(told.stringValue()).contains("missing required parameter params[:q]");
        assertThat(GATEWAY.backend().received()).hasSize(before);
    }

    @Test
    @DisplayName("16.5: what needs a signature is signed for execute-api, and a custom authorizer is shown its token")
    void authorized() throws Exception {
        AtomicReference<Map<String, String>> signed = new AtomicReference<>();
        AtomicReference<Map<String, String>> shown = new AtomicReference<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/s/pets/", exchange -> signed.set(headers(exchange)));
        server.createContext("/s/token", exchange -> shown.set(headers(exchange)));
        server.start();
        try {
            String endpoint = "http://127.0.0.1:" + server.getAddress().getPort() + "/s";
            JsonNode told = ruby(OddApi.api(endpoint), """
                client = SimpleCalc::Client.new(
                  access_key_id: 'AKID', secret_access_key: 'secret', authorizer_token: 'proof')
                client.get_token
                told(client.get_pets_pet_id(pet_id: 'ä b').pet.name)
                """);
            assertThat(told.stringValue()).isEqualTo("Rex");
        } finally {
            server.stop(0);
        }

        String authorization = signed.get().getOrDefault("authorization", "");
        assertThat(authorization)
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("/eu-west-1/execute-api/")
                .endsWith("Signature="
                        + SdkFixture.signature("GET", "/s/pets/%C3%A4%20b", "", signed.get(), "", "secret"));
        assertThat(shown.get()).containsEntry("x-token", "proof").doesNotContainKey("authorization");
    }

    private static Map<String, String> headers(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        byte[] body = "{\"name\": \"Rex\"}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
        return headers;
    }

    @Test
    @DisplayName("16.5: names that clash and all kinds of models load, and stand in the shapes")
    void odd() throws Exception {
        JsonNode told = ruby(OddApi.api("http://127.0.0.1:1/s"), """
            client = SimpleCalc::Client.new(stub_responses: true, region: 'eu-west-1')
            odd = SimpleCalc::Types::Odd
            client.stub_responses(:post_pets, pets: [{ id: 5, name: 'Rex', owner: { address: { city: 'B' } },
              friends: { 'a' => { id: 1, name: 'b' } }, attributes: { 'k' => 'v' }, grid: [[1]], anything: { 'x' => 1 } }])
            pet = client.post_pets(pets: [{ id: 1, name: 'n' }]).pets.first
            told([client.operation_names.sort, odd.members, pet.to_h,
                  client.get_ab.class.name, client.post_upload.prices])
            """);

        assertThat(told.get(0).toString())
                .contains("\"get_ab\"", "\"get_ab2\"", "add_numbers", "class2", "delete_api_root", "put_files_path");
        assertThat(told.get(1).toString())
                .contains(
                        "class_",
                        "\"hash_\"",
                        "send_",
                        "\"foo_bar\"",
                        "\"foo_bar2\"",
                        "\"value\"",
                        "\"exit\"",
                        "new_name",
                        "\"_1st\"");
        assertThat(told.get(2).toString()).contains("\"city\":\"B\"", "\"friends\":{\"a\":{\"id\":1", "\"grid\":[[1]]");
    }

    @Test
    @DisplayName("16.5: the gem's files, version and dependency; ruby and gem name follow the parameters")
    void gem() {
        Map<String, String> files = RubySdk.generate(
                        OddApi.api("http://h/s"),
                        Map.of("service.name", "pet", "ruby.gem-name", "my-gem", "ruby.gem-version", "0.01"))
                .files();

        assertThat(files.keySet())
                .containsExactly(
                        "my-gem/README.md",
                        "my-gem/VERSION",
                        "my-gem/lib/my-gem.rb",
                        "my-gem/lib/my-gem/client.rb",
                        "my-gem/lib/my-gem/client_api.rb",
                        "my-gem/lib/my-gem/customizations.rb",
                        "my-gem/lib/my-gem/errors.rb",
                        "my-gem/lib/my-gem/plugins/apig_endpoint.rb",
                        "my-gem/lib/my-gem/plugins/authorizer.rb",
                        "my-gem/lib/my-gem/resource.rb",
                        "my-gem/lib/my-gem/types.rb",
                        "my-gem/my-gem.gemspec");
        assertThat(files.get("my-gem/VERSION")).isEqualTo("0.01\n");
        assertThat(files.get("my-gem/my-gem.gemspec"))
                .contains("spec.name = 'my-gem'", "spec.add_dependency('aws-sdk-core', ");
        assertThat(files.get("my-gem/lib/my-gem/client.rb")).contains("module Pet\n", "add_identifier(:pet)");
    }
}
