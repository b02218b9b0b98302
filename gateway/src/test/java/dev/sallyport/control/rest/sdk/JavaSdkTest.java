package dev.sallyport.control.rest.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.control.ServiceException;
import dev.sallyport.edge.DataPlaneFixture;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generated Java client, compiled with a user's code and run against a gateway. */
@Timeout(60)
class JavaSdkTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final Map<String, String> PARAMETERS =
            Map.of("serviceName", "SimpleCalcSdk", "javaPackageName", "com.example.calc");

    /** What a user writes: every line of R16.18 and R16.20. */
    private static final String USER = """
        import com.amazonaws.SdkBaseException;
        import com.amazonaws.auth.*;
        import com.amazonaws.opensdk.config.*;
        import com.example.calc.*;
        import com.example.calc.model.*;
        import java.util.*;
        import java.util.function.*;

        public class User implements Function<String, String> {
            public String apply(String what) {
                SimpleCalcSdk client = SimpleCalcSdk.builder()
                        .connectionConfiguration(new ConnectionConfiguration().maxConnections(100).connectionMaxIdleMillis(1000))
                        .timeoutConfiguration(new TimeoutConfiguration().httpRequestTimeout(3000).totalExecutionTimeout(10000).socketTimeout(2000))
                        .apiKey("key")
                        .build();
                try {
                    switch (what.split(" ")[0]) {
                        case "get":
                            GetABOpResult got = client.getABOp(new GetABOpRequest().a("1 2").b("ä").op("+/x").q("a&b").xTrace("t"));
                            Result result = got.getResult();
                            List<Input> steps = result.getSteps();
                            return result.getC() + " " + result.getCount() + " " + result.getExact() + " "
                                    + result.getClass_() + " " + result.getInput().getOp() + " " + steps.get(0).getA()
                                    + " " + result.getTags() + " " + result.getOther() + " "
                                    + got.sdkResponseMetadata().httpStatusCode();
                        case "post":
                            client.postApiRoot(new PostApiRootRequest().input(new Input().a(1).b(2.5).op("\\"+\\"")));
                            return "posted";
                        case "named":
                            client.addNumbers(new AddNumbersRequest());
                            return "named";
                        case "missing":
                            client.getABOp(new GetABOpRequest().a("1"));
                            return "sent";
                        case "signed":
                            SimpleCalcSdk signing = SimpleCalcSdk.builder()
                                    .iamCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials("AKID", "secret")))
                                    .iamRegion("eu-north-1").endpoint(what.split(" ")[1]).build();
                            signing.getABOp(new GetABOpRequest().a("1 2").b("ä").op("x/y").q("z'"));
                            return "signed";
                        default:
                            Map<String, String> seen = new HashMap<>();
                            SimpleCalcSdk.builder().signer(request -> request.addHeader("X-Proof", "p")).build()
                                    .postApiRoot(new PostApiRootRequest());
                            client.shutdown();
                            client.postApiRoot(new PostApiRootRequest());
                            return "not shut down";
                    }
                } catch (ProblemException e) {
                    return e.sdkHttpMetadata().httpStatusCode() + " " + e.getResult().getWhy();
                } catch (SimpleCalcSdkException e) {
                    return e.sdkHttpMetadata().httpStatusCode() + " " + e.sdkHttpMetadata().responseContent();
                } catch (SdkBaseException | IllegalArgumentException | IllegalStateException e) {
                    return e.getMessage();
                }
            }
        }
        """;

    @TempDir
    Path folder;

    private TestApi api;

    @BeforeEach
    void start() {
        Integration echo =
                TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/base")).build();
        Integration bound = TestIntegration.httpProxy("GET", GATEWAY.backend().uri("/{a}/{b}/{op}"))
                .map("path.a", "method.request.path.a")
                .map("path.b", "method.request.path.b")
                .map("path.op", "method.request.path.op")
                .build();
        api = new TestApi("abc123")
                .with("/", SdkFixture.method("POST", Map.of(), "Input", echo))
                .with("/", SdkFixture.method("ANY", Map.of(), null, echo))
                .with("/named", named(SdkFixture.method("PUT", Map.of(), null, echo)))
                .with(
                        "/{a}/{b}/{op+}",
                        SdkFixture.method("GET", Map.of("querystring.q", true, "header.X-Trace", false), null, bound));
        GATEWAY.publish(api);
    }

    private static Method named(Method method) {
        return new Method(
                method.httpMethod(),
                "NONE",
                null,
                List.of(),
                false,
                null,
                "AddNumbers",
                method.requestParameters(),
                method.requestModels(),
                method.methodResponses(),
                method.integration());
    }

    private static String endpoint() {
        return "http://127.0.0.1:" + GATEWAY.listener().address().getPort() + "/_aws/execute-api/abc123/test";
    }

    private static void answers(int status, String body) {
        GATEWAY.backend()
                .behave(Behaviour.answer(
                        "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
    }

    private static Received last() {
        return GATEWAY.backend().received().getLast();
    }

    /** Compiles package and user with all warnings but those of style, and runs the user. */
    private String run(String what) throws Exception {
        SdkFixture.unpack(JavaSdk.generate(SdkFixture.api(api, endpoint()), PARAMETERS), folder);
        Path sources = folder.resolve("generated-code/src/main/java");
        Files.writeString(sources.resolve("User.java"), USER);
        Path classes = folder.resolve("classes");
        SdkFixture.compile(sources, classes, List.of("--release", "11"));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Object user = loader.loadClass("User").getDeclaredConstructor().newInstance();
            return String.valueOf(
                    Function.class.getMethod("apply", Object.class).invoke(user, what));
        }
    }

    @Test
    @DisplayName("R16.18, R16.19: parameters go to their places and the result is read into its model")
    void get() throws Exception {
        answers(
                200,
                "{\"c\":1.5,\"count\":3,\"exact\":true,\"class\":\"x\",\"input\":{\"op\":\"-\"},"
                        + "\"steps\":[{\"a\":2}],\"tags\":[\"u\",\"v\"],\"other\":{\"k\":[1]},\"unknown\":1}");

        assertThat(run("get")).isEqualTo("1.5 3 true x - 2.0 [u, v] {k=[1]} 200");
        assertThat(last().line()).startsWith("GET /").contains("q=a%26b");
        assertThat(last().header("X-Trace")).isEqualTo("t");
        assertThat(last().header("x-api-key")).isEqualTo("key");
    }

    @Test
    @DisplayName("R16.20: a body is written from its model, without what is not set")
    void post() throws Exception {
        answers(200, "");

        assertThat(run("post")).isEqualTo("posted");
        assertThat(last().line()).isEqualTo("POST /base HTTP/1.1");
        assertThat(last().body()).isEqualTo("{\"a\":1,\"b\":2.5,\"op\":\"\\\"+\\\"\"}");
        assertThat(last().header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    @DisplayName("R16.19 (inferred): an operation name is the method's name")
    void operationName() throws Exception {
        answers(200, "{}");

        assertThat(run("named")).isEqualTo("named");
        assertThat(last().line()).startsWith("PUT ");
    }

    @Test
    @DisplayName("R16.23: a modelled error is an exception of its own, another one the service's; 500s are tried again")
    void errors() throws Exception {
        answers(409, "{\"why\":\"busy\"}");
        assertThat(run("post")).isEqualTo("409 busy");

        answers(404, "gone");
        assertThat(run("post")).isEqualTo("404 gone");

        int before = GATEWAY.backend().received().size();
        answers(503, "later");
        assertThat(run("post")).isEqualTo("503 later");
        assertThat(GATEWAY.backend().received()).hasSize(before + 4);
    }

    @Test
    @DisplayName("R16.11: a missing required parameter is told before anything is sent")
    void missing() throws Exception {
        int before = GATEWAY.backend().received().size();

        assertThat(run("missing")).isEqualTo("Missing required parameter b");
        assertThat(GATEWAY.backend().received()).hasSize(before);
    }

    @Test
    @DisplayName("R16.21: IAM credentials sign, a signer of one's own too, and a client can be shut down")
    void signing() throws Exception {
        AtomicReference<Signed> signed = new AtomicReference<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> signed.set(Signed.of(exchange)));
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/base/prod";

            assertThat(run("signed " + url)).isEqualTo("signed");
        } finally {
            server.stop(0);
        }
        Signed request = signed.get();
        assertThat(request.path()).isEqualTo("/base/prod/1%202/%C3%A4/x/y");
        assertThat(request.headers().getOrDefault("authorization", ""))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("/eu-north-1/execute-api/")
                .endsWith("Signature="
                        + SdkFixture.signature(
                                "GET", request.path(), request.query(), request.headers(), "", "secret"));
        answers(200, "{}");
        assertThat(run("signer")).isEqualTo("the client has been shut down");
        assertThat(last().header("X-Proof")).isEqualTo("p");
    }

    /** A request as a server saw it. */
    private record Signed(String path, String query, Map<String, String> headers) {
        static Signed of(HttpExchange exchange) throws IOException {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            Signed signed = new Signed(
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getRawQuery(),
                    headers);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            return signed;
        }
    }

    @Test
    @DisplayName("R16.20: names that clash, nested objects, maps, lists at the root and a model called Error compile")
    void odd() throws IOException {
        SdkFixture.unpack(JavaSdk.generate(OddApi.api("http://h/s"), PARAMETERS), folder);

        SdkFixture.compile(
                folder.resolve("generated-code/src/main/java"), folder.resolve("odd"), List.of("--release", "11"));
        String pet = Files.readString(folder.resolve("generated-code/src/main/java/com/example/calc/model/Pet.java"));
        assertThat(pet)
                .contains(
                        "private Long id;",
                        "private PetOwner owner;",
                        "private java.util.List<PetVisits> visits;",
                        "private java.util.Map<String, Pet> friends;",
                        "private java.util.List<java.util.List<Integer>> grid;",
                        "private Object unknown;");
    }

    @Test
    @DisplayName("16.2: build system, coordinates and license text")
    void parameters() {
        Map<String, String> parameters = new HashMap<>(PARAMETERS);
        parameters.put("java.build-system", "gradle");
        parameters.put("java.artifact-version", "2.0");
        parameters.put("source-code.license-text", "Mine */ only");

        Map<String, String> gradle = generate(parameters);
        Map<String, String> maven = generate(PARAMETERS);

        assertThat(gradle).doesNotContainKey("generated-code/pom.xml");
        assertThat(gradle.get("generated-code/build.gradle")).contains("group = 'com.example.calc'", "version = '2.0'");
        assertThat(gradle.get("generated-code/settings.gradle")).contains("simplecalcsdk-sdk");
        assertThat(gradle.get("generated-code/src/main/java/com/example/calc/SimpleCalcSdk.java"))
                .startsWith("/* Mine * / only */\npackage com.example.calc;");
        assertThat(maven.get("generated-code/pom.xml"))
                .contains(
                        "<groupId>com.example.calc</groupId>",
                        "<artifactId>simplecalcsdk-sdk</artifactId>",
                        "<version>1.0-SNAPSHOT</version>");
    }

    private Map<String, String> generate(Map<String, String> parameters) {
        return JavaSdk.generate(SdkFixture.api(api, "http://h"), parameters).files();
    }

    @ParameterizedTest
    @DisplayName("a parameter that could not be compiled is refused by name")
    @CsvSource({
        "serviceName, 1x",
        "serviceName, class",
        "javaPackageName, a..b",
        "javaPackageName, a.new",
        "java.build-system, ant",
        "java.group-id, <a>"
    })
    void invalid(String name, String value) {
        Map<String, String> parameters = new HashMap<>(PARAMETERS);
        parameters.put(name, value);

        assertThatThrownBy(() -> generate(parameters))
                .isInstanceOf(ServiceException.class)
                .hasMessage("Invalid value for parameter " + name + ": " + value);
    }

    @Test
    @DisplayName("R16.5: a schema that no class can have is refused")
    void oneOf() {
        assertThatThrownBy(() -> SdkModel.all(List.of(SdkFixture.model("Any", "{\"oneOf\": []}"))))
                .hasMessageContaining("The model Any uses oneOf");
    }
}
