package dev.sallyport.control.rest.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.snapshot.TestApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole packages of a calculator's API, to be read in {@code golden/sdk}. */
class GoldenSdkTest {

    /** The package of a type. */
    static Archive generate(String type) {
        TestApi api = new TestApi("abc123")
                .with(
                        "/",
                        OddApi.method("GET")
                                .parameters(Map.of("querystring.a", true, "querystring.b", false, "header.X-Op", false))
                                .key()
                                .result("Result")
                                .build())
                .with(
                        "/",
                        OddApi.method("POST")
                                .input("Input")
                                .result("Result")
                                .answer("400", "Problem")
                                .build())
                .with(
                        "/{a}/{b}/{op+}",
                        OddApi.method("GET")
                                .authorization("AWS_IAM", null)
                                .result("Tags")
                                .build());
        Map<String, String> parameters = Map.of(
                "groupId", "com.mycompany",
                "invokerPackage", "com.mycompany.calc",
                "artifactId", "calc",
                "artifactVersion", "1.0.0",
                "classPrefix", "CALC",
                "service.name", "SimpleCalc",
                "ruby.gem-version", "1.0.0");
        return SdkKinds.find(type)
                .generator()
                .generate(
                        SdkFixture.api(api, "http://localhost:4566/_aws/execute-api/abc123/v1", "SimpleCalc"),
                        parameters);
    }

    @ParameterizedTest
    @DisplayName("16.5: the package is the recorded one, file by file")
    @ValueSource(strings = {"android", "objectivec", "ruby", "swift"})
    void golden(String type) throws IOException {
        Path root = SdkFixture.resource("/golden/sdk/" + type);
        Map<String, String> recorded = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                recorded.put(root.relativize(file).toString(), Files.readString(file));
            }
        }

        Map<String, String> generated = generate(type).files();

        assertThat(generated.keySet()).isEqualTo(recorded.keySet());
        recorded.forEach(
                (file, text) -> assertThat(generated.get(file)).as(file).isEqualTo(text));
    }
}
