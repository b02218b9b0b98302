package dev.sallyport.config;

import dev.sallyport.iam.IpRange;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the table of settings. The flag, the environment variable and the file's key follow from the name.
 *
 * @param name in words with hyphens, also the key in the file
 * @param type how its text is read
 * @param defaultText the text that stands when nobody sets it
 * @param defaultNote what documentation says of the default
 * @param description one or two sentences for help and documentation, without a final full stop in the last one
 */
public record Setting<T>(String name, ValueType<T> type, String defaultText, String defaultNote, String description) {

    /** Where the gateway listens. */
    static final Setting<InetSocketAddress> LISTEN = of(
            "listen",
            ValueType.address(),
            "127.0.0.1:4566",
            "The address of the AWS API and of the APIs it serves. Port 0 takes a free port. Addresses that other"
                    + " machines can reach need auth=enforce");

    static final Setting<Optional<InetSocketAddress>> TLS_LISTEN = new Setting<>(
            "tls-listen",
            ValueType.optionalAddress(),
            "",
            "none",
            "Where TLS is spoken, for APIs, custom domain names and the AWS API. A custom domain name has the certificate of ACM"
                    + " that it names, unless tls-certificates has one for it. Addresses that other machines can reach need"
                    + " auth=enforce");

    static final Setting<List<TlsSettings.CertificateFiles>> TLS_CERTIFICATES = new Setting<>(
            "tls-certificates",
            ValueType.certificates(),
            "",
            "none",
            "PEM files of certificates for tls-listen, each with its chain and its key, or with +KEYFILE. They serve the names"
                    + " that they are for, and the first one everybody else. Changed files are taken into use within seconds."
                    + " Without any, names without a certificate get one of the gateway's own authority, which no client trusts");

    static final Setting<Boolean> HTTP2 = of(
            "http2",
            ValueType.choice(),
            "on",
            "Whether clients of tls-listen may choose HTTP/2 (ALPN). Without TLS only HTTP/1.1 is spoken");

    static final Setting<String> TRUSTSTORE_FOLDER = new Setting<>(
            "truststore-folder",
            ValueType.text("FOLDER", "a folder", "(\\S(.*\\S)?)?"),
            "",
            "none",
            "Where the truststores of mutual TLS are files: s3://BUCKET/KEY is FOLDER/BUCKET/KEY, whatever its version."
                    + " Without it they are read from upstream-s3 when a domain name is told of them");

    static final Setting<AuthMode> AUTH = of(
            "auth",
            ValueType.oneOf("MODE", AuthMode.class),
            "local",
            "Whose calls of the AWS API are answered. local: everybody's, with any credentials; only on a loopback address."
                    + " enforce: those with a valid signature of a known access key and the permission of IAM; the first start makes"
                    + " the root's access key and shows it once");

    static final Setting<String> SECRETS_KEY = new Setting<>(
            "secrets-key",
            ValueType.text("FILE", "a file", "(\\S(.*\\S)?)?"),
            "",
            "secrets.key in the data folder",
            "The file with the key that encrypts secret access keys, sessions and private keys in the data folder; made, for its"
                    + " owner alone, when it does not exist. Used when it is set, when auth is enforce, or when the data folder has"
                    + " one. Without it what it has encrypted is lost");

    static final Setting<String> AUDIT_LOG = new Setting<>(
            "audit-log",
            ValueType.text("FILE", "a file or stdout", "(\\S(.*\\S)?)?"),
            "",
            "none",
            "A file that gets one JSON line for every call of the AWS API, with caller, operation, resource and outcome and"
                    + " without secrets and bodies, or stdout");

    static final Setting<Path> DATA = of(
            "data",
            ValueType.path("FOLDER"),
            "./.sallyport/data",
            "The folder that keeps everything users set; made when it does not exist. One running gateway per folder");

    static final Setting<Boolean> EPHEMERAL = of(
            "ephemeral",
            ValueType.onOff(),
            "false",
            "Keep everything in memory and touch no data folder; all is gone when the gateway stops");

    static final Setting<String> ACCOUNT_ID = of(
            "account-id",
            ValueType.text("ACCOUNT", "twelve digits", "[0-9]{12}"),
            "123456789012",
            "The AWS account of callers whose access key is not itself an account id");

    static final Setting<String> REGION = of(
            "region",
            ValueType.text("REGION", "a Region such as us-east-1", "[a-z]{2}(-[a-z]+)+-[0-9]+"),
            "us-east-1",
            "The Region of callers whose request names none");

    static final Setting<Integer> EVENT_LOOP_THREADS = new Setting<>(
            "event-loop-threads",
            ValueType.number("NUMBER", 1, 1_024),
            Integer.toString(Runtime.getRuntime().availableProcessors()),
            "the number of cores",
            "Threads that serve client and backend connections");

