package dev.sallyport;

import dev.sallyport.certificates.PemFiles;
import dev.sallyport.certificates.ServerCertificate;
import dev.sallyport.certificates.ServerNames;
import dev.sallyport.certificates.TruststoreCheck;
import dev.sallyport.config.Settings;
import dev.sallyport.config.SettingsException;
import dev.sallyport.config.TlsSettings.CertificateFiles;
import dev.sallyport.control.certificate.InvalidCertificateException;
import dev.sallyport.control.certificate.IssuedCertificate;
import dev.sallyport.control.certificate.LocalAuthority;
import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.store.Store;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What speaks TLS with clients, as the settings say. */
final class TlsFronts {

    private static final Logger LOG = LoggerFactory.getLogger(TlsFronts.class);
    private static final long REFRESH_SECONDS = 2;
    private static final long TICKET_HOURS = 12;

    private TlsFronts() {}

    /**
     * Reads the certificates and follows their changes; null when TLS is spoken nowhere.
     *
     * @param opened is told what has to be closed
     * @throws SettingsException when a file of a certificate cannot be used
     */
    static @Nullable TlsFront of(Settings settings, Store store, InstantSource clock, Consumer<AutoCloseable> opened)
            throws IOException {
        if (settings.tls().listen().isEmpty()) {
            if (!settings.tls().certificates().isEmpty()) {
                LOG.warn("tls-certificates has no effect without tls-listen");
            }
            return null;
        }
        PemFiles files = files(settings);
        TlsFront front = new TlsFront(settings.tls().http2());
        ServerNames names = new ServerNames(
                store,
                files,
                local(settings, store, files, clock),
                domain -> TruststoreCheck.of(domain, clock),
                front::use);
        names.start();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("certificates").factory());
        opened.accept(timer::shutdownNow);
        timer.scheduleWithFixedDelay(names::refresh, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(front::renewTickets, TICKET_HOURS, TICKET_HOURS, TimeUnit.HOURS);
        return front;
    }

    private static PemFiles files(Settings settings) {
        try {
            return new PemFiles(
                    settings.tls().certificates().stream().map(TlsFronts::pair).toList());
        } catch (IOException unusable) {
            throw new SettingsException("The setting \"tls-certificates\": " + unusable.getMessage() + ".", unusable);
        }
    }

    private static PemFiles.Pair pair(CertificateFiles files) {
        return new PemFiles.Pair(files.certificate(), files.key());
    }

    private static ServerCertificate local(Settings settings, Store store, PemFiles files, InstantSource clock)
            throws IOException {
        if (!files.certificates().isEmpty()) {
            return files.certificates().getFirst();
        }
        LOG.warn(
                "NO CERTIFICATE IS SET (tls-certificates): whoever asks for a name without one of ACM gets a certificate of"
                        + " this gateway's own authority, which no client trusts. This is for local use alone");
        IssuedCertificate issued = new LocalAuthority(store)
                .issue(
                        List.of(
                                "localhost",
                                "*.localhost",
                                "*.execute-api.localhost.localstack.cloud",
                                "*.execute-api." + settings.region() + ".amazonaws.com"),
                        LocalAuthority.KeyAlgorithm.EC_P256,
                        clock.instant());
        try {
            return ServerCertificate.of(issued.certificate(), issued.chain(), issued.privateKey());
        } catch (InvalidCertificateException impossible) {
            throw new IOException("a certificate of the gateway's own authority cannot be used", impossible);
        }
    }
}
