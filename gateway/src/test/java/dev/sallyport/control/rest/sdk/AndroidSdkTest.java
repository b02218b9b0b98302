package dev.sallyport.control.rest.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sallyport.edge.DataPlaneFixture;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.model.Integration;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * The generated Android client, compiled with a user's code and run against a gateway. The AWS Mobile SDK, which turns its
 * annotations into requests, is stood in for by the sources in {@code /sdk/android}.
 */
@Timeout(60)
class AndroidSdkTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final Map<String, String> PARAMETERS = Map.of(
            "groupId",
            "com.mycompany",
            "invokerPackage",
            "com.mycompany.sdk",
            "artifactId",
            "myApiSdk",
            "artifactVersion",
            "0.0.1");

    private static final String SOURCES = "myApiSdk-0.0.1/src/main/java";

    /** What a user writes. */
    private static final String USER = """
        import com.amazonaws.mobileconnectors.apigateway.*;
        import com.mycompany.sdk.*;
        import com.mycompany.sdk.model.*;
        import java.math.BigDecimal;
        import java.util.*;
        import java.util.function.*;

        public class User implements Function<String, String> {
            public String apply(String what) {
                SimpleCalcClient client = new ApiClientFactory().apiKey("key").build(SimpleCalcClient.class);
                try {
                    switch (what) {
                        case "get":
                            Result result = client.aBOpGet("1", "2", "x/y", "t", "a&b");
                            return result.getC() + " " + result.getCount() + " " + result.getExact() + " "
                                    + result.getClass_() + " " + result.getInput().getOp() + " "
                                    + result.getSteps().get(0).getA() + " " + result.getTags().get(1) + " "
                                    + result.getOther();
                        case "post":
                            Input input = new Input();
                            input.setA(BigDecimal.ONE);
                            input.setOp("+");
                            return "" + client.rootPost(input).getC();
                        default:
                            client.rootPost(null);
                            return "no exception";
                    }
                } catch (ApiClientException e) {
                    return e.getStatusCode() + " " + e.getMessage();
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
                .with(
                        "/{a}/{b}/{op+}",
                        SdkFixture.method("GET", Map.of("querystring.q", true, "header.X-Trace", false), null, bound));
        GATEWAY.publish(api);
    }

    private static void answers(int status, String body) {
        GATEWAY.backend()
                .behave(Behaviour.answer(
                        "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
    }

    private static Received last() {
        return GATEWAY.backend().received().getLast();
    }

    private void compile(SdkApi generated) throws IOException {
        SdkFixture.unpack(AndroidSdk.generate(generated, PARAMETERS), folder);
        SdkFixture.copyResources("/sdk/android", folder.resolve(SOURCES));
        SdkFixture.compile(
                folder.resolve(SOURCES),
                folder.resolve("classes"),
                List.of(
                        "-classpath",
                        jar(JsonMapper.class) + ":" + jar(JsonParser.class) + ":" + jar(JsonInclude.class)));
    }

    /** The library of JSON that the stand-in uses. */
    private static Path jar(Class<?> of) {
        try {
            return Path.of(
                    of.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(of.getName(), e);
        }
    }

    private String run(String what) throws Exception {
        String endpoint =
                "http://127.0.0.1:" + GATEWAY.listener().address().getPort() + "/_aws/execute-api/abc123/test";
        Files.createDirectories(folder.resolve(SOURCES));
        Files.writeString(folder.resolve(SOURCES + "/User.java"), USER);
        compile(SdkFixture.api(api, endpoint, "Simple Calc"));
        URL[] classes = {folder.resolve("classes").toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(classes, AndroidSdkTest.class.getClassLoader())) {
            Object user = loader.loadClass("User").getDeclaredConstructor().newInstance();
            return String.valueOf(
                    Function.class.getMethod("apply", Object.class).invoke(user, what));
        }
    }

    @Test
    @DisplayName("16.5, R16.10: parameters go to path, query and headers; the result is the model")
    void get() throws Exception {
        answers(200, """
            {"c": 3.5, "count": 7, "exact": true, "class": "k", "input": {"op": "+"}, "steps": [{"a": 1}],
             "tags": ["x", "y"], "other": [1]}""");

        assertThat(run("get")).isEqualTo("3.5 7 true k + 1 y [1]");
        assertThat(last().line()).isEqualTo("GET /1/2/x/y?q=a%26b HTTP/1.1");
        assertThat(last().header("X-Trace")).isEqualTo("t");
        assertThat(last().header("x-api-key")).isEqualTo("key");
    }

    @Test
    @DisplayName("16.5: a body is the model's JSON")
    void post() throws Exception {
        answers(200, "{\"c\": 1}");

        assertThat(run("post")).isEqualTo("1");
        assertThat(last().body()).isEqualTo("{\"a\":1,\"op\":\"+\"}");
    }

    @Test
    @DisplayName("16.5: an answer that is no success is an exception with status and body")
    void error() throws Exception {
        answers(409, "{\"why\": \"busy\"}");

        assertThat(run("error")).isEqualTo("409 {\"why\": \"busy\"}");
    }

    @Test
    @DisplayName(
            "16.5: names that clash, nested objects, maps, lists at the root and models called Error and String compile")
    void odd() throws IOException {
        compile(OddApi.api("http://h/s"));

        String base = SOURCES + "/com/mycompany/sdk/";
        assertThat(Files.readString(folder.resolve(base + "Oddapi1Client.java")))
                .contains(
                        "@Service(endpoint = \"http://h/s\")",
                        "Odd classDefaultIdGet(",
                        "@Parameter(name = \"self\", location = \"query\")\n            String self",
                        "@Operation(path = \"/files/{path}\", method = \"PUT\")",
                        "void aBGet(",
                        "void aBGet2(",
                        "Pets petsPost(\n            Pets body\n    );",
                        // Without a JSON model there is no body, as on AWS.
                        "Prices uploadPost(\n    );",
                        "Object emptyPost(\n            Empty body\n    );",
                        "ModelString body",
                        "ApiResponse execute(ApiRequest request);")
                .doesNotContain("petsAny");
        assertThat(Files.readString(folder.resolve(base + "model/Pets.java"))).contains("extends ArrayList<Pet>");
        assertThat(Files.readString(folder.resolve(base + "model/Prices.java")))
                .contains("extends HashMap<String, BigDecimal>");
        assertThat(Files.readString(folder.resolve(base + "model/Pet.java")))
                .contains(
                        "public static final String STATUS_SOLD_OUT = \"sold-out\";",
                        "private PetOwner owner = null;",
                        "private List<PetVisits> visits = null;",
                        "private Map<String, Pet> friends = null;");
    }

    @Test
    @DisplayName("16.5: the project has the coordinates that are asked for and depends on the AWS Mobile SDK")
    void project() throws IOException {
        Map<String, String> files =
                AndroidSdk.generate(OddApi.api("http://h/s"), PARAMETERS).files();

        assertThat(files.get("myApiSdk-0.0.1/pom.xml"))
                .contains(
                        "<groupId>com.mycompany</groupId>",
                        "<artifactId>myApiSdk</artifactId>",
                        "<version>0.0.1</version>",
                        "<artifactId>aws-android-sdk-apigateway-core</artifactId>",
                        "${project.build.directory}/lib");
        assertThat(files.get("myApiSdk-0.0.1/build.gradle"))
                .contains("group = 'com.mycompany'", "com.amazonaws:aws-android-sdk-apigateway-core:");
        assertThat(files.get("myApiSdk-0.0.1/README.md"))
                .contains("`Odd classDefaultIdGet(", "credentialsProvider(", "apiKey(");
        assertThat(AndroidSdk.generate(SdkApi.of("x", "r", "http://h/s", new TestApi("abc123").document()), PARAMETERS)
                        .zip(java.time.Instant.EPOCH))
                .asString(StandardCharsets.ISO_8859_1)
                .contains("XClient.java");
    }
}
