package dev.sallyport.certificates;

import dev.sallyport.control.certificate.Truststore;
import dev.sallyport.control.certificate.TruststoreException;
import dev.sallyport.model.DomainName;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients checked by the truststore that is kept with a domain name. Without a usable one nobody is let in. */
public final class TruststoreCheck implements ClientCheck {

    private static final Logger LOG = LoggerFactory.getLogger(TruststoreCheck.class);
    private static final int MAX_TOLD_ISSUERS = 100;

    private final String name;
    private final @Nullable String pem;
    private final InstantSource clock;
    private @Nullable Truststore store;
    private boolean read;

    private TruststoreCheck(String name, @Nullable String pem, InstantSource clock) {
        this.name = name;
        this.pem = pem;
        this.clock = clock;
    }

    /** The check of a domain name; null when its clients need no certificate. */
    public static @Nullable ClientCheck of(DomainName domain, InstantSource clock) {
        if (domain.settings().truststoreUri() == null) {
            return null;
        }
        DomainName.Truststore kept = domain.truststore();
        return new TruststoreCheck(domain.domainName(), kept == null ? null : kept.certificates(), clock);
    }

    private synchronized @Nullable Truststore store() {
        if (!read && pem != null && !pem.isEmpty()) {
            try {
                store = Truststore.of(pem, clock.instant());
            } catch (TruststoreException unusable) {
                LOG.error("Nobody is let in to {}: {}", name, unusable.getMessage());
            }
        }
        read = true;
        return store;
    }

    @Override
    public @Nullable String refusal(List<X509Certificate> chain) {
        Truststore known = store();
        return known == null ? "there is no truststore" : known.refusal(chain, clock.instant());
    }

    @Override
    public List<X509Certificate> issuers() {
        Truststore known = store();
        return known == null || known.certificates().size() > MAX_TOLD_ISSUERS ? List.of() : known.certificates();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TruststoreCheck check && name.equals(check.name) && Objects.equals(pem, check.pem);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, pem);
    }
}
