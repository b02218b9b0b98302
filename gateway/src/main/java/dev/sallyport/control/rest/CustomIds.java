package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import java.util.function.Predicate;

/** Ids that clients choose for what they create, so that local ids can be known beforehand. AWS has nothing like it. */
public final class CustomIds {

    /** The tag whose value is the id. */
    public static final String TAG = "_custom_id_";

    private CustomIds() {}

    /**
     * An id that a client chose.
     *
     * @param what is created, as the beginning of a sentence: {@code "An API"}
     * @param taken whether something of the kind has an id
     * @throws ServiceException 400 when the id is not legal, 409 when it is taken
     */
    public static String checked(String custom, String what, Predicate<String> taken) {
        if (!custom.matches("[a-z0-9]{1,63}")) {
            throw ServiceException.badRequest(
                    "Invalid value of tag _custom_id_: " + custom + ", must be 1 to 63 of the characters a-z0-9");
        }
        if (taken.test(custom)) {
            throw ServiceException.conflict(what + " with the id of tag _custom_id_ already exists: " + custom);
        }
        return custom;
    }
}
