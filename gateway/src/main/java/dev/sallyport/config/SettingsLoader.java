package dev.sallyport.config;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.config.Setting.RawValue;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds each setting's value: flags before environment variables, before the file, before the default. */
public final class SettingsLoader {

    /** The flag that names the settings file. */
    public static final String CONFIG_FLAG = "--config";

    /** The environment variable that names the settings file. */
    public static final String CONFIG_VARIABLE = "SALLYPORT_CONFIG";

    /** The settings file that is read when nobody names one and the working folder has it. */
    public static final String DEFAULT_FILE = "sallyport.yaml";

    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private final Map<String, RawValue> file;

    private SettingsLoader(Map<String, String> flags, Map<String, String> environment, Map<String, RawValue> file) {
        this.flags = flags;
        this.environment = environment;
        this.file = file;
    }

    /**
     * Loads and checks all settings.
     *
     * @param flags flag to value as given on the command line, {@code --config} among them; a switch has "true"
     * @param environment the process's environment
     * @param workingFolder where {@value #DEFAULT_FILE} is looked for
     * @throws SettingsException when a value is wrong; the message is meant for the operator
     */
    public static Settings load(Map<String, String> flags, Map<String, String> environment, Path workingFolder) {
        String named = flags.getOrDefault(CONFIG_FLAG, environment.get(CONFIG_VARIABLE));
        Path inWorkingFolder = workingFolder.resolve(DEFAULT_FILE);
        Map<String, RawValue> file = Map.of();
        if (named != null) {
            file = SettingsFile.read(workingFolder.resolve(named));
        } else if (Files.exists(inWorkingFolder)) {
            file = SettingsFile.read(inWorkingFolder);
        }
        return new SettingsLoader(flags, environment, file).settings();
    }

    private Settings settings() {
        Map<String, URI> upstreams = upstreams();
        ControlSecurity security = security();
        return new Settings(
                listen(security),
                tls(security),
                security,
                value(Setting.DATA),
                value(Setting.EPHEMERAL),
                value(Setting.ACCOUNT_ID),
                value(Setting.REGION),
                value(Setting.EVENT_LOOP_THREADS),
                value(Setting.TRANSPORT),
                value(Setting.DRAIN_SECONDS),
                value(Setting.FUNCTION_MAX_PROCESSES),
                value(Setting.FUNCTION_IDLE_SECONDS),
                value(Setting.FUNCTION_PERMISSIONS),
                value(Setting.FUNCTION_SANDBOX),
                value(Setting.NODE),
                value(Setting.PYTHON),
                value(Setting.OPENAPI_31),
                value(Setting.USER_POOLS),
                value(Setting.ACCOUNT_THROTTLE),
                value(Setting.RATE_LIMIT_HEADERS),
                new Caching(
                        value(Setting.CACHE_MEMORY),
                        value(Setting.CACHE_CLUSTER_SECONDS),
                        value(Setting.CACHE_SHARING)),
                value(Setting.PRIVATE_TARGETS),
                value(Setting.CANARY_STICKY),
                Entrances.checked(
                        value(Setting.VPC_ENDPOINTS), value(Setting.PROXY_PROTOCOL), value(Setting.TRUSTED_PROXIES)),
                observing(),
                value(Setting.VIRTUAL_CLOCK) == Availability.ENABLED,
                upstreams,
                awsCredentials(upstreams),
                value(Setting.LOG_LEVEL));
    }

    private Observing observing() {
        return new Observing(
                value(Setting.ACCESS_LOG),
                value(Setting.ACCESS_LOG_FORMAT),
                value(Setting.STAGE_LOGS),
                value(Setting.EXPLAINED_REQUESTS),
                OpenTelemetry.of(value(Setting.OTLP_ENDPOINT), environment),
                value(Setting.OTLP_SAMPLE_PERCENT));
    }

    private ControlSecurity security() {
        String key = value(Setting.SECRETS_KEY);
        return new ControlSecurity(
                value(Setting.AUTH) == AuthMode.ENFORCE,
                key.isEmpty() ? null : Path.of(key).toAbsolutePath().normalize(),
                value(Setting.AUDIT_LOG));
    }

