package dev.sallyport.validation;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The formats that the oracle knows in schemas of draft 4: the draft's own and some more. Others, like {@code int32}, say
 * nothing (MRQ-32). Those that the oracle leaves to big libraries are checked by the same rules written down here.
 */
final class Formats {

    private static final Pattern DATE_TIME = Pattern.compile(
            "(\\d{4})-(\\d{2})-(\\d{2})[Tt](\\d{2}):(\\d{2}):(\\d{2})(?:\\.\\d{1,12})?(?:[Zz]|[+-](\\d{2}):?(\\d{2}))");
    private static final Pattern MAC = Pattern.compile("[A-Za-z0-9]{2}(?::[A-Za-z0-9]{2}){5}");
    private static final Pattern IPV4 =
            Pattern.compile("(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");
    private static final Pattern HEXTETS = Pattern.compile("[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*+");
    private static final String NOT_IN_LOCAL_PART = "()<>,;:\\\"[]@";
    private static final Pattern NAMED_EMAIL = Pattern.compile("[^<>\"@,;:]*<([^<>]*)>\\s*");

    private static final Map<String, Keyword> KNOWN = Map.ofEntries(
            text(
                    "date-time",
                    Formats::isDateTime,
                    "string \"%s\" is invalid against requested date format(s) "
                            + "[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]"),
            text("email", Formats::isEmail, "string \"%s\" is not a valid email address"),
            text("hostname", Formats::isHostname, "string \"%s\" is not a valid hostname"),
            text("ipv4", Formats::isIpv4, "string \"%s\" is not a valid IPv4 address"),
            text("ipv6", Formats::isIpv6, "string \"%s\" is not a valid IPv6 address"),
            text("json-pointer", Formats::isJsonPointer, "input string \"%s\" is not a valid JSON Pointer"),
            text("mac", text -> MAC.matcher(text).matches(), "input string \"%s\" is not a valid MAC address"),
            text("regex", Formats::isRegex, "string \"%s\" is not a valid ECMA 262 regular expression"),
            text("uri", Formats::isUri, "string \"%s\" is not a valid URI"),
            text("uuid", Formats::isUuid, "input string \"%s\" is not a valid UUID"),
            Map.entry("base64", Formats::base64),
            Map.entry("md5", hexadecimal(32)),
            Map.entry("sha1", hexadecimal(40)),
            Map.entry("sha256", hexadecimal(64)),
            Map.entry("sha512", hexadecimal(128)));

    private Formats() {}

    /** What checks texts of a format, or null for a format that says nothing. */
    static @Nullable Keyword of(String name) {
        return KNOWN.get(name);
    }

    private static Map.Entry<String, Keyword> text(String name, Predicate<String> isValid, String message) {
        return Map.entry(name, (validation, instance) -> {
            String text = String.valueOf(instance);
            validation.steps(text.length());
            if (!isValid.test(text)) {
                validation.error(message, text);
            }
        });
    }

