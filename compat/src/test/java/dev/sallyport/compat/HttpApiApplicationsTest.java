package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that were not written for this gateway answer behind an HTTP API as they do elsewhere (issue 8). */
@Timeout(600)
final class HttpApiApplicationsTest {

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    private static final Path APPLICATIONS =
            Path.of(System.getProperty("compat.folder", ".")).resolve("applications");
    private static final byte[] NO_BODY = {};

    /** What belongs to a connection or to the moment, and the id that the gateway adds. */
    private static final List<String> NOT_COMPARED =
            List.of("apigw-requestid", "connection", "content-length", "date", "keep-alive", "transfer-encoding");

    @TempDir
    private Path folder;

    @SuppressWarnings("ArrayRecordComponent") // compared by what is in them
    private record Call(String verb, String path, byte[] body, String... headers) {

        static Call get(String path, String... headers) {
            return new Call("GET", path, NO_BODY, headers);
        }

        static Call with(String verb, String path, String type, String body, String... more) {
            String[] headers = Stream.concat(Stream.of("Content-Type", type), Stream.of(more))
                    .toArray(String[]::new);
            return new Call(verb, path, body.getBytes(StandardCharsets.ISO_8859_1), headers);
        }

        Answer at(URI origin) {
            HttpResponse<byte[]> answer = Http.bytes(verb, URI.create(origin + path), body, headers);
            TreeMap<String, List<String>> lines = new TreeMap<>(answer.headers().map());
            NOT_COMPARED.forEach(lines::remove);
            return new Answer(answer.statusCode(), lines, new String(answer.body(), StandardCharsets.ISO_8859_1));
        }
    }

    private record Answer(int status, Map<String, List<String>> headers, String body) {}

    private static final List<Call> CALLS = List.of(
            Call.get("/hello/world"),
            Call.get("/hello/w%C3%B6rld?a=1&a=2&b=x%20y&c=%26%3D&d="),
            Call.get("/cookies", "Cookie", "one=1; two=a=b"),
            Call.get("/cookies"),
            Call.get("/headers", "X-In", "value", "Accept", "text/html", "User-Agent", "a client/1.0"),
            Call.with("POST", "/echo", "application/json", "{\"pet\":{\"name\":\"Bella\"},\"n\":[1,2.5,null]}"),
            Call.with("POST", "/echo", "application/json", "{broken"),
            Call.with("PUT", "/echo", "application/x-www-form-urlencoded", "a=1&b%5Bc%5D=2+3&d=%C3%A9"),
            Call.with("PATCH", "/echo", "text/plain; charset=utf-8", "plain text"),
            new Call("DELETE", "/echo", NO_BODY),
            Call.with("POST", "/bytes", "application/octet-stream", "\u0000\u0001\u00fe\u00ff bytes"),
            Call.get("/pixel.png"),
            Call.get("/text"),
            Call.get("/large"),
            Call.get("/nothing"),
            Call.get("/elsewhere"),
            Call.get("/fails"),
            Call.get("/late"),
            Call.get("/not/there?at=all"),
            new Call("POST", "/hello/world", NO_BODY),
            new Call("OPTIONS", "/hello/world", NO_BODY),
            new Call("HEAD", "/hello/world", NO_BODY));

    @ParameterizedTest(name = "payload format {0}")
    @ValueSource(strings = {"2.0", "1.0"})
    @DisplayName("an express application behind serverless-http answers as on a port of its own")
    void express(String format) throws Exception {
        Path installed = installed();
        String arn = new TestFunctions(GATEWAY.lambda())
                .create(
                        "express-" + format.charAt(0),
                        "nodejs20.x",
                        zip(installed),
                        60,
                        Map.of("NODE_ENV", "production"));
        TestHttpApi api = TestHttpApi.create(GATEWAY, "express");
        api.route("$default", api.function(arn, format));
        api.autoDeploy(TestHttpApi.DEFAULT, Map.of());
        URI gateway = api.url("");
        Process server = start(installed);
        try {
            URI own = URI.create("http://127.0.0.1:" + port(folder.resolve("output.txt")));
            for (Call call : CALLS) {
                same(call, gateway, own);
            }
            String tag = first(CALLS.getFirst().at(own), "etag");
            Call again = Call.get("/hello/world", "If-None-Match", tag);
            assertThat(same(again, gateway, own).status()).isEqualTo(304);
        } finally {
            server.destroy();
            server.onExit().get(2, TimeUnit.MINUTES);
        }
    }

