package dev.sallyport.certificates;

import dev.sallyport.control.certificate.InvalidCertificateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's certificates in files, which may be replaced while the gateway runs. */
public final class PemFiles {

    private static final Logger LOG = LoggerFactory.getLogger(PemFiles.class);
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----.+?-----END \\1-----\\s*", Pattern.DOTALL);

    private final List<Pair> pairs;
    private List<String> texts;
    private List<ServerCertificate> certificates;

    /**
     * The files of one certificate.
     *
     * @param certificate with its chain behind it
     * @param key may be the same file
     */
    public record Pair(Path certificate, Path key) {}

    /**
     * Reads the files.
     *
     * @throws IOException when one cannot be read, or is no certificate with its key; the message names the file
     */
    public PemFiles(List<Pair> pairs) throws IOException {
        this.pairs = List.copyOf(pairs);
        this.texts = read();
        this.certificates = parse(texts);
    }

    /** The certificates, in the order of the files. */
    public List<ServerCertificate> certificates() {
        return certificates;
    }

    /**
     * Looks at the files again. What cannot be used is told and left alone: the certificates from before stay.
     *
     * @return whether there are other certificates now
     */
    public boolean refresh() {
        try {
            List<String> now = read();
            if (now.equals(texts)) {
                return false;
            }
            // A file that is just being written is looked at again once it changes.
            texts = now;
            certificates = parse(now);
            LOG.info("The certificates of {} have been read again", pairs);
            return true;
        } catch (IOException unusable) {
            LOG.error("The certificates from before stay in use: {}", unusable.getMessage());
            return false;
        }
    }

    private List<String> read() throws IOException {
        List<String> all = new ArrayList<>();
        for (Pair pair : pairs) {
            all.add(read(pair.certificate()));
            all.add(read(pair.key()));
        }
        return all;
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            String why = unreadable instanceof NoSuchFileException ? "it does not exist" : unreadable.toString();
            throw new IOException("the file " + file + " cannot be read: " + why, unreadable);
        }
    }

    private List<ServerCertificate> parse(List<String> from) throws IOException {
        List<ServerCertificate> all = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            Matcher key = KEY.matcher(from.get(2 * i + 1));
            if (!key.find()) {
                throw new IOException("the file " + pair.key() + " has no private key");
            }
            try {
                String certificate = KEY.matcher(from.get(2 * i)).replaceAll("");
                all.add(ServerCertificate.of(certificate, null, key.group()));
            } catch (InvalidCertificateException invalid) {
                throw new IOException(
                        "the certificate in " + pair.certificate() + " or its key in " + pair.key()
                                + " cannot be used: " + invalid.getMessage(),
                        invalid);
            }
        }
        return List.copyOf(all);
    }
}