    private static boolean isDateTime(String text) {
        Matcher parts = DATE_TIME.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        try {
            var _ = LocalDateTime.of(
                    number(parts, 1),
                    number(parts, 2),
                    number(parts, 3),
                    number(parts, 4),
                    number(parts, 5),
                    number(parts, 6));
        } catch (DateTimeException noSuchTime) {
            return false;
        }
        return parts.group(7) == null || (number(parts, 7) < 24 && number(parts, 8) < 60);
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    /** An address of RFC 822, alone or between angle brackets behind a name. */
    private static boolean isEmail(String text) {
        Matcher named = NAMED_EMAIL.matcher(text);
        String address = named.matches() ? named.group(1) : text.strip();
        int at = address.lastIndexOf('@');
        if (at <= 0) {
            return false;
        }
        String local = address.substring(0, at);
        String domain = address.substring(at + 1);
        boolean isLiteral = domain.startsWith("[") && domain.endsWith("]") && domain.indexOf(' ') < 0;
        return (isQuoted(local) || isDotted(local, c -> c > ' ' && c < 127 && NOT_IN_LOCAL_PART.indexOf(c) < 0))
                && (isLiteral || isDotted(domain, c -> Character.isLetterOrDigit(c) || c == '-'));
    }

    private static boolean isQuoted(String text) {
        if (text.length() < 2 || !text.startsWith("\"")) {
            return false;
        }
        int i = 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i == text.length() - 1;
    }

    /** Whether all parts between dots have a character, and all characters are of a kind. */
    private static boolean isDotted(String text, IntPredicate kind) {
        char before = '.';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' ? before == '.' : !kind.test(c)) {
                return false;
            }
            before = c;
        }
        return before != '.';
    }

    private static boolean isJsonPointer(String text) {
        for (int tilde = text.indexOf('~'); tilde >= 0; tilde = text.indexOf('~', tilde + 1)) {
            if (!text.startsWith("0", tilde + 1) && !text.startsWith("1", tilde + 1)) {
                return false;
            }
        }
        return text.isEmpty() || text.startsWith("/");
    }

    /** A domain name: parts of letters, digits, dashes and underscores; the last does not begin with a digit. */
    private static boolean isHostname(String text) {
        String name = text.toLowerCase(Locale.ROOT).replaceAll("[\u3002\uFF0E\uFF61]", ".");
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        String[] parts = name.split("\\.", -1);
        if (name.length() > 253 || parts.length > 127) {
            return false;
        }
        for (String part : parts) {
            if (!isHostnamePart(part)) {
                return false;
            }
        }
        return !Character.isDigit(parts[parts.length - 1].charAt(0));
    }

    private static boolean isHostnamePart(String part) {
        if (part.isEmpty() || part.length() > 63 || "-_".indexOf(part.charAt(0)) >= 0) {
            return false;
        }
        return "-_".indexOf(part.charAt(part.length() - 1)) < 0
                && part.chars().allMatch(c -> c > 127 || c == '-' || c == '_' || Character.isLetterOrDigit(c));
    }

    private static boolean isIpv4(String text) {
        Matcher octets = IPV4.matcher(text);
        if (!octets.matches()) {
            return false;
        }
        for (int i = 1; i <= 4; i++) {
            if (number(octets, i) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        int lastColon = address.lastIndexOf(':');
        if (address.indexOf('.') >= 0) {
            if (lastColon < 0 || !isIpv4(address.substring(lastColon + 1))) {
                return false;
            }
            address = address.substring(0, lastColon + 1) + "0:0";
        }
        int gap = address.indexOf("::");
        if (gap < 0) {
            return hextets(address) == 8;
        }
        int before = gap == 0 ? 0 : hextets(address.substring(0, gap));
        int after = gap + 2 == address.length() ? 0 : hextets(address.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < 8;
    }

    /** How many groups of hexadecimal digits there are, -1 when the text is anything else. */
    private static int hextets(String text) {
        return text.length() < 40 && HEXTETS.matcher(text).matches() ? text.split(":", -1).length : -1;
    }

    private static boolean isRegex(String text) {
        try {
            EcmaRegex.compile(text);
            return true;
        } catch (PatternSyntaxException | StackOverflowError invalid) {
            return false;
        }
    }

    private static boolean isUri(String text) {
        try {
            var _ = new URI(text);
            return true;
        } catch (URISyntaxException invalid) {
            return false;
        }
    }

    private static boolean isUuid(String text) {
        try {
            var _ = UUID.fromString(text);
            return true;
        } catch (IllegalArgumentException invalid) {
            return false;
        }
    }

    private static Keyword hexadecimal(int length) {
        return (validation, instance) -> {
            String text = String.valueOf(instance);
            if (text.length() != length) {
                validation.error("input string has incorrect length (%d, expected %d)", text.length(), length);
                return;
            }
            for (int i = 0; i < length; i++) {
                if (text.charAt(i) > 127 || Character.digit(text.charAt(i), 16) < 0) {
                    validation.error("illegal character \"%s\" in input at index %d", text.charAt(i), i);
                    return;
                }
            }
        };
    }

    private static void base64(Validation validation, @Nullable Object instance) {
        String text = String.valueOf(instance);
        if (text.length() % 4 != 0) {
            validation.error("input has illegal length (must be a multiple of 4, found %d)", text.length());
            return;
        }
        int end = text.endsWith("==") ? text.length() - 2 : text.endsWith("=") ? text.length() - 1 : text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c > 127 || !(Character.isLetterOrDigit(c) || c == '+' || c == '/')) {
                validation.error("illegal character \"%s\" at index %d (not in Base64 alphabet)", c, i);
                return;
            }
        }
    }
}
