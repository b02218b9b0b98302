package dev.sallyport.edge.tls;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** A client's certificate in the form of {@code $context.identity.clientCert} (AUT-83). */
final class ClientCertificateFields {

    private static final String GROUP = "identity.clientCert.";

    /** The day of the month is padded with a blank, as OpenSSL writes it. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private ClientCertificateFields() {}

    static Map<String, String> of(X509Certificate certificate) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(GROUP + "clientCertPem", pem(certificate));
        fields.put(GROUP + "subjectDN", name(certificate.getSubjectX500Principal()));
        fields.put(GROUP + "issuerDN", name(certificate.getIssuerX500Principal()));
        fields.put(GROUP + "serialNumber", serial(certificate.getSerialNumber()));
        fields.put(GROUP + "validity.notBefore", time(certificate.getNotBefore().toInstant()));
        fields.put(GROUP + "validity.notAfter", time(certificate.getNotAfter().toInstant()));
        return fields;
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n" + BASE64.encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that came encoded", e);
        }
    }

    /** RFC 2253: the most specific part first, without blanks. */
    private static String name(X500Principal principal) {
        return principal.getName(X500Principal.RFC2253, Map.of("1.2.840.113549.1.9.1", "emailAddress"));
    }

    private static String serial(BigInteger number) {
        String digits = number.toString(16);
        String even = digits.length() % 2 == 0 ? digits : "0" + digits;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < even.length(); i += 2) {
            text.append(i == 0 ? "" : ":").append(even, i, i + 2);
        }
        return text.toString();
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
