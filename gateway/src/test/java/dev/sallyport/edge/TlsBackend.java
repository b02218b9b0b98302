package dev.sallyport.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A backend that speaks TLS with certificates made by the JDK's keytool, and answers 200 to every request. */
final class TlsBackend implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SSLServerSocket server;

    /** @param keyStore PKCS #12 with one key */
    TlsBackend(Path keyStore) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(keyStore.toFile(), PASSWORD);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** A key store whose certificate signs itself. */
    static Path selfSigned(Path folder, String name, String... more) throws IOException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        List<String> arguments =
                new ArrayList<>(List.of("-genkeypair", "-alias", "key", "-keystore", store.toString()));
        arguments.addAll(List.of("-keyalg", "EC", "-dname", "CN=" + name));
        arguments.addAll(Arrays.asList(more));
        keytool(arguments);
        return store;
    }

    /** A key store whose certificate is signed by an authority; it shows the authority only when told so. */
    static Path signed(Path folder, Path authority, boolean showsRoot) throws IOException, InterruptedException {
        Path store = selfSigned(folder, showsRoot ? "whole" : "part");
        Path request = folder.resolve("request.csr");
        Path answer = folder.resolve("answer.pem");
        Path root = folder.resolve("root.pem");
        keytool(List.of("-certreq", "-alias", "key", "-keystore", store.toString(), "-file", request.toString()));
        keytool(List.of(
                "-gencert",
                "-alias",
                "key",
                "-keystore",
                authority.toString(),
                "-infile",
                request.toString(),
                "-outfile",
                answer.toString(),
                "-rfc",
                "-ext",
                "san=ip:127.0.0.1"));
        keytool(List.of(
                "-exportcert", "-alias", "key", "-keystore", authority.toString(), "-rfc", "-file", root.toString()));
        keytool(List.of(
                "-importcert", "-noprompt", "-alias", "root", "-keystore", store.toString(), "-file", root.toString()));
        keytool(List.of(
                "-importcert",
                "-noprompt",
                "-alias",
                "key",
                "-keystore",
                store.toString(),
                "-file",
                answer.toString()));
        if (!showsRoot) {
            leaveLeafAlone(store);
        }
        return store;
    }

    private static void leaveLeafAlone(Path store) throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
            keys.setKeyEntry("key", keys.getKey("key", PASSWORD), PASSWORD, new java.security.cert.Certificate[] {
                keys.getCertificate("key")
            });
            keys.deleteEntry("root");
            try (OutputStream out = Files.newOutputStream(store)) {
                keys.store(out, PASSWORD);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void keytool(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-storepass", new String(PASSWORD), "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }

    /** @param host by which the gateway is told to call it */
    String uri(String host) {
        return "https://" + host + ":" + server.getLocalPort() + "/";
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(SSLSocket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            int newlines = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
                if (newlines == 2) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                                    .getBytes(StandardCharsets.US_ASCII));
                    newlines = 0;
                }
            }
        } catch (IOException refused) {
            // the gateway did not like the certificate, which is what some tests are about
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