    static final Setting<SocketTransport> TRANSPORT = of(
            "transport",
            ValueType.oneOf("NAME", SocketTransport.class),
            "auto",
            "What serves the sockets. auto takes epoll where there is one, else nio; io_uring can be a little cheaper for"
                    + " small messages and is dearer for large ones");

    static final Setting<Integer> DRAIN_SECONDS = of(
            "drain-seconds",
            ValueType.number("SECONDS", 0, 3_600),
            "30",
            "How long requests in flight may take to finish after SIGTERM or Ctrl-C");

    static final Setting<Integer> FUNCTION_MAX_PROCESSES = of(
            "function-max-processes",
            ValueType.number("NUMBER", 1, 10_000),
            "50",
            "Processes that all functions together may run; an invocation that would need one more is throttled");

    static final Setting<Integer> FUNCTION_IDLE_SECONDS = of(
            "function-idle-seconds",
            ValueType.number("SECONDS", 1, 86_400),
            "300",
            "How long a function's process is kept warm without an invocation");

    static final Setting<PermissionCheck> FUNCTION_PERMISSIONS = of(
            "function-permissions",
            ValueType.oneOf("LEVEL", PermissionCheck.class),
            "strict",
            "Whether a function must permit API Gateway to call it (aws lambda add-permission), as on AWS, or not");

    static final Setting<FunctionSandbox> FUNCTION_SANDBOX = of(
            "function-sandbox",
            ValueType.oneOf("LEVEL", FunctionSandbox.class),
            "auto",
            "How functions are kept from each other and from the host. auto: by all that the host permits, which the start"
                    + " tells. required: by bubblewrap and by a limit of memory of the kernel (cgroup v2), without which the gateway"
                    + " does not start. off: without bubblewrap. See docs/functions-isolation.md");

    static final Setting<String> NODE = of(
            "node",
            ValueType.text("COMMAND", "a command or path", "\\S(.*\\S)?"),
            "node",
            "The command or path that runs functions of the nodejs runtimes");

    static final Setting<String> PYTHON = of(
            "python",
            ValueType.text("COMMAND", "a command or path", "\\S(.*\\S)?"),
            "python3",
            "The command or path that runs functions of the python runtimes");

    static final Setting<Boolean> OPENAPI_31 = of(
            "openapi-31",
            ValueType.onOff(),
            "false",
            "Import OpenAPI 3.1 documents as if they were 3.0, which AWS refuses");

    static final Setting<Map<String, String>> USER_POOLS = new Setting<>(
            "user-pools",
            ValueType.issuers(),
            "",
            "none",
            "Who issues the tokens of Cognito user pools in Cognito's place: POOL=URL, several separated by commas, where *"
                    + " is every pool that is not named, and {pool} and {region} in a URL stand for the pool's id and"
                    + " Region. The URL is the iss of the tokens; their keys are read from URL/.well-known/jwks.json or"
                    + " from where URL/.well-known/openid-configuration says. Without it a pool's keys are Cognito's");

    /**
     * None by default: on AWS the limit protects a Region that many customers share, and an account can have it raised.
     * Who hosts a gateway has nobody to share it with but the own APIs, and the machine may carry far more than 10,000
     * requests per second. GetAccount answers AWS's defaults all the same, because clients read them.
     */
    static final Setting<Optional<RequestRate>> ACCOUNT_THROTTLE = of(
            "account-throttle",
            ValueType.requestRate(),
            "none",
            "What each account may send to all its APIs in a Region together: requests per second and at once. AWS allows"
                    + " 10000/5000. Rates of stages, methods and usage plans hold in any case");

    static final Setting<Boolean> RATE_LIMIT_HEADERS = of(
            "rate-limit-headers",
            ValueType.onOff(),
            "false",
            "Tell clients with an API key of the limits of their usage plan, in the headers RateLimit-Policy and RateLimit of"
                    + " draft-ietf-httpapi-ratelimit-headers. AWS tells them nothing");

    static final Setting<Integer> CACHE_MEMORY = of(
            "cache-memory",
            ValueType.number("MB", 1, 1_048_576),
            "64",
            "Megabytes of the heap that the response caches of all stages together may hold, whatever the sizes of their"
                    + " clusters. The heap itself is 512 MB unless the JVM is told otherwise");

    static final Setting<Integer> CACHE_CLUSTER_SECONDS = of(
            "cache-cluster-seconds",
            ValueType.number("SECONDS", 0, 3_600),
            "1",
            "How long a stage's cache cluster is created, deleted or flushed, as its status tells. While it is created nothing"
                    + " is cached. AWS takes about four minutes");

