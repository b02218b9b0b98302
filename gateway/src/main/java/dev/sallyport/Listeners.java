package dev.sallyport;

import dev.sallyport.certificates.PemFiles;
import dev.sallyport.certificates.ServerCertificate;
import dev.sallyport.certificates.ServerNames;
import dev.sallyport.certificates.TruststoreCheck;
import dev.sallyport.config.Settings;
import dev.sallyport.config.TlsSettings.CertificateFiles;
import dev.sallyport.control.certificate.InvalidCertificateException;
import dev.sallyport.control.certificate.IssuedCertificate;
import dev.sallyport.control.certificate.LocalAuthority;
import dev.sallyport.edge.EdgeLimits;
import dev.sallyport.edge.Listener;
import dev.sallyport.edge.RequestRouter;
import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.store.Store;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets that clients connect to, as the settings say. */
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final long REFRESH_SECONDS = 2;
    private static final long TICKET_HOURS = 12;

    private Listeners() {}

    /** @throws IOException when the address cannot be bound */
    static Listener plain(Settings settings, Transport transport, RequestRouter router, InstantSource clock)
            throws IOException {
        return Listener.bind(
                settings.listen(),
                transport.loops(),
                transport.serverChannel(),
                transport.contexts(),
                router,
                EdgeLimits.DEFAULT,
                clock,
                System::nanoTime);
    }

    /**
     * Binds and serves; null when TLS is spoken nowhere.
     *
     * @param opened is told what has to be closed
     * @throws IOException when a certificate cannot be used or the address cannot be bound
     */
    static @Nullable Listener tls(
            Settings settings,
            Transport transport,
            RequestRouter router,
            Store store,
            InstantSource clock,
            Consumer<AutoCloseable> opened)
            throws IOException {
        InetSocketAddress address = settings.tls().listen().orElse(null);
        if (address == null) {
            if (!settings.tls().certificates().isEmpty()) {
                LOG.warn("tls-certificates has no effect without tls-listen");
            }
            return null;
        }
        PemFiles files = new PemFiles(settings.tls().certificates().stream()
                .map(Listeners::pair)
                .toList());
        TlsFront front = new TlsFront();
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
        Listener listener = Listener.bind(
                address,
                transport.loops(),
                transport.serverChannel(),
                transport.contexts(),
                router,
                EdgeLimits.DEFAULT,
                clock,
                System::nanoTime,
                front);
        opened.accept(listener);
        LOG.info(
                "TLS is spoken on https://{}:{} by {}",
                address.getHostString(),
                listener.address().getPort(),
                TlsFront.library());
        return listener;
    }

    private static PemFiles.Pair pair(CertificateFiles files) {
        return new PemFiles.Pair(files.certificate(), files.key());
    }

    private static ServerCertificate local(Settings settings, Store store, PemFiles files, InstantSource clock)
            throws IOException {
        if (!files.certificates().isEmpty()) {
            return files.certificates().getFirst();
        }
        LOG.warn("NO CERTIFICATE IS SET (tls-certificates): whoever asks for a name without one of ACM gets a certificate of"
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
