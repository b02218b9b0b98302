package dev.sallyport.cli.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.Gateway;
import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.cli.Cli;
import dev.sallyport.cli.FirstCredentials;
import dev.sallyport.cli.Foreground;
import dev.sallyport.config.SettingsLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that call a gateway whose setting auth is enforce (issue 6, point 4). */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class EnforcedCommandsTest {

    private static final String DOCUMENT = """
            openapi: 3.0.1
            info: {title: guarded, version: '1'}
            paths:
              /open:
                get:
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration: {type: mock}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Gateway gateway;
    private String endpoint;
    private AwsCredentials root;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        gateway = Gateway.start(SettingsLoader.load(
                Map.of("--listen", "127.0.0.1:0", "--ephemeral", "true", "--auth", "enforce"), Map.of(), temporary));
        endpoint = Foreground.url(gateway.address());
        root = Objects.requireNonNull(gateway.firstCredentials()).credentials();
        Files.writeString(folder.resolve("api.yaml"), DOCUMENT);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private int run(Map<String, String> variables, String... arguments) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("SALLYPORT_LISTEN", endpoint.substring("http://".length()));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new Cli(
                        "1",
                        settings -> {
                            throw new AssertionError("no gateway is started");
                        },
                        format -> "",
                        environment,
                        folder)
                .printingTo(new PrintWriter(out, true), new PrintWriter(err, true))
                .run(arguments);
    }

    private static Map<String, String> variables(AwsCredentials credentials) {
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
        String token = credentials.sessionToken();
        if (token != null) {
            variables.put("AWS_SESSION_TOKEN", token);
        }
        return variables;
    }

    private String imported(Map<String, String> variables, String... more) {
        String[] arguments = new String[more.length + 4];
        System.arraycopy(new String[] {"import", "api.yaml", "--deploy", "prod"}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        assertThat(run(variables, arguments)).as(err.toString()).isZero();
        Matcher api = Pattern.compile("as API (\\w+)").matcher(out.toString());
        assertThat(api.find()).as(out.toString()).isTrue();
        return api.group(1);
    }

    @Test
    @DisplayName("import, export, explain and audit sign with the environment's access key")
    void environmentsAccessKey() {
        Map<String, String> asRoot = variables(root);
        String api = imported(asRoot);

        assertThat(run(asRoot, "export", api)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("\"/open\"");
        assertThat(run(asRoot, "explain", "--on")).as(err.toString()).isZero();
        assertThat(run(asRoot, "explain")).as(err.toString()).isZero();
        assertThat(run(asRoot, "audit", "--allow-open", "*")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("open     GET /open");
        assertThat(run(asRoot, "history", api)).as(err.toString()).isZero();
        assertThat(run(asRoot, "diff", api, "prod", "draft")).as(err.toString()).isZero();
        assertThat(run(asRoot, "canary", "watch", api, "prod")).isEqualTo(1);
        assertThat(err.toString()).contains("Stage prod of API " + api + " has no canary.");
    }

    @Test
    @DisplayName("a profile of AWS's files signs; the flag counts more than the environment")
    void profiles() throws IOException {
        Files.writeString(
                folder.resolve("credentials"),
                "[other]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = other\n[ops]\n# the root\n"
                        + "aws_access_key_id = " + root.accessKeyId() + "\naws_secret_access_key="
                        + root.secretAccessKey()
                        + "\n");
        Files.writeString(folder.resolve("config"), "[profile ops]\nregion = eu-central-1\n");
        Map<String, String> files =
                Map.of("AWS_SHARED_CREDENTIALS_FILE", "credentials", "AWS_CONFIG_FILE", "config", "AWS_PROFILE", "ops");

        String api = imported(files);
        assertThat(run(variables(root), "export", api))
                .as("it was made in the profile's Region")
                .isEqualTo(1);
        assertThat(run(
                        Map.of(
                                "AWS_SHARED_CREDENTIALS_FILE",
                                "credentials",
                                "AWS_CONFIG_FILE",
                                "none",
                                "AWS_ACCESS_KEY_ID",
                                "AKIAWRONG",
                                "AWS_SECRET_ACCESS_KEY",
                                "wrong",
                                "AWS_REGION",
                                "eu-central-1"),
                        "export",
                        api,
                        "--profile",
                        "ops"))
                .as(err.toString())
                .isZero();
        assertThat(run(files, "export", api, "--profile", "other")).isEqualTo(1);
        assertThat(run(files, "export", api, "--profile", "nobody")).isEqualTo(1);
        assertThat(err.toString()).contains("The profile \"nobody\" with an access key is neither in ");
    }

    @Test
    @DisplayName("a home folder's files are found as AWS's tools find them")
    void home() throws IOException {
        Path aws = Files.createDirectories(folder.resolve("home/.aws"));
        Files.writeString(
                aws.resolve("credentials"),
                "[default]\naws_access_key_id = " + root.accessKeyId() + "\naws_secret_access_key = "
                        + root.secretAccessKey() + "\n");

        imported(Map.of("HOME", folder.resolve("home").toString()));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "audit",
                "explain",
                "export abc",
                "import api.yaml",
                "explain --on",
                "history abc",
                "rollback abc prod",
                "canary watch abc prod"
            })
    @DisplayName("without the right access key every command is refused and says what to do")
    void refused(String line) {
        assertThat(run(Map.of(), line.split(" ", -1))).isEqualTo(1);
        assertThat(err.toString())
                .contains("The security token included in the request is invalid.")
                .contains(
                        "The gateway enforces signatures (its setting auth is enforce), and the call was signed with the"
                                + " access key test in Region us-east-1.")
                .contains("--profile", "AWS_ACCESS_KEY_ID");
        assertThat(run(variables(new AwsCredentials(root.accessKeyId(), "wrong", null)), line.split(" ", -1)))
                .isEqualTo(1);
        assertThat(err.toString()).contains("The request signature we calculated does not match", "--profile");
    }

    @Test
    @DisplayName("a refusal names the file in which the root's credentials still lie")
    void toldWhereTheyLie() throws IOException {
        Path data = Files.createDirectories(folder.resolve("kept"));
        Files.createFile(data.resolve(FirstCredentials.FILE_NAME));
        assertThat(run(Map.of("SALLYPORT_DATA", data.toString()), "audit")).isEqualTo(1);
        assertThat(err.toString())
                .contains("AWS_SHARED_CREDENTIALS_FILE=" + data.resolve(FirstCredentials.FILE_NAME)
                        + " lets this command use them.");
    }

    @Test
    @DisplayName("R3.4 whoever may not is told the permission that is missing; a session may what its role may")
    void permissions() throws Exception {
        iam("Action=CreateUser&UserName=auditor");
        String made = iam("Action=CreateAccessKey&UserName=auditor");
        AwsCredentials auditor =
                new AwsCredentials(element(made, "AccessKeyId"), element(made, "SecretAccessKey"), null);

        assertThat(run(variables(auditor), "audit")).isEqualTo(1);
        assertThat(err.toString())
                .contains(
                        "User: arn:aws:iam::123456789012:user/auditor is not authorized to perform: sallyport:GetAudit"
                                + " on resource: * because no identity-based policy allows the sallyport:GetAudit action")
                .contains("Let IAM's policies of the access key " + auditor.accessKeyId() + " allow that");

        iam(
                "Action=PutUserPolicy&UserName=auditor&PolicyName=audit&PolicyDocument="
                        + encoded(
                                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sallyport:Get*\",\"Resource\":\"*\"}}"));
        assertThat(run(variables(auditor), "audit", "--allow-open", "*"))
                .as(err.toString())
                .isZero();
        assertThat(run(variables(auditor), "explain", "--off")).isEqualTo(1);
        assertThat(err.toString()).contains("sallyport:KeepRequests");

        String session = call("sts", "Action=GetSessionToken&Version=2011-06-15", auditor);
        AwsCredentials temporary = new AwsCredentials(
                element(session, "AccessKeyId"), element(session, "SecretAccessKey"), element(session, "SessionToken"));
        assertThat(run(variables(temporary), "audit", "--allow-open", "*"))
                .as(err.toString())
                .isZero();
    }

    private String iam(String form) throws Exception {
        return call("iam", form + "&Version=2010-05-08", root);
    }

    private String call(String service, String form, AwsCredentials credentials) throws Exception {
        URI uri = URI.create(endpoint + "/");
        byte[] body = form.getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        new TreeMap<>(new SigningKey(credentials, "us-east-1", InstantSource.system())
                        .headers(service, "POST", uri, body))
                .forEach(request::header);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        }
    }

    private static String element(String xml, String name) {
        return xml.substring(xml.indexOf('<' + name + '>') + name.length() + 2, xml.indexOf("</" + name + '>'));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
