package dev.sallyport.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that encrypts secrets in the data folder, with AES-256 in GCM. It lies in a file of its own that only its owner may
 * read, so that a copy of the data file reveals none of them.
 */
public final class SecretsKey {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String MAC = "HmacSHA256";

    private final SecureRandom random = new SecureRandom();
    private final SecretKey key;
    /** Made of the key, so that neither use tells anything of the other. */
    private final SecretKey digestKey;

    private final String place;

    private SecretsKey(byte[] key, String place) {
        this.key = new SecretKeySpec(key, "AES");
        byte[] derived = mac(new SecretKeySpec(key, MAC), "digests of stored ids");
        this.digestKey = new SecretKeySpec(derived, MAC);
        this.place = place;
    }

    /**
     * Reads the key of a file; makes both when the file does not exist.
     *
     * @throws StoreException when the file holds no key, cannot be read or made, or others may read it
     */
    public static SecretsKey of(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return read(file);
        } catch (IOException e) {
            throw new StoreException(
                    "The key of the stored secrets, " + file + ", cannot be used ("
                            + e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage() + ").",
                    e);
        }
    }

    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        FileAttribute<?>[] owned = isPosix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owned)) {
            byte[] line = (Base64.getEncoder().encodeToString(key) + '\n').getBytes(StandardCharsets.US_ASCII);
            channel.write(ByteBuffer.wrap(line));
            channel.force(true);
        }
        // What it encrypts is durable, so its name must be too.
        if (folder != null && isPosix(file)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static SecretsKey read(Path file) throws IOException {
        if (isPosix(file)) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            boolean isOthers = permissions.stream()
                    .anyMatch(it -> it.name().startsWith("GROUP_") || it.name().startsWith("OTHERS_"));
            if (isOthers) {
                throw new StoreException("The key of the stored secrets, " + file
                        + ", can be used by other users (" + PosixFilePermissions.toString(permissions)
                        + "). Run: chmod 600 " + file);
            }
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IllegalArgumentException noBase64) {
            key = new byte[0];
        }
        if (key.length != KEY_BYTES) {
            throw new StoreException("The file " + file + " holds no key of stored secrets: " + KEY_BYTES
                    + " bytes in base64, for example of: openssl rand -base64 " + KEY_BYTES);
        }
        return new SecretsKey(key, file.toString());
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Encrypts a text.
     *
     * @param where what the text belongs to; it can be decrypted only there
     * @return base64
     */
    public String seal(String text, String where) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, where).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] all = new byte[NONCE_BYTES + sealed.length];
            System.arraycopy(nonce, 0, all, 0, NONCE_BYTES);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + CIPHER, e);
        }
    }

    /**
     * Decrypts what {@link #seal} has made for the same place.
     *
     * @throws StoreException when it was made with another key or for another place, or was changed
     */
    public String open(String sealed, String where) {
        try {
            byte[] all = Base64.getDecoder().decode(sealed);
            byte[] nonce = new byte[NONCE_BYTES];
            System.arraycopy(all, 0, nonce, 0, NONCE_BYTES);
            byte[] text = cipher(Cipher.DECRYPT_MODE, nonce, where).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return new String(text, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new StoreException(
                    "A stored secret cannot be decrypted with the key in " + place
                            + ". Put back the key file with which the data folder was written.",
                    e);
        }
    }

    /**
     * A hash that is always the same for a text and cannot be made, or guessed back, without the key.
     *
     * @return hexadecimal digits
     */
    public String digest(String text) {
        return HexFormat.of().formatHex(mac(digestKey, text));
    }

    private static byte[] mac(SecretKey key, String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String where) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(where.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
