package dev.sallyport.pipeline;

import java.util.Locale;

/**
 * By what a client keeps the release that it has got, which AWS does not do (CAN-1): a header, a cookie or its address. The
 * value is hashed to its place between 0 and 100 percent, without a secret and without a memory: it is the same after a
 * restart and on every gateway, and who has the canary at 5 percent has it at 10. A request without the value takes its
 * chance.
 */
public final class CanaryStickiness {

    /** Nobody keeps anything. */
    public static final CanaryStickiness OFF = new CanaryStickiness(By.NOTHING, "");

    private static final String HEADER = "header:";
    private static final String COOKIE = "cookie:";
    private static final String SOURCE_ADDRESS = "source-address";

    private enum By {
        NOTHING,
        HEADER,
        COOKIE,
        SOURCE_ADDRESS
    }

    private final By by;
    private final String name;

    private CanaryStickiness(By by, String name) {
        this.by = by;
        this.name = name;
    }

    /**
     * Reads a setting.
     *
     * @param text {@code none}, {@code header:NAME}, {@code cookie:NAME} or {@code source-address}
     */
    public static CanaryStickiness of(String text) {
        if (text.startsWith(HEADER)) {
            return new CanaryStickiness(By.HEADER, text.substring(HEADER.length()));
        }
        if (text.startsWith(COOKIE)) {
            return new CanaryStickiness(By.COOKIE, text.substring(COOKIE.length()));
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none" -> OFF;
            case SOURCE_ADDRESS -> new CanaryStickiness(By.SOURCE_ADDRESS, "");
            default -> throw new IllegalArgumentException("nobody can be told by " + text);
        };
    }

    /** Whether clients keep what they got. */
    boolean isOn() {
        return by != By.NOTHING;
    }

    /** Where the client of a request stands, from 0 to {@link CanarySplit#DRAWS}; -1 when nothing tells. */
    long draw(RequestHead head, long salt) {
        if (by == By.NOTHING) {
            return -1;
        }
        String value = switch (by) {
            case HEADER -> head.headers().first(name);
            case COOKIE -> cookie(head);
            case SOURCE_ADDRESS -> head.remoteAddress();
            case NOTHING -> null;
        };
        return value == null || value.isEmpty() ? -1 : hash(value, salt) >>> 11;
    }

    /** The first cookie of the name (RFC 6265, section 4.2.1). */
    private String cookie(RequestHead head) {
        for (String line : head.headers().all("Cookie")) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return pair.substring(equals + 1).strip();
                }
            }
        }
        return "";
    }

    /** FNV-1a over the text, and SplitMix64's finish, because FNV leaves the high bits of short texts alike. */
    static long hash(String text, long salt) {
        long hash = 0xcbf29ce484222325L ^ salt;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