    static final Setting<CacheSharingMode> CACHE_SHARING = of(
            "cache-sharing",
            ValueType.oneOf("MODE", CacheSharingMode.class),
            "safe",
            "Who gets an answer that is cached. safe: callers whom IAM or an authorizer tells apart have entries of their own,"
                    + " and answers with Set-Cookie or the status 206, 304, 412 or 416 are not cached. aws: as on AWS, all who"
                    + " may call the method get what one of them got, unless the cache key parameters tell them apart");

    static final Setting<Map<String, InetSocketAddress>> PRIVATE_TARGETS = new Setting<>(
            "private-targets",
            ValueType.targets(),
            "",
            "none",
            "Where VPC links lead: LINK=HOST:PORT, several separated by commas, where LINK is a link's id or name, or the ARN"
                    + " of its load balancer or listener. Private integrations connect there; scheme, Host header, path and"
                    + " the name that TLS checks stay those of their URI. A link without a target answers 500");

    static final Setting<List<Entrances.Endpoint>> VPC_ENDPOINTS = new Setting<>(
            "vpc-endpoints",
            EntranceTypes.endpoints(),
            "",
            "none",
            "The interface VPC endpoints that private APIs are reached by: VPCE@VPC=HOST:PORT, several separated by commas. Who"
                    + " connects to HOST:PORT comes by that endpoint of that VPC, as resource policies see it"
                    + " (aws:SourceVpce, aws:SourceVpc), and reaches private APIs and nothing else. Such an address may be one"
                    + " that other machines reach, whatever auth is. Without =HOST:PORT it is an endpoint that only PROXY"
                    + " headers name");

    static final Setting<Map<String, List<IpRange>>> PROXY_PROTOCOL = new Setting<>(
            "proxy-protocol",
            EntranceTypes.proxies(),
            "",
            "none",
            "The proxies that connect to listen, or, behind the id of a VPC endpoint and =, to the address of that endpoint, and"
                    + " say for whom by the PROXY protocol, version 1 or 2: IP addresses and CIDR ranges. Such an address"
                    + " closes every connection of anybody else, and every one without a PROXY header");

    static final Setting<List<IpRange>> TRUSTED_PROXIES = new Setting<>(
            "trusted-proxies",
            EntranceTypes.ranges(),
            "",
            "none",
            "The proxies whose X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Port are believed: IP addresses and CIDR"
                    + " ranges. The client is then the right-most address that is none of theirs. A proxy that is named here"
                    + " must add to X-Forwarded-For and set X-Forwarded-Proto itself; what clients write there is not"
                    + " believed");

    static final Setting<String> CANARY_STICKY = of(
            "canary-sticky",
            ValueType.text(
                    "BY",
                    "none, header:NAME, cookie:NAME or source-address",
                    "none|source-address|(header|cookie):[A-Za-z0-9!#$%&'*+.^_`|~-]+"),
            "none",
            "By what a client keeps the release of a stage with a canary that it has got: header:NAME, cookie:NAME or"
                    + " source-address. A request without it takes its chance. none, as on AWS, gives every request its chance");

    static final Setting<String> ACCESS_LOG = new Setting<>(
            "access-log",
            ValueType.text("FILE", "a file or stdout", "(\\S(.*\\S)?)?"),
            "",
            "none",
            "A file that gets one line for every request to an API, with request id, API, stage and seconds, or stdout. A file"
                    + " that was moved away is made anew within a second");

    static final Setting<AccessLogFormat> ACCESS_LOG_FORMAT = of(
            "access-log-format",
            ValueType.oneOf("FORMAT", AccessLogFormat.class),
            "combined",
            "How lines of access-log look: combined, as web servers write them, or json");

    static final Setting<String> STAGE_LOGS = new Setting<>(
            "stage-logs",
            ValueType.text("FILE", "a file or stdout", "(\\S(.*\\S)?)?"),
            "",
            "none",
            "A file that gets what stages log, access logs and execution logs, as JSON lines besides the stages' log groups, or"
                    + " stdout");

    static final Setting<Integer> EXPLAINED_REQUESTS = of(
            "explained-requests",
            ValueType.number("NUMBER", 0, Observing.MAX_EXPLAINED_REQUESTS),
            "0",
            "How many of the last requests to APIs are kept in detail for sallyport explain, in memory and without secrets; 0"
                    + " keeps none. sallyport explain --on and --off change it while the gateway runs");

    static final Setting<String> OTLP_ENDPOINT = new Setting<>(
            "otlp-endpoint",
            ValueType.text(
                    "URL", "a URL such as http://127.0.0.1:4318", "(https?://[A-Za-z0-9.\\[\\]:_-]+(/[^?#\\s]*)?)?"),
            "",
            "none",
            "The base URL of an OpenTelemetry collector, such as http://127.0.0.1:4318. It gets spans of requests to APIs, of"
                    + " their phases and of the calls of integrations, by OTLP over HTTP as JSON; traceparent is read and passed on to HTTP"
                    + " backends");