    private static Answer same(Call call, URI gateway, URI own) {
        Answer expected = call.at(own);
        Answer answer = call.at(gateway);
        if (!expected.headers().containsKey("content-type")) {
            answer.headers().remove("content-type"); // R3.57: AWS adds one to an answer without a body too
        }
        assertThat(answer).as(call.verb() + " " + call.path()).isEqualTo(expected);
        return answer;
    }

    private static String first(Answer answer, String header) {
        return answer.headers().getOrDefault(header, List.of("")).getFirst();
    }

    /** The application with its packages, which npm fetches once. */
    private static Path installed() throws Exception {
        Path source = APPLICATIONS.resolve("express");
        Path target = APPLICATIONS.resolveSibling("target").resolve("express");
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!Files.exists(target.resolve("node_modules/.package-lock.json"))) {
            assumeTrue(runs(target, "npm", "--version"), "skipped: no npm is installed");
            assumeTrue(
                    runs(target, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
                    "skipped: npm cannot fetch express and serverless-http");
        }
        return target;
    }

    private static boolean runs(Path folder, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Process start(Path installed) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("node", "server.js")
                .directory(installed.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(folder.resolve("output.txt").toFile());
        builder.environment().put("NODE_ENV", "production");
        return builder.start();
    }

    private static int port(Path output) {
        Pattern told = Pattern.compile("port (\\d+)");
        Matcher found = await("the application's own server")
                .atMost(Duration.ofMinutes(1))
                .until(() -> told.matcher(Files.readString(output)), Matcher::find);
        return Integer.parseInt(found.group(1));
    }

    /** A folder as the package of a function. */
    private static byte[] zip(Path root) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(root.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    @DisplayName("a python handler written for payload format 2.0 answers unchanged")
    void python() throws IOException {
        String arn = new TestFunctions(GATEWAY.lambda())
                .python(
                        "pets-2",
                        Files.readString(APPLICATIONS.resolve("python").resolve("index.py")));
        TestHttpApi api = TestHttpApi.create(GATEWAY, "python");
        String integration = api.function(arn, "2.0");
        for (String key :
                List.of("GET /pets", "POST /pets", "GET /pets/{id}", "PUT /pets/{id}/photo", "ANY /who/{proxy+}")) {
            api.route(key, integration);
        }
        api.autoDeploy(TestHttpApi.DEFAULT, Map.of());
        api.autoDeploy("dev", Map.of());
        URI origin = api.url("");

        Answer list = Call.get("/pets").at(origin);
        assertThat(list.body()).isEqualTo("[\"Bella\", \"Milo\"]");
        assertThat(first(list, "content-type")).isEqualTo("application/json");
        assertThat(Call.get("/pets?name=Milo&name=Rex").at(origin).body()).isEqualTo("[\"Milo\"]");
        assertThat(Call.get("/pets/1").at(origin).body()).isEqualTo("Bella");
        Answer missing = Call.get("/dev/pets/7").at(origin);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("{\"missing\": \"/dev/pets/7\"}");

        Answer made = Call.with("POST", "/pets", "application/json", "{\"name\": \"Rex\"}")
                .at(origin);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).isEqualTo("{\"name\": \"Rex\"}");
        assertThat(made.headers()).containsEntry("set-cookie", List.of("made=Rex; Secure", "by=python"));
        Answer photo = Call.with("PUT", "/pets/1/photo", "image/png", "\u0089PNG\u0000\u00ff")
                .at(origin);
        assertThat(photo.body()).isEqualTo("\u00ff\u0000GNP\u0089");
        assertThat(first(photo, "content-type")).isEqualTo("image/png");

        Answer who = new Call(
                        "DELETE",
                        "/dev/who/am/i?a=1&a=%20",
                        NO_BODY,
                        "Cookie",
                        "x=1; y=2",
                        "X-Many",
                        "a",
                        "X-Many",
                        "b",
                        "User-Agent",
                        "test/1")
                .at(origin);
        assertThat(who.body())
                .isEqualTo("{\"cookies\": [\"x=1\", \"y=2\"], \"agent\": \"test/1\", \"ip\": \"127.0.0.1\","
                        + " \"method\": \"DELETE\", \"path\": \"/dev/who/am/i\", \"raw\": \"a=1&a=%20\","
                        + " \"many\": \"a,b\", \"stage\": \"dev\"}");
        assertThat(Call.get("/pets/1/photo").at(origin).status()).isEqualTo(404);
        assertThat(new Call("PUT", "/pets/1/photo", NO_BODY).at(origin).status())
                .isEqualTo(500);
    }
}
