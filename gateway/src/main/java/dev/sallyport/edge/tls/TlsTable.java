package dev.sallyport.edge.tls;

import dev.sallyport.certificates.Names;
import dev.sallyport.certificates.ServerCertificate;
import dev.sallyport.certificates.ServerName;
import dev.sallyport.certificates.ServerNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contexts of handshakes by the name that is asked for. Immutable: a change of names makes another. */
final class TlsTable {

    private static final Logger LOG = LoggerFactory.getLogger(TlsTable.class);

    private final Map<ServerName, TlsContext> all;
    private final Map<String, TlsContext> domains;
    private final Map<String, TlsContext> certificates;
    private final TlsContext fallback;

    private TlsTable(
            Map<ServerName, TlsContext> all,
            Map<String, TlsContext> domains,
            Map<String, TlsContext> certificates,
            TlsContext fallback) {
        this.all = all;
        this.domains = domains;
        this.certificates = certificates;
        this.fallback = fallback;
    }

    /**
     * A table of names. What has not changed is taken over, with the sessions of its clients.
     *
     * @param http2 whether clients may choose HTTP/2
     * @param before the table so far, or null
     * @throws SSLException when not even the fallback can be used
     */
    static TlsTable of(Names names, boolean http2, @Nullable TlsTable before) throws SSLException {
        Map<ServerName, TlsContext> all = new HashMap<>();
        Map<ServerName, TlsContext> known = before == null ? Map.of() : before.all;
        TlsContext fallback = context(other(names.fallback()), http2, known, all);
        Map<String, TlsContext> domains = new HashMap<>();
        names.domains().forEach((name, wanted) -> {
            try {
                domains.put(name, context(wanted, http2, known, all));
            } catch (SSLException | RuntimeException unusable) {
                // Its own rules must not be got round by another's certificate.
                LOG.error("Nobody can connect for {}: its certificate cannot be used", name, unusable);
            }
        });
        Map<String, TlsContext> certificates = new LinkedHashMap<>();
        for (ServerCertificate certificate : names.certificates()) {
            for (String name : certificate.names()) {
                if (!certificates.containsKey(name)) {
                    certificates.put(name, context(other(certificate), http2, known, all));
                }
            }
        }
        return new TlsTable(Map.copyOf(all), domains, certificates, fallback);
    }

    private static ServerName other(ServerCertificate certificate) {
        return new ServerName(null, certificate, ServerNames.DEFAULT_POLICY, null);
    }

    private static TlsContext context(
            ServerName wanted, boolean http2, Map<ServerName, TlsContext> known, Map<ServerName, TlsContext> all)
            throws SSLException {
        TlsContext context = all.get(wanted);
        if (context == null) {
            context = known.get(wanted);
        }
        if (context == null) {
            context = new TlsContext(wanted, http2);
        }
        all.put(wanted, context);
        return context;
    }

    /** Whom a client gets that asks for a name in lower case, or for none. */
    TlsContext find(@Nullable String name) {
        if (name == null) {
            return fallback;
        }
        String asked = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        int dot = asked.indexOf('.');
        String wildcard = dot < 0 ? asked : "*" + asked.substring(dot);
        for (Map<String, TlsContext> names : List.of(domains, certificates)) {
            TlsContext found = names.get(asked);
            if (found == null) {
                found = names.get(wildcard);
            }
            if (found != null) {
                return found;
            }
        }
        return fallback;
    }

    Collection<TlsContext> all() {
        return new ArrayList<>(all.values());
    }
}
