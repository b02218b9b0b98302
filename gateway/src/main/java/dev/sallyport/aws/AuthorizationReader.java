package dev.sallyport.aws;

import dev.sallyport.mapping.QueryString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what requests say of their signatures, in the header or in the query (AUT-10 to AUT-14). */
public final class AuthorizationReader {

    /** The name of the algorithm of Signature Version 4A. */
    static final String ASYMMETRIC = "AWS4-ECDSA-P256-SHA256";

    private static final String PREFIX = "AWS4-";
    private static final long MAX_SECONDS = Duration.ofDays(7).toSeconds();
    private static final int MAX_CHARACTERS = 4096;

    /** Headers of which a second line would leave it open what was meant. */
    private static final List<String> SINGLE = List.of(
            "authorization",
            "host",
            "x-amz-date",
            "date",
            "x-amz-security-token",
            "x-amz-content-sha256",
            "x-amz-region-set",
            "x-http-method-override",
            "content-type");

    private AuthorizationReader() {}

    /**
     * Reads the claim of a request.
     *
     * @throws SignatureFailure AUT-11, AUT-13, AUT-14
     */
    public static SignatureClaim read(SignedMessage message) throws SignatureFailure {
        List<String> authorization = message.all("authorization");
        if (!authorization.isEmpty() && !authorization.getFirst().isBlank()) {
            requireSingle(message);
            return ofHeader(message, authorization.getFirst());
        }
        QueryString query = QueryString.parse(message.query());
        if (query.all("X-Amz-Algorithm").isEmpty()
                && query.all("X-Amz-Signature").isEmpty()) {
            throw new SignatureFailure(SignatureFailure.Type.MISSING, "Missing Authentication Token");
        }
        requireSingle(message);
        return ofQuery(message, query);
    }

    private static void requireSingle(SignedMessage message) throws SignatureFailure {
        for (String name : SINGLE) {
            if (message.all(name).size() > 1) {
                throw SignatureFailure.differs();
            }
        }
    }

