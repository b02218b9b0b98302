package dev.sallyport.certificates;

import dev.sallyport.control.certificate.InvalidCertificateException;
import dev.sallyport.model.Certificate;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the names of the TLS listener equal to the stored custom domain names and certificates and to the operator's
 * files. The operator's certificate goes before that of ACM, which may be one of this gateway's own.
 */
public final class ServerNames {

    /** TLS-1; for names that are no custom domain name too, although AWS still lets older clients call those. */
    public static final String DEFAULT_POLICY = "TLS_1_2";

    private static final Logger LOG = LoggerFactory.getLogger(ServerNames.class);
    private static final Set<Kind<?>> FOLLOWED = Set.of(Kind.DOMAIN_NAME, Kind.CERTIFICATE);
    private static final Pattern ARN = Pattern.compile("arn:[^:]+:acm:([^:]+):([0-9]{12}):certificate/.+");

    private final Store store;
    private final PemFiles files;
    private final ServerCertificate local;
    private final Function<DomainName, @Nullable ClientCheck> clients;
    private final Consumer<Names> listener;

    /**
     * @param local for clients that ask for what nobody has given a certificate for
     * @param clients makes what the clients of a domain name are checked by; null when they need no certificate
     * @param listener is told the names at the start and with every change, on the thread that made it
     */
    public ServerNames(
            Store store,
            PemFiles files,
            ServerCertificate local,
            Function<DomainName, @Nullable ClientCheck> clients,
            Consumer<Names> listener) {
        this.store = store;
        this.files = files;
        this.local = local;
        this.clients = clients;
        this.listener = listener;
    }

    /** Tells the names and follows changes from now on. */
    public void start() {
        store.subscribe(changes -> {
            if (changes.stream().anyMatch(change -> FOLLOWED.contains(change.kind()))) {
                tell();
            }
        });
        tell();
    }

    /** Looks whether the operator's files have changed; to be called now and then. */
    public void refresh() {
        if (files.refresh()) {
            tell();
        }
    }

    private synchronized void tell() {
        List<ServerCertificate> own = files.certificates();
        ServerCertificate fallback = own.isEmpty() ? local : own.getFirst();
        Map<String, ServerName> domains = new HashMap<>();
        store.read(reader -> {
            for (Store.Entry<DomainName> entry : reader.listAll(Kind.DOMAIN_NAME)) {
                DomainName domain = entry.entity();
                if (domain.domainNameId() == null && !domains.containsKey(domain.domainName())) {
                    domains.put(domain.domainName(), name(reader, entry.scope(), domain, own, fallback));
                }
            }
            return true;
        });
        listener.accept(new Names(domains, own, fallback));
    }

    private ServerName name(
            Store.Reader reader,
            Scope scope,
            DomainName domain,
            List<ServerCertificate> own,
            ServerCertificate fallback) {
        ServerCertificate certificate = own.stream()
                .filter(each -> each.covers(domain.domainName()))
                .findFirst()
                .orElse(null);
        if (certificate == null) {
            certificate = stored(reader, scope, domain);
        }
        return new ServerName(
                domain.domainName(),
                certificate == null ? fallback : certificate,
                domain.settings().securityPolicy(),
                clients.apply(domain));
    }

    private static @Nullable ServerCertificate stored(Store.Reader reader, Scope scope, DomainName domain) {
        DomainName.Settings settings = domain.settings();
        DomainName.UploadedCertificate uploaded = domain.uploadedCertificate();
        try {
            if (uploaded != null) {
                return ServerCertificate.of(uploaded.body(), uploaded.chain(), uploaded.privateKey());
            }
            String arn = settings.regionalCertificateArn() != null
                    ? settings.regionalCertificateArn()
                    : settings.certificateArn();
            Matcher matcher = ARN.matcher(arn == null ? "" : arn);
            Certificate found = arn == null || !matcher.matches()
                    ? null
                    : reader.find(Kind.CERTIFICATE, new Scope(scope.account(), matcher.group(1)), "", arn);
            Certificate.Material material = found == null ? null : found.material();
            if (material == null) {
                LOG.warn(
                        "The custom domain name {} has no certificate that is issued: its clients get the default one",
                        domain.domainName());
                return null;
            }
            return ServerCertificate.of(material.certificate(), material.chain(), material.privateKey());
        } catch (InvalidCertificateException invalid) {
            LOG.error("The certificate of {} cannot be used: {}", domain.domainName(), invalid.getMessage());
            return null;
        }
    }
}
