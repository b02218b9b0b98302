package dev.sallyport.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * TLS in front of clients.
 *
 * @param listen where TLS is spoken; empty for nowhere
 * @param certificates the operator's own, the first one for clients that ask for another name or none
 * @param http2 whether clients may choose HTTP/2
 * @param truststores the folder of truststores in the place of S3; null when they are in S3
 */
public record TlsSettings(
        Optional<InetSocketAddress> listen,
        List<CertificateFiles> certificates,
        boolean http2,
        @Nullable Path truststores) {

    public TlsSettings {
        certificates = List.copyOf(certificates);
    }

    /**
     * A certificate in PEM.
     *
     * @param certificate with its chain behind it
     * @param key may be the same file
     */
    public record CertificateFiles(Path certificate, Path key) {}
}