    static final Setting<Integer> OTLP_SAMPLE_PERCENT = of(
            "otlp-sample-percent",
            ValueType.number("NUMBER", 0, 100),
            "100",
            "How many of a hundred requests have spans; what a client's traceparent says goes before");

    static final Setting<Availability> VIRTUAL_CLOCK = of(
            "virtual-clock",
            ValueType.oneOf("STATE", Availability.class),
            "disabled",
            "enabled: the gateway's clock can be moved ahead (sallyport clock advance 1h), for tests of quotas, rates, caches,"
                    + " tokens, sessions and idle functions, which follow it. Never for a gateway that others rely on");

    /** The beginning of the names of settings that name an upstream. */
    static final String UPSTREAM = "upstream-";

    static final Setting<String> UPSTREAM_AWS = new Setting<>(
            UPSTREAM + "aws",
            ValueType.upstream("URL"),
            "",
            "none",
            "The URL that calls of AWS services go to which the gateway does not provide, with their path, headers and body, and"
                    + " the calls of AWS integrations. SALLYPORT_UPSTREAM_S3 (in the file upstream-s3), and so for every service, names one for that"
                    + " service alone. The word aws sends the calls of AWS integrations to AWS itself and needs aws-credentials."
                    + " Without an upstream such calls are refused");

    static final Setting<AwsCredentialsSource> AWS_CREDENTIALS = of(
            "aws-credentials",
            ValueType.oneOf("SOURCE", AwsCredentialsSource.class),
            "none",
            "environment: calls of AWS integrations whose upstream is aws, or a URL of AWS itself, are signed with"
                    + " AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of the gateway's own environment in"
                    + " place of their role's session. Whoever may deploy an API here can then act in that account of AWS");

    static final Setting<LogLevel> LOG_LEVEL = of(
            "log-level",
            ValueType.oneOf("LEVEL", LogLevel.class),
            "info",
            "How much is written to the standard output: error, warn, info, debug or trace");

    /** All settings, in the order of help and documentation. */
    public static final List<Setting<?>> ALL = List.of(
            LISTEN,
            TLS_LISTEN,
            TLS_CERTIFICATES,
            HTTP2,
            TRUSTSTORE_FOLDER,
            AUTH,
            SECRETS_KEY,
            AUDIT_LOG,
            DATA,
            EPHEMERAL,
            ACCOUNT_ID,
            REGION,
            EVENT_LOOP_THREADS,
            TRANSPORT,
            DRAIN_SECONDS,
            FUNCTION_MAX_PROCESSES,
            FUNCTION_IDLE_SECONDS,
            FUNCTION_PERMISSIONS,
            FUNCTION_SANDBOX,
            NODE,
            PYTHON,
            OPENAPI_31,
            USER_POOLS,
            ACCOUNT_THROTTLE,
            RATE_LIMIT_HEADERS,
            CACHE_MEMORY,
            CACHE_CLUSTER_SECONDS,
            CACHE_SHARING,
            PRIVATE_TARGETS,
            VPC_ENDPOINTS,
            PROXY_PROTOCOL,
            TRUSTED_PROXIES,
            CANARY_STICKY,
            ACCESS_LOG,
            ACCESS_LOG_FORMAT,
            STAGE_LOGS,
            EXPLAINED_REQUESTS,
            OTLP_ENDPOINT,
            OTLP_SAMPLE_PERCENT,
            VIRTUAL_CLOCK,
            UPSTREAM_AWS,
            AWS_CREDENTIALS,
            LOG_LEVEL);

    /** The setting that names the upstream of one service. */
    static Setting<String> upstream(String service) {
        return new Setting<>(
                UPSTREAM + service, ValueType.upstream("URL"), "", "none", "The upstream of the service " + service);
    }

    private static <T> Setting<T> of(String name, ValueType<T> type, String defaultText, String description) {
        return new Setting<>(name, type, defaultText, defaultText, description);
    }

    /** For example {@code --log-level}. */
    public String flag() {
        return "--" + name;
    }

    /** For example {@code SALLYPORT_LOG_LEVEL}. */
    public String variable() {
        return "SALLYPORT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** What stands for the value in help texts, for example {@code HOST:PORT}; {@code ""} when the flag takes none. */
    public String valueLabel() {
        return type.label();
    }

    /** The value of a text. */
    T parse(RawValue raw) {
        try {
            return type.parser().parse(raw.text());
        } catch (ValueType.Invalid e) {
            String detail = String.valueOf(e.getMessage());
            throw new SettingsException("The setting \"" + name + "\" cannot be \"" + raw.text() + "\" (from "
                    + raw.source() + "): " + (detail.isEmpty() ? "expected " + type.expected() : detail) + ".");
        }
    }

    /**
     * A setting's text.
     *
     * @param source where it was set, to complete "from …"
     */
    record RawValue(String text, String source) {}
}
