package dev.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.model.VpcEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {

    @TempDir
    private Path folder;

    private final Map<String, String> flags = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private Settings load() {
        return SettingsLoader.load(flags, environment, folder);
    }

    private void file(String text) throws IOException {
        Files.writeString(folder.resolve("sallyport.yaml"), text);
    }

    @Test
    void defaultsServeOnTheLoopbackAddress() {
        Settings settings = load();

        assertThat(settings.listen().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(settings.listen().getPort()).isEqualTo(4566);
        assertThat(settings.dataFolder()).isAbsolute().endsWithRaw(Path.of(".sallyport", "data"));
        assertThat(settings.ephemeral()).isFalse();
        assertThat(settings.accountId()).isEqualTo("123456789012");
        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.eventLoopThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.drainSeconds()).isEqualTo(30);
        assertThat(settings.logLevel()).isEqualTo(LogLevel.INFO);
    }

    @Test
    @DisplayName("HTTP/2 is spoken where TLS is, unless it is switched off")
    void http2() throws Exception {
        assertThat(load().tls().http2()).isTrue();
        file("http2: off\n");
        assertThat(load().tls().http2()).isFalse();
        flags.put("--http2", "on");
        assertThat(load().tls().http2()).isTrue();
    }

    @Test
    void aFlagComesBeforeTheEnvironmentThatBeforeTheFileThatBeforeTheDefault() throws Exception {
        assertThat(load().region()).isEqualTo("us-east-1");
        file("region: eu-west-1\n");
        assertThat(load().region()).isEqualTo("eu-west-1");
        environment.put("SALLYPORT_REGION", "eu-west-2");
        assertThat(load().region()).isEqualTo("eu-west-2");
        flags.put("--region", "eu-west-3");
        assertThat(load().region()).isEqualTo("eu-west-3");
    }

    @Test
    void upstreamsAreNamedForOneServiceOrForAll() throws Exception {
        assertThat(load().upstreams()).isEmpty();
        file("upstream-s3: http://127.0.0.1:9000\nupstream-dynamodb: http://127.0.0.1:8000\n");
        environment.put("SALLYPORT_UPSTREAM_S3", "http://127.0.0.1:9001");
        environment.put("SALLYPORT_UPSTREAM_COGNITO_IDP", "https://idp.example.com/x");
        environment.put("SALLYPORT_UPSTREAM_SQS", "");
        flags.put("--upstream-aws", "http://127.0.0.1:4567");
        assertThat(load().upstreams())
                .isEqualTo(Map.of(
                        "s3", URI.create("http://127.0.0.1:9001"),
                        "dynamodb", URI.create("http://127.0.0.1:8000"),
                        "cognito-idp", URI.create("https://idp.example.com/x"),
                        "aws", URI.create("http://127.0.0.1:4567")));
        environment.put("SALLYPORT_UPSTREAM_SQS", "localhost:4567");
        assertThatThrownBy(this::load)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("upstream-sqs")
                .hasMessageContaining("SALLYPORT_UPSTREAM_SQS");
    }

    @Test
    void awsItselfIsCalledOnlyWithTheOperatorsCredentials() {
        environment.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        environment.put("AWS_SECRET_ACCESS_KEY", "very-secret");
        assertThat(load().awsCredentials()).isNull();
        environment.put("SALLYPORT_UPSTREAM_SQS", "aws");
        assertThatThrownBy(this::load)
                .isInstanceOf(SettingsException.class)
                .hasMessage("The setting \"upstream-sqs\" cannot be \"aws\" while \"aws-credentials\" is \"none\".");
        environment.put("SALLYPORT_AWS_CREDENTIALS", "environment");
        assertThat(load().upstreams()).isEqualTo(Map.of("sqs", ServiceEndpoints.AWS));
        assertThat(load().awsCredentials()).isEqualTo(new AwsCredentials("AKIDEXAMPLE", "very-secret", null));
        environment.put("AWS_SESSION_TOKEN", "the-token");
        assertThat(load().awsCredentials()).isEqualTo(new AwsCredentials("AKIDEXAMPLE", "very-secret", "the-token"));
        assertThat(load().toString()).contains("AKIDEXAMPLE").doesNotContain("very-secret", "the-token");
        environment.remove("AWS_SECRET_ACCESS_KEY");
        assertThatThrownBy(this::load)
                .isInstanceOf(SettingsException.class)
                .hasMessage("The setting \"aws-credentials\" is \"environment\", and the environment variable"
                        + " AWS_SECRET_ACCESS_KEY is not set.");
    }

    @Test
    void cachesAreSmallSafeAndSoonThere() {
        assertThat(load().caching()).isEqualTo(new Caching(64, 1, CacheSharingMode.SAFE));
        flags.put("--cache-memory", "512");
        flags.put("--cache-cluster-seconds", "240");
        flags.put("--cache-sharing", "aws");
        assertThat(load().caching()).isEqualTo(new Caching(512, 240, CacheSharingMode.AWS));
        for (Map.Entry<String, String> wrong : Map.of(
                        "--cache-memory", "0", "--cache-cluster-seconds", "-1", "--cache-sharing", "all")
                .entrySet()) {
            String before = flags.put(wrong.getKey(), wrong.getValue());
            assertThatThrownBy(this::load).isInstanceOf(SettingsException.class);
            flags.put(wrong.getKey(), String.valueOf(before));
        }
    }

    @Test
    void theAccountIsThrottledOnlyOnDemand() {
        assertThat(load().accountThrottle()).isEmpty();
        assertThat(load().rateLimitHeaders()).isFalse();
        flags.put("--account-throttle", "10000/5000");
        assertThat(load().accountThrottle()).contains(new RequestRate(10_000, 5_000));
        flags.put("--account-throttle", "0.5/1");
        assertThat(load().accountThrottle()).contains(new RequestRate(0.5, 1));
        flags.put("--account-throttle", "None");
        assertThat(load().accountThrottle()).isEmpty();
        for (String wrong : List.of("", "10000", "0/5", "5/0", "-1/5", "1e3/5", "5/1.5", "10000/5000/1")) {
            flags.put("--account-throttle", wrong);
            assertThatThrownBy(this::load)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("requests per second and at once, both above 0");
        }
    }

    @Test
    void theFileMayBeNamedByFlagOrEnvironment() throws Exception {
        Files.writeString(folder.resolve("one.yaml"), "drain-seconds: 1\n");
        Files.writeString(folder.resolve("two.yaml"), "drain-seconds: 2\n");
        file("drain-seconds: 3\n");

        environment.put("SALLYPORT_CONFIG", folder.resolve("one.yaml").toString());
        assertThat(load().drainSeconds()).isEqualTo(1);
        flags.put("--config", "two.yaml");
        assertThat(load().drainSeconds()).isEqualTo(2);
    }

    @Test
    void everySettingCanStandInTheFile() throws Exception {
        file("""
                # a comment
                listen: localhost:0
                data: some/folder
                ephemeral: true
                account-id: "000000000001"
                region: us-gov-west-1
                event-loop-threads: 3
                drain-seconds: 0
                function-max-processes: 7
                function-idle-seconds: 60
                node: /opt/node/bin/node
                python: python3.13
                log-level: DEBUG
                """);

        Settings settings = load();

        assertThat(settings.listen().getPort()).isZero();
        assertThat(settings.dataFolder()).endsWithRaw(Path.of("some", "folder"));
        assertThat(settings.ephemeral()).isTrue();
        assertThat(settings.accountId()).isEqualTo("000000000001");
        assertThat(settings.eventLoopThreads()).isEqualTo(3);
        assertThat(settings.functionMaxProcesses()).isEqualTo(7);
        assertThat(settings.nodeCommand()).isEqualTo("/opt/node/bin/node");
        assertThat(settings.logLevel()).isEqualTo(LogLevel.DEBUG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n"})
    void anEmptyFileSetsNothing(String text) throws Exception {
        file(text);

        assertThat(load().region()).isEqualTo("us-east-1");
    }

    @Test
    void aWrongValueNamesSettingValueSourceAndExpectation() throws Exception {
        file("region: us-east-1\ndrain-seconds: soon\n");
        assertThatThrownBy(this::load)
                .isInstanceOf(SettingsException.class)
                .hasMessage("The setting \"drain-seconds\" cannot be \"soon\" (from "
                        + folder.resolve("sallyport.yaml")
                        + " line 2): expected a whole number from 0 to 3600.");

        environment.put("SALLYPORT_DRAIN_SECONDS", "-1");
        assertThatThrownBy(this::load)
                .hasMessageContaining("\"-1\" (from the environment variable SALLYPORT_DRAIN_SECONDS)");

        flags.put("--drain-seconds", "99999");
        assertThatThrownBy(this::load).hasMessageContaining("\"99999\" (from the flag --drain-seconds)");
    }

    @ParameterizedTest
    @CsvSource({
        "--listen, 4566, HOST:PORT",
        "--listen, 127.0.0.1, HOST:PORT",
        "--listen, 127.0.0.1:65536, HOST:PORT",
        "--listen, no-such-host.invalid:1, does not resolve",
        "--ephemeral, maybe, true or false",
        "--http2, sometimes, on or off",
        "--account-id, 12345, twelve digits",
        "--region, mars, a Region such as us-east-1",
        "--event-loop-threads, 0, a whole number from 1 to 1024",
        "--function-max-processes, many, a whole number",
        "--node, '', a command or path",
        "--log-level, loud, 'error, warn, info, debug, trace'",
        "--data, '', a path",
    })
    void wrongValuesSayWhatIsExpected(String flag, String value, String expected) {
        flags.put(flag, value);

        assertThatThrownBy(this::load)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("\"" + flag.substring(2) + "\"")
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "127.8.9.1:80", "[::1]:4566", "localhost:4566"})
    void loopbackAddressesAreAccepted(String address) {
        flags.put("--listen", address);

        assertThat(load().listen().getAddress().isLoopbackAddress()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:4566", "[::]:4566", "192.168.1.4:4566", "10.0.0.1:0", "[fe80::1]:4566"})
    void addressesThatOthersReachAreRefusedWithReasonAndAdvice(String address) {
        flags.put("--listen", address);

        assertThatThrownBy(this::load)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("not a loopback address")
                .hasMessageContaining("accepts every caller's credentials")
                .hasMessageContaining("--auth enforce")
                .hasMessageContaining("127.0.0.1, [::1] or localhost");
    }

    @Test
    @DisplayName("R5.10: addresses that others reach are accepted when signatures are enforced")
    void enforcedCredentialsOpenOtherAddresses() throws Exception {
        assertThat(load().security()).isEqualTo(new ControlSecurity(false, null, ""));
        flags.put("--listen", "0.0.0.0:4566");
        flags.put("--auth", "enforce");
        flags.put("--audit-log", "stdout");

        assertThat(load().listen().getAddress().isAnyLocalAddress()).isTrue();
        assertThat(load().security()).isEqualTo(new ControlSecurity(true, null, "stdout"));
    }

    @Test
    void userPoolsAreNamedOneByOneOrAllAtOnce() throws Exception {
        assertThat(load().userPools()).isEmpty();
        file("user-pools: us-east-1_a=http://127.0.0.1:8080/realms/a, *=http://127.0.0.1:9229/{pool}\n");
        assertThat(load().userPools())
                .isEqualTo(
                        Map.of("us-east-1_a", "http://127.0.0.1:8080/realms/a", "*", "http://127.0.0.1:9229/{pool}"));
        for (String wrong : List.of("a", "a=", "a=ftp://x", "=http://x", "a=http://x,", "a=http://x,a=http://y")) {
            flags.put("--user-pools", wrong);
            assertThatThrownBy(this::load)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("\"user-pools\" cannot be \"" + wrong + "\"")
                    .hasMessageContaining("expected POOL=URL");
        }
    }

    @Test
    void linksHaveTargets() throws Exception {
        assertThat(load().privateTargets()).isEmpty();
        file("private-targets: abc123=127.0.0.1:8080, my link=nlb.local:80, arn:aws:elb:x:1:l/net/n/1=[::1]:443\n");
        assertThat(load().privateTargets())
                .isEqualTo(Map.of(
                        "abc123", InetSocketAddress.createUnresolved("127.0.0.1", 8080),
                        "my link", InetSocketAddress.createUnresolved("nlb.local", 80),
                        "arn:aws:elb:x:1:l/net/n/1", InetSocketAddress.createUnresolved("::1", 443)));
        for (String wrong : List.of("a", "a=", "a=b", "=b:1", "a=b:0", "a=b:65536", "a=b:1,", "a=b:1,a=c:1")) {
            flags.put("--private-targets", wrong);
            assertThatThrownBy(this::load)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("\"private-targets\" cannot be \"" + wrong + "\"")
                    .hasMessageContaining("expected LINK=HOST:PORT");
        }
    }

    @Test
    @DisplayName("VPC endpoints have ids, a VPC and an address, which may be one that others reach")
    void vpcEndpoints() throws Exception {
        assertThat(load().entrances()).isEqualTo(Entrances.NONE);
        file("vpc-endpoints: vpce-0a1b@vpc-1 = 127.0.0.1:4580, vpce-0a1b@vpc-1=[::1]:0, vpce-2@vpc-2=192.0.2.7:80\n");
        assertThat(load().entrances().vpcEndpoints())
                .containsExactly(
                        new Entrances.Endpoint(
                                new VpcEndpoint("vpce-0a1b", "vpc-1"),
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4580)),
                        new Entrances.Endpoint(
                                new VpcEndpoint("vpce-0a1b", "vpc-1"),
                                new InetSocketAddress(InetAddress.ofLiteral("::1"), 0)),
                        new Entrances.Endpoint(
                                new VpcEndpoint("vpce-2", "vpc-2"), new InetSocketAddress("192.0.2.7", 80)));
        assertThat(load().entrances().endpoints())
                .containsExactly(new VpcEndpoint("vpce-0a1b", "vpc-1"), new VpcEndpoint("vpce-2", "vpc-2"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "vpce-1 | expected VPCE@VPC=HOST:PORT",
                "vpce-1=127.0.0.1:1 | expected VPCE@VPC=HOST:PORT",
                "vpc-1@vpce-1=127.0.0.1:1 | expected VPCE@VPC=HOST:PORT",
                "VPCE-1@vpc-1=127.0.0.1:1 | expected VPCE@VPC=HOST:PORT",
                "vpce-1-x@vpc-1=127.0.0.1:1 | expected VPCE@VPC=HOST:PORT",
                "vpce-1@vpc-1=127.0.0.1:1, | expected VPCE@VPC=HOST:PORT",
                "vpce-1@vpc-1=127.0.0.1 | the address of vpce-1 is 127.0.0.1: expected HOST:PORT",
                "vpce-1@vpc-1=127.0.0.1:65536 | the address of vpce-1 is 127.0.0.1:65536: expected HOST:PORT",
                "vpce-1@vpc-1=no.such.host.invalid:1 | the host no.such.host.invalid does not resolve",
                "vpce-1@vpc-1=127.0.0.1:1,vpce-1@vpc-2=127.0.0.1:2 | vpce-1 belongs to one VPC, not to vpc-1 and vpc-2",
                "vpce-1@vpc-1=127.0.0.1:1,vpce-2@vpc-1=127.0.0.1:1 | is there already",
                "vpce-1@vpc-1=127.0.0.1:1,vpce-1@vpc-1=127.0.0.1:1 | is there already"
            })
    @DisplayName("a VPC endpoint that cannot be is refused with what is wrong with it")
    void wrongVpcEndpoints(String wrong, String message) {
        flags.put("--vpc-endpoints", wrong);
        assertThatThrownBy(this::load)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("\"vpc-endpoints\" cannot be \"" + wrong + "\"")
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("proxies are addresses and ranges of them, for one entrance each")
    void proxies() throws Exception {
        file("""
                vpc-endpoints: vpce-1@vpc-1=127.0.0.1:4580, vpce-2@vpc-1
                proxy-protocol: 10.0.0.0/8, listen=192.0.2.7, vpce-1=2001:db8::/32
                trusted-proxies: 10.0.0.0/8, ::1
                """);
        Entrances entrances = load().entrances();
        assertThat(entrances.proxyProtocol()).containsOnlyKeys("listen", "vpce-1");
        assertThat(entrances.proxyProtocol().get("listen"))
                .satisfiesExactly(
                        first -> assertThat(first.contains("10.9.9.9")).isTrue(),
                        second -> assertThat(second.contains("192.0.2.7")).isTrue());
        assertThat(entrances.trustedProxies())
                .satisfiesExactly(
                        first -> assertThat(first.contains("11.0.0.1")).isFalse(),
                        second -> assertThat(second.contains("::1")).isTrue());
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "trusted-proxies | 10.0.0.0/33 | 10.0.0.0/33 is no IP address",
                "trusted-proxies | proxy.local | proxy.local is no IP address",
                "trusted-proxies | 10.0.0.1, | expected IP addresses",
                "trusted-proxies | * | * is no IP address",
                "proxy-protocol | 10.0.0 | 10.0.0 is no IP address",
                "proxy-protocol | other=10.0.0.1 | is no IP address",
                "proxy-protocol | 10.0.0.1,,10.0.0.2 | expected IP addresses",
                "proxy-protocol | vpce-1=10.0.0.1 | names vpce-1, and \"vpc-endpoints\" has no such VPC endpoint",
                "vpc-endpoints | vpce-1@vpc-1 | names vpce-1 without an address"
            })
    @DisplayName("what names no proxies, or entrances that are not there, is refused")
    void wrongProxies(String setting, String wrong, String message) {
        flags.put("--" + setting, wrong);
        assertThatThrownBy(this::load).isInstanceOf(SettingsException.class).hasMessageContaining(message);
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestOne() throws Exception {
        file("listen: 127.0.0.1:1\nlog_levle: info\n");

        assertThatThrownBy(this::load)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("Unknown setting \"log_levle\"")
                .hasMessageContaining("line 2")
                .hasMessageContaining("Did you mean \"log-level\"?");
    }

    @Test
    void repeatedKeysListsAndBrokenFilesAreRefused() throws Exception {
        file("region: us-east-1\nregion: us-east-2\n");
        assertThatThrownBy(this::load).isInstanceOf(SettingsException.class).hasMessageContaining("region");
        file("region: [us-east-1]\n");
        assertThatThrownBy(this::load).hasMessageContaining("must have one plain value");
        file("- region\n");
        assertThatThrownBy(this::load).hasMessageContaining("must be a mapping");
        file("region: 'us-east-1\n");
        assertThatThrownBy(this::load).hasMessageContaining("is not valid YAML");
        flags.put("--config", "absent.yaml");
        assertThatThrownBy(this::load).hasMessageContaining("absent.yaml cannot be read");
    }
}
