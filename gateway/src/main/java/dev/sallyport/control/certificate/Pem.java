package dev.sallyport.control.certificate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text form of certificates and keys (RFC 7468). */
final class Pem {

    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    /** @param label for example {@code CERTIFICATE} */
    static String of(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + BASE64.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
