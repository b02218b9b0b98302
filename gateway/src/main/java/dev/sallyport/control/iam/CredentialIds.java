package dev.sallyport.control.iam;

import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The ids and secrets of IAM and STS (companion R5.1). Like AWS's, an access key id tells its account. */
public final class CredentialIds {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int PREFIX = 4;
    private static final int KEY_CHARACTERS = 16;
    private static final int ENTITY_CHARACTERS = 17;
    private static final int SECRET_BYTES = 30;

    private final RandomGenerator random;

    public CredentialIds(RandomGenerator random) {
        this.random = random;
    }

    /** The id of an entity: 21 characters that begin with {@code AIDA}, {@code AROA}, {@code AGPA} or {@code ANPA}. */
    String entity(String prefix) {
        return prefix + characters(ENTITY_CHARACTERS);
    }

    /**
     * The id of an access key: 20 characters, the account in 40 bits of those behind the prefix.
     *
     * @param prefix {@code AKIA}, or {@code ASIA} for temporary credentials
     */
    public String accessKey(String prefix, String account) {
        // 48 bits: a one, the account, seven bits of chance; then 32 bits of chance.
        long head = 1L << 47 | Long.parseLong(account) << 7 | random.nextLong(1 << 7);
        long tail = random.nextLong(1L << 32);
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < KEY_CHARACTERS; i++) {
            int bit = 80 - 5 * (i + 1);
            long bits = bit >= 32 ? head >>> (bit - 32) : head << (32 - bit) | tail >>> bit;
            id.append(BASE32.charAt((int) (bits & 31)));
        }
        return id.toString();
    }

    /** A secret: 40 characters of base64. */
    public String secret() {
        return Base64.getEncoder().encodeToString(bytes(SECRET_BYTES));
    }

    /** A session token: opaque text. */
    public String token() {
        return "IQoJ" + Base64.getEncoder().encodeToString(bytes(SECRET_BYTES * 8));
    }

    /**
     * The account of an access key id, as the id itself tells it; null for a text that is no access key id. Whether there
     * is such a key is another question.
     */
    public static @Nullable String account(String accessKeyId) {
        boolean form = accessKeyId.length() == PREFIX + KEY_CHARACTERS
                && (accessKeyId.startsWith("AKIA") || accessKeyId.startsWith("ASIA"));
        if (!form) {
            return null;
        }
        long bits = 0;
        for (int i = PREFIX; i < PREFIX + 10; i++) {
            int value = BASE32.indexOf(accessKeyId.charAt(i));
            if (value < 0) {
                return null;
            }
            bits = bits << 5 | value;
        }
        // Ten characters are 50 bits: two of them too many, then the seven below the account.
        long account = bits >>> 9 & (1L << 40) - 1;
        return account > 999_999_999_999L ? null : "%012d".formatted(account);
    }

    /** The account of an access key that exists; null for every other text. */
    static @Nullable String account(Store store, String accessKeyId) {
        String account = account(accessKeyId);
        if (account == null) {
            return null;
        }
        boolean temporary = accessKeyId.startsWith("ASIA");
        Kind<?> kind = temporary ? Kind.SECURITY_SESSION : Kind.ACCESS_KEY;
        boolean exists = store.read(reader -> {
            for (String partition : new String[] {"aws", "aws-cn", "aws-us-gov"}) {
                if (reader.find(kind, new Scope(account, partition + "-global"), "", accessKeyId) != null) {
                    return true;
                }
            }
            return false;
        });
        return exists ? account : null;
    }

    private String characters(int length) {
        StringBuilder id = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            id.append(BASE32.charAt(random.nextInt(BASE32.length())));
        }
        return id.toString();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
