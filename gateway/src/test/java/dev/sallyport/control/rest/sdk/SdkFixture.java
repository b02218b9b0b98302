package dev.sallyport.control.rest.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.model.Model;
import dev.sallyport.snapshot.TestApi;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A calculator's API, and what tests of generated clients need. */
final class SdkFixture {

    private static final String INPUT = """
        {"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": "number"}, "op": {"type": "string"}}}\
        """;
    private static final String RESULT = """
        {"type": "object", "properties": {"c": {"type": "number"}, "count": {"type": "integer"},
         "exact": {"type": "boolean"}, "class": {"type": "string"},
         "input": {"$ref": "https://apigateway.amazonaws.com/restapis/x/models/Input"},
         "steps": {"type": "array", "items": {"$ref": "https://apigateway.amazonaws.com/restapis/x/models/Input"}},
         "tags": {"$ref": "https://apigateway.amazonaws.com/restapis/x/models/Tags"}, "other": {}}}\
        """;
    private static final String TAGS = """
        {"type": "array", "items": {"type": "string"}}\
        """;
    private static final String PROBLEM = """
        {"type": "object", "properties": {"why": {"type": "string"}}}\
        """;

    private SdkFixture() {}

    /** A method with parameters such as {@code querystring.q} to whether they are required. */
    static Method method(
            String verb, Map<String, Boolean> parameters, @Nullable String input, Integration integration) {
        TreeMap<String, Boolean> declared = new TreeMap<>();
        parameters.forEach((name, required) -> declared.put("method.request." + name, required));
        TreeMap<String, MethodResponse> responses = new TreeMap<>();
        responses.put("200", new MethodResponse("200", null, Map.of("application/json", "Result")));
        responses.put("409", new MethodResponse("409", null, Map.of("application/json", "Problem")));
        return new Method(
                verb,
                "NONE",
                null,
                List.of(),
                false,
                null,
                null,
                declared,
                input == null ? new TreeMap<>() : new TreeMap<>(Map.of("application/json", input)),
                responses,
                integration);
    }

    static SdkApi api(TestApi api, String endpoint) {
        return api(api, endpoint, "Simple \"Calc\" */");
    }

    static SdkApi api(TestApi api, String endpoint, String name) {
        ApiDocument plain = api.document();
        ApiDocument document = new ApiDocument(
                plain.formatVersion(),
                plain.apiId(),
                plain.endpointTypes(),
                plain.binaryMediaTypes(),
                null,
                "HEADER",
                null,
                false,
                null,
                null,
                plain.resources(),
                List.of(model("Input", INPUT), model("Result", RESULT), model("Tags", TAGS), model("Problem", PROBLEM)),
                List.of(),
                List.of(),
                List.of());
        return SdkApi.of(name, "eu-west-1", endpoint, document);
    }

    static Model model(String name, String schema) {
        return new Model("m1", name, null, "application/json", schema);
    }

    /** Unpacks an archive. */
    static void unpack(Archive archive, Path folder) throws IOException {
        byte[] bytes = archive.zip(Instant.parse("2025-06-01T10:00:00Z"));
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readAllBytes());
            }
        }
    }

    /** Compiles all Java files below a folder, and fails the test with what the compiler says. */
    static void compile(Path sources, Path classes, List<String> options) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(sources)) {
            all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(
                "-proc:none",
                "-Xlint:-options",
                "-d",
                Files.createDirectories(classes).toString()));
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            output, manager, null, all, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(compiled).as(output.toString()).isTrue();
        }
    }

    /** Copies a folder of the tests' resources. */
    static void copyResources(String folder, Path to) throws IOException {
        Path from = resource(folder);
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /** A file or folder of the tests' resources. */
    static Path resource(String path) {
        try {
            return Path.of(Objects.requireNonNull(SdkFixture.class.getResource(path), path)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    /** What a command prints; it must end well. */
    static String run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    /** Whether a command is installed, by a call of it that does nothing. */
    static boolean installed(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The signature that a request should have, computed from what came (Signature Version 4). */
    static String signature(
            String verb, String path, String query, Map<String, String> headers, String body, String secret)
            throws GeneralSecurityException {
        String authorization = headers.getOrDefault("authorization", "");
        String scope = authorization.substring(authorization.indexOf('/') + 1, authorization.indexOf(','));
        String names = authorization.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
        StringBuilder lines = new StringBuilder();
        for (String name : names.split(";")) {
            lines.append(name).append(':').append(headers.get(name)).append('\n');
        }
        String[] parameters = query.split("&");
        Arrays.sort(parameters);
        String canonical = verb + "\n" + path.replace("%", "%25") + "\n" + String.join("&", parameters) + "\n" + lines
                + "\n" + names + "\n" + sha256(body);
        String[] parts = scope.split("/");
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : parts) {
            key = hmac(key, part);
        }
        String toSign = "AWS4-HMAC-SHA256\n" + headers.get("x-amz-date") + "\n" + scope + "\n" + sha256(canonical);
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
