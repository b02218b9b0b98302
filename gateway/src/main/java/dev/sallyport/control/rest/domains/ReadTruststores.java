package dev.sallyport.control.rest.domains;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.certificate.TruststoreException;
import dev.sallyport.model.DomainName.Settings;
import dev.sallyport.model.DomainName.Truststore;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The truststores that domain names are made or changed with (AUT-81, R10.130). */
final class ReadTruststores {

    private static final Logger LOG = LoggerFactory.getLogger(ReadTruststores.class);
    private static final String PATCHED = "/mutualTlsAuthentication/";

    private final Truststores source;
    private final InstantSource clock;

    ReadTruststores(Truststores source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** AWS reads a truststore when it is named, and not again before it is named again. */
    static boolean isNamed(List<PatchOperation> operations) {
        return operations.stream()
                .anyMatch(operation ->
                        operation.path() != null && operation.path().startsWith(PATCHED));
    }

    /**
     * Reads what settings name. When the operator has not said where buckets are, the domain name is stored and lets nobody
     * in, and a warning says so.
     *
     * @throws ServiceException when it cannot be read or used; the wording is inferred
     */
    @Nullable
    Truststore read(Settings settings, String region) {
        String uri = settings.truststoreUri();
        if (uri == null) {
            return null;
        }
        try {
            String pem = source.read(uri, settings.truststoreVersion(), region);
            if (pem == null) {
                LOG.warn(
                        "Nobody is let in by the truststore {}: set SALLYPORT_UPSTREAM_S3 or SALLYPORT_TRUSTSTORE_FOLDER,"
                                + " then set the truststore again",
                        uri);
                return new Truststore(
                        "",
                        List.of("The truststore " + uri
                                + " was not read, because this gateway does not know where S3 is;"
                                + " no client is let in"));
            }
            return new Truststore(
                    pem,
                    dev.sallyport.control.certificate.Truststore.of(pem, clock.instant())
                            .warnings());
        } catch (TruststoreException unusable) {
            throw ServiceException.badRequest("Invalid truststore " + uri + ": " + unusable.getMessage());
        }
    }
}
