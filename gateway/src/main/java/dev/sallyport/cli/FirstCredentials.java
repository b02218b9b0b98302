package dev.sallyport.cli;

import dev.sallyport.aws.AwsCredentials;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root's access key, which is told once: on the terminal when there is one, otherwise in a file for its owner alone. It
 * never goes to the standard output of a service, because that is its log.
 *
 * @param folder where the file is put
 */
public record FirstCredentials(AwsCredentials credentials, Path folder) {

    private static final Logger log = LoggerFactory.getLogger(FirstCredentials.class);

    /** The name of the file, in the form of AWS's own credentials file. */
    public static final String FILE_NAME = "root-credentials";

    /**
     * Tells them.
     *
     * @return the file in which they are; null when they stand on the terminal
     */
    public @Nullable Path tell() {
        Console console = System.console();
        return tell(isTerminal(console) ? console : null);
    }

    /** Releases of the JDK differ in whether there is a console without a terminal. */
    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    /** @param terminal null when nobody is looking */
    @Nullable
    Path tell(@Nullable Console terminal) {
        if (terminal != null) {
            terminal.printf("%nThe root's access key, shown this once:%n%n%s%n", text());
            terminal.flush();
            return null;
        }
        Path file = folder.resolve(FILE_NAME);
        try {
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    posix
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                            }
                            : new FileAttribute<?>[0]);
            Files.writeString(file, text(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("The root's access key cannot be written to " + file, e);
        }
        log.info("The root's access key is in {}. Take it from there and delete the file", file);
        return file;
    }

    private String text() {
        return "[default]\naws_access_key_id = " + credentials.accessKeyId() + "\naws_secret_access_key = "
                + credentials.secretAccessKey() + "\n";
    }

    /** Names the key and keeps the secret. */
    @Override
    public String toString() {
        return "FirstCredentials[" + credentials.accessKeyId() + "]";
    }
}
