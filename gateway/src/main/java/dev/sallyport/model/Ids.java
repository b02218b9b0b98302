package dev.sallyport.model;

import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The source of identifiers: characters of {@code [a-z0-9]}, because an API's id is a DNS label (R5.2). Seeded, so a test
 * can repeat a run.
 */
public final class Ids {

    /** The length of the ids of REST APIs and of their root resources. */
    public static final int LONG = 10;

    /** The length of the ids of everything below a REST API. */
    public static final int SHORT = 6;

    private static final int API_KEY_VALUE = 40;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + ALPHABET;

    private final RandomGenerator random;

    public Ids(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A new id.
     *
     * @param taken whether an object with this id exists; such an id is not given again (R5.1)
     */
    public synchronized String next(int length, Predicate<String> taken) {
        while (true) {
            String id = text(ALPHABET, length);
            if (!taken.test(id)) {
                return id;
            }
        }
    }

    /** A new value of an API key: 40 characters of {@code [A-Za-z0-9]}, as hard to guess as the generator's numbers. */
    public synchronized String apiKeyValue() {
        return text(ALPHANUMERIC, API_KEY_VALUE);
    }

    private String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