    private static SignatureClaim ofHeader(SignedMessage message, String header) throws SignatureFailure {
        if (header.length() > MAX_CHARACTERS) {
            throw SignatureFailure.incomplete(notKeyValue(header));
        }
        int blank = header.indexOf(' ');
        boolean named = header.startsWith(PREFIX);
        String algorithm = !named ? "" : blank < 0 ? header : header.substring(0, blank);
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : header.substring(algorithm.length()).split("[, ]+")) {
            int equals = part.indexOf('=');
            if (equals <= 0 && !part.isEmpty()) {
                throw SignatureFailure.incomplete(notKeyValue(header));
            }
            if (equals > 0 && parts.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
                throw SignatureFailure.differs();
            }
        }
        String amzDate = first(message, "x-amz-date");
        String date = amzDate == null ? first(message, "date") : amzDate;
        requireParts(header, parts, date != null);
        if (date == null || !isKnown(algorithm)) {
            throw SignatureFailure.incomplete("Unsupported AWS 'algorithm': '" + algorithm + "'.");
        }
        return claim(message, algorithm, parts, instant(date), null, first(message, "x-amz-security-token"));
    }

    /** AUT-14: a sentence for each component that is missing. */
    private static void requireParts(String header, Map<String, String> parts, boolean hasDate)
            throws SignatureFailure {
        StringBuilder missing = new StringBuilder();
        for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
            String value = parts.get(name);
            if (value == null || value.isEmpty()) {
                missing.append("Authorization header requires '").append(name).append("' parameter. ");
            }
        }
        if (!hasDate) {
            missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }
        if (!missing.isEmpty()) {
            throw SignatureFailure.incomplete(missing + "Authorization=" + header);
        }
    }

    private static SignatureClaim ofQuery(SignedMessage message, QueryString query) throws SignatureFailure {
        Map<String, String> parts = new LinkedHashMap<>();
        StringBuilder missing = new StringBuilder();
        for (String name : List.of("Algorithm", "Credential", "Signature", "SignedHeaders", "Date")) {
            List<String> values = query.all("X-Amz-" + name);
            if (values.isEmpty() || values.getFirst().isEmpty()) {
                missing.append("AWS query-string parameters must include 'X-Amz-")
                        .append(name)
                        .append("'. ");
            } else if (values.size() > 1) {
                throw SignatureFailure.differs();
            } else {
                parts.put(name, values.getFirst());
            }
        }
        if (!missing.isEmpty()) {
            throw SignatureFailure.incomplete(missing + "Re-examine the query-string parameters.");
        }
        String algorithm = parts.getOrDefault("Algorithm", "");
        if (!isKnown(algorithm)) {
            throw SignatureFailure.incomplete("Unsupported AWS 'algorithm': '" + algorithm + "'.");
        }
        List<String> tokens = query.all("X-Amz-Security-Token");
        List<String> expires = query.all("X-Amz-Expires");
        if (tokens.size() > 1 || expires.size() > 1) {
            throw SignatureFailure.differs();
        }
        return claim(
                message,
                algorithm,
                parts,
                instant(parts.getOrDefault("Date", "")),
                expires.isEmpty() ? null : validity(expires.getFirst()),
                tokens.isEmpty() ? null : tokens.getFirst());
    }

    private static boolean isKnown(String algorithm) {
        return algorithm.equals(SignatureV4.ALGORITHM) || algorithm.equals(ASYMMETRIC);
    }

    private static SignatureClaim claim(
            SignedMessage message,
            String algorithm,
            Map<String, String> parts,
            Instant time,
            @Nullable Duration validFor,
            @Nullable String token)
            throws SignatureFailure {
        boolean isAsymmetric = algorithm.equals(ASYMMETRIC);
        String credential = parts.getOrDefault("Credential", "");
        List<String> elements = Arrays.asList(credential.split("/", -1));
        int count = isAsymmetric ? 4 : 5;
        if (elements.size() != count) {
            throw SignatureFailure.incomplete(
                    "Credential must have exactly " + count + " slash-delimited elements, e.g." + " keyid/date/"
                            + (isAsymmetric ? "" : "region/") + "service/term, got '" + credential + "'");
        }
        List<String> signed =
                Arrays.asList(parts.getOrDefault("SignedHeaders", "").split(";", -1));
        return new SignatureClaim(
                message,
                isAsymmetric,
                elements.getFirst(),
                elements.subList(1, count),
                signed,
                parts.getOrDefault("Signature", ""),
                time,
                validFor,
                token);
    }

    private static @Nullable String first(SignedMessage message, String header) {
        List<String> values = message.all(header);
        return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
    }

    private static Duration validity(String seconds) throws SignatureFailure {
        try {
            long value = Long.parseLong(seconds);
            if (value >= 1 && value <= MAX_SECONDS) {
                return Duration.ofSeconds(value);
            }
        } catch (NumberFormatException noNumber) {
            // Told below like a number out of range.
        }
        throw SignatureFailure.incomplete(
                "X-Amz-Expires must be a number of seconds from 1 to " + MAX_SECONDS + ", got '" + seconds + "'");
    }

    private static Instant instant(String date) throws SignatureFailure {
        try {
            return SignatureV4.TIME.parse(date, Instant::from);
        } catch (DateTimeException notBasic) {
            try {
                return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
            } catch (DateTimeException noDate) {
                throw SignatureFailure.incomplete("Date must be in ISO-8601 'basic format'. Got '" + date
                        + "'. See http://en.wikipedia.org/wiki/ISO_8601");
            }
        }
    }

    /** AUT-13: what is said of an Authorization header that is not made of keys and values. */
    public static String notKeyValue(String header) {
        return "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded"
                + " with Base64): '" + digest(header) + "'.";
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