    private InetSocketAddress listen(ControlSecurity security) {
        InetSocketAddress address = value(Setting.LISTEN);
        requireSafe(Setting.LISTEN, address, security);
        return address;
    }

    private TlsSettings tls(ControlSecurity security) {
        Optional<InetSocketAddress> address = value(Setting.TLS_LISTEN);
        address.ifPresent(given -> requireSafe(Setting.TLS_LISTEN, given, security));
        String truststores = value(Setting.TRUSTSTORE_FOLDER);
        return new TlsSettings(
                address,
                value(Setting.TLS_CERTIFICATES),
                value(Setting.HTTP2),
                truststores.isEmpty()
                        ? null
                        : Path.of(truststores).toAbsolutePath().normalize());
    }

    private void requireSafe(Setting<?> setting, InetSocketAddress address, ControlSecurity security) {
        if (security.enforced() || address.getAddress().isLoopbackAddress()) {
            return;
        }
        RawValue raw = raw(setting);
        throw new SettingsException("The setting \"" + setting.name() + "\" cannot be \"" + raw.text() + "\" (from "
                + raw.source()
                + ") while \"auth\" is \"local\": " + address.getAddress().getHostAddress()
                + " is not a loopback address, so other machines could reach it, and the gateway accepts every caller's"
                + " credentials: anyone there could change your APIs and run code in your functions. Set auth to enforce"
                + " (--auth enforce or SALLYPORT_AUTH=enforce), so that calls must be signed by a known access key. Or listen"
                + " on 127.0.0.1, [::1] or localhost.");
    }

    private @Nullable AwsCredentials awsCredentials(Map<String, URI> upstreams) {
        if (value(Setting.AWS_CREDENTIALS) == AwsCredentialsSource.NONE) {
            upstreams.forEach((service, url) -> {
                if (url.equals(ServiceEndpoints.AWS)) {
                    throw new SettingsException("The setting \"" + Setting.UPSTREAM + service
                            + "\" cannot be \"aws\" while \"" + Setting.AWS_CREDENTIALS.name() + "\" is \"none\".");
                }
            });
            return null;
        }
        String session = environment.get("AWS_SESSION_TOKEN");
        return new AwsCredentials(
                required("AWS_ACCESS_KEY_ID"),
                required("AWS_SECRET_ACCESS_KEY"),
                session == null || session.isBlank() ? null : session.strip());
    }

    /** A variable that AWS's own tools read too. */
    private String required(String variable) {
        String text = environment.get(variable);
        if (text == null || text.isBlank()) {
            throw new SettingsException("The setting \"" + Setting.AWS_CREDENTIALS.name()
                    + "\" is \"environment\", and the environment variable " + variable + " is not set.");
        }
        return text.strip();
    }

    /** The upstreams that anybody names; an empty text names none. */
    private Map<String, URI> upstreams() {
        Set<String> services = new TreeSet<>();
        String variables = Setting.upstream("").variable();
        environment.keySet().stream()
                .filter(it -> it.startsWith(variables) && it.length() > variables.length())
                .forEach(it -> services.add(it.substring(variables.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-')));
        file.keySet().stream()
                .filter(it -> it.startsWith(Setting.UPSTREAM))
                .forEach(it -> services.add(it.substring(Setting.UPSTREAM.length())));
        services.add("aws");
        Map<String, URI> upstreams = new HashMap<>();
        for (String service : services) {
            String url = value(Setting.upstream(service));
            if (!url.isEmpty()) {
                upstreams.put(service, url.equals("aws") ? ServiceEndpoints.AWS : URI.create(url));
            }
        }
        return upstreams;
    }

    private <T> T value(Setting<T> setting) {
        return setting.parse(raw(setting));
    }

    private RawValue raw(Setting<?> setting) {
        String flag = flags.get(setting.flag());
        if (flag != null) {
            return new RawValue(flag, "the flag " + setting.flag());
        }
        String variable = environment.get(setting.variable());
        if (variable != null) {
            return new RawValue(variable, "the environment variable " + setting.variable());
        }
        RawValue inFile = file.get(setting.name());
        return inFile != null ? inFile : new RawValue(setting.defaultText(), "the default");
    }
}
