package dev.sallyport.edge;

import dev.sallyport.certificates.ClientCheck;
import dev.sallyport.certificates.PemFiles;
import dev.sallyport.certificates.ServerCertificate;
import dev.sallyport.certificates.ServerNames;
import dev.sallyport.control.certificate.IssuedCertificate;
import dev.sallyport.control.certificate.LocalAuthority;
import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.model.Certificate;
import dev.sallyport.model.DomainName;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.sqlite.SqliteStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Names, certificates and clients of TLS for tests. */
final class TlsWorld {

    final Store store = SqliteStore.inMemory();
    final TlsFront front;
    final ServerNames names;
    private final LocalAuthority authority = new LocalAuthority(store);

    TlsWorld(List<PemFiles.Pair> files, Function<DomainName, @Nullable ClientCheck> clients, TlsFront front)
            throws Exception {
        this.front = front;
        names = new ServerNames(store, new PemFiles(files), certificate(issue("fallback.test")), clients, front::use);
        names.start();
    }

    IssuedCertificate issue(String... dnsNames) {
        return authority.issue(List.of(dnsNames), LocalAuthority.KeyAlgorithm.EC_P256, Instant.now());
    }

    static ServerCertificate certificate(IssuedCertificate issued) throws Exception {
        return ServerCertificate.of(issued.certificate(), issued.chain(), issued.privateKey());
    }

    /** Writes certificate, chain and key into one file. */
    void write(Path file, String... dnsNames) throws IOException {
        IssuedCertificate issued = issue(dnsNames);
        Files.writeString(file, issued.certificate() + issued.chain() + issued.privateKey());
    }

    /** Stores a domain name with a certificate of ACM of its own, and perhaps a truststore. */
    void domain(String name, String policy, @Nullable String mode, @Nullable String truststore) {
        String arn = certificateOf(name, name);
        store.write(tx -> {
            tx.put(
                    Kind.DOMAIN_NAME,
                    TestApi.OWNER,
                    "",
                    name,
                    TestDomains.domain(name, arn, "BASE_PATH_MAPPING_ONLY", policy, mode, truststore));
            return true;
        });
    }

    /** Stores a certificate of ACM for a name; its common name may be another. */
    String certificateOf(String name, String... dnsNames) {
        IssuedCertificate issued = issue(dnsNames);
        String arn = "arn:aws:acm:eu-west-1:123456789012:certificate/" + name.replaceAll("[^a-z0-9]", "-");
        Instant now = Instant.now();
        store.write(tx -> {
            tx.put(
                    Kind.CERTIFICATE,
                    TestApi.OWNER,
                    "",
                    arn,
                    new Certificate(
                            arn,
                            List.of(dnsNames),
                            "IMPORTED",
                            "EC_prime256v1",
                            null,
                            now,
                            null,
                            null,
                            now,
                            new Certificate.Material(issued.certificate(), issued.chain(), issued.privateKey()),
                            "ENABLED",
                            "DISABLED",
                            new TreeMap<>()));
            return true;
        });
        return arn;
    }

    /** A client that trusts every server, and shows a certificate if there is one. */
    static SSLContext client(@Nullable ServerCertificate shown) throws Exception {
        TrustManager anybody = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        KeyManager[] keys = null;
        if (shown != null) {
            keys = new KeyManager[] {new OneKey(shown)};
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {anybody}, null);
        return context;
    }

    /** Shows its certificate to everybody, whoever they say they trust. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private final ServerCertificate shown;

        OneKey(ServerCertificate shown) {
            this.shown = shown;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"client"};
        }

        @Override
        public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return Arrays.asList(types).contains(shown.key().getAlgorithm()) ? "client" : null;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return "client";
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return shown.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return shown.key();
        }
    }

    static SSLSocket connect(SSLContext context, InetSocketAddress address, @Nullable String name) throws IOException {
        return connect(context, address, name, null, null);
    }

    /** Connects and shakes hands. */
    static SSLSocket connect(
            SSLContext context,
            InetSocketAddress address,
            @Nullable String name,
            @Nullable String protocol,
            @Nullable String cipher)
            throws IOException {
        Socket plain = new Socket();
        plain.connect(address);
        plain.setSoTimeout(15_000);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "peer", address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
        if (protocol != null) {
            parameters.setProtocols(new String[] {protocol});
        }
        if (cipher != null) {
            parameters.setCipherSuites(new String[] {cipher});
        }
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /** The common name of the certificate that a server has shown. */
    static String shown(SSLSocket socket) throws IOException {
        X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName().replaceFirst("^.*CN=([^,]+).*$", "$1");
    }

    /** What OpenSSL's client prints, having sent a request. */
    static String openssl(InetSocketAddress address, String request, String... options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("openssl", "s_client", "-connect", "127.0.0.1:" + address.getPort(), "-ign_eof"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(30, TimeUnit.SECONDS);
        return output;
    }
}
