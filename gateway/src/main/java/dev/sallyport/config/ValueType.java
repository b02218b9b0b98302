package dev.sallyport.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the text of a setting becomes a value.
 *
 * @param label what stands for the value in help texts, for example {@code HOST:PORT}; {@code ""} for a switch
 * @param expected completes the sentence "expected …"
 * @param parser throws {@link Invalid} when the text is no such value
 */
record ValueType<T>(String label, String expected, Parser<T> parser) {

    private static final Pattern HOST_PORT = Pattern.compile("(?:\\[([^\\[\\]]+)]|([^\\[\\]:]+)):([0-9]{1,5})");
    private static final String URL = "https?://[A-Za-z0-9.\\[\\]:_-]+(/[^?#\\s]*)?";
    private static final Pattern ISSUER = Pattern.compile("(\\*|[A-Za-z0-9_-]+)=(https?://[^\\s?#,]+)");
    private static final Pattern RATE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)/([0-9]{1,9})");
    private static final int MAX_PORT = 65_535;

    /** Turns text into a value. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws Invalid;
    }

    /** The text is no value of the type. The message, when there is one, says more than the type's expectation. */
    static final class Invalid extends Exception {

        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message, null, false, false);
        }
    }

    /** A socket address. A host of several addresses counts as loopback only when all of them are. */
    static ValueType<InetSocketAddress> address() {
        return new ValueType<>(
                "HOST:PORT",
                "HOST:PORT with a port from 0 to 65535, for example 127.0.0.1:4566, [::1]:4566 or localhost:0 (0 takes a"
                        + " free port)",
                ValueType::parseAddress);
    }

    private static InetSocketAddress parseAddress(String text) throws Invalid {
        Matcher matcher = HOST_PORT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
            throw new Invalid("");
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        int port = Integer.parseInt(matcher.group(3));
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new Invalid("the host " + host + " does not resolve to an address");
        }
        for (InetAddress address : addresses) {
            if (!address.isLoopbackAddress()) {
                return new InetSocketAddress(address, port);
            }
        }
        return new InetSocketAddress(addresses[0], port);
    }

    /** A socket address, or nothing. */
    static ValueType<Optional<InetSocketAddress>> optionalAddress() {
        return new ValueType<>(
                "HOST:PORT",
                "HOST:PORT with a port from 0 to 65535, for example 127.0.0.1:8443 or [::1]:0 (0 takes a free port)",
                text -> text.isBlank() ? Optional.empty() : Optional.of(parseAddress(text)));
    }

    /** Certificates in files. */
    static ValueType<List<TlsSettings.CertificateFiles>> certificates() {
        return new ValueType<>(
                "FILE[+KEYFILE],…",
                "FILE or FILE+KEYFILE, several separated by commas, for example /etc/tls/api.pem+/etc/tls/api.key",
                text -> {
                    List<TlsSettings.CertificateFiles> files = new ArrayList<>();
                    for (String each : text.isBlank() ? new String[0] : text.split(",", -1)) {
                        int plus = each.indexOf('+');
                        Path certificate = file(plus < 0 ? each : each.substring(0, plus));
                        files.add(new TlsSettings.CertificateFiles(
                                certificate, plus < 0 ? certificate : file(each.substring(plus + 1))));
                    }
                    return files;
                });
    }

    private static Path file(String text) throws Invalid {
        if (text.isBlank()) {
            throw new Invalid("");
        }
        try {
            return Path.of(text.strip()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new Invalid("");
        }
    }

    /** A folder or file; a relative path is taken from the working folder. */
    static ValueType<Path> path(String label) {
        return new ValueType<>(label, "a path", text -> {
            if (text.isBlank()) {
                throw new Invalid("");
            }
            try {
                return Path.of(text).toAbsolutePath().normalize();
            } catch (InvalidPathException e) {
                throw new Invalid("");
            }
        });
    }

    /** On or off. */
    static ValueType<Boolean> onOff() {
        return new ValueType<>("", "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Invalid("");
        });
    }

    /** On or off for what is on unless somebody says otherwise. */
    static ValueType<Boolean> choice() {
        return new ValueType<>("CHOICE", "on or off", text -> switch (text.toLowerCase(Locale.ROOT)) {
            // A reader of YAML may take the words for what they mean.
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new Invalid("");
        });
    }

    /** A whole number within bounds, both included. */
    static ValueType<Integer> number(String label, int min, int max) {
        return new ValueType<>(label, "a whole number from " + min + " to " + max, text -> {
            try {
                int number = Integer.parseInt(text.strip());
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new Invalid("");
            }
            throw new Invalid("");
        });
    }

    /** Text of a form. */
    static ValueType<String> text(String label, String expected, String regex) {
        Pattern pattern = Pattern.compile(regex);
        return new ValueType<>(label, expected, text -> {
            if (!pattern.matcher(text).matches()) {
                throw new Invalid("");
            }
            return text;
        });
    }

    /** The base URL of a server, or nothing. */
    static ValueType<String> url(String label) {
        return text(label, "a URL such as http://127.0.0.1:4567", "(" + URL + ")?");
    }

    /** The base URL of a server, {@code aws} for AWS itself, or nothing. */
    static ValueType<String> upstream(String label) {
        return text(label, "aws, or a URL such as http://127.0.0.1:4567", "(aws|" + URL + ")?");
    }

    /** Issuers of tokens by the user pool that they stand for. */
    static ValueType<Map<String, String>> issuers() {
        return new ValueType<>(
                "POOL=URL,…",
                "POOL=URL, several separated by commas, for example us-east-1_AbC123=http://127.0.0.1:8080/realms/shop",
                text -> {
                    Map<String, String> byPool = new LinkedHashMap<>();
                    for (String each : text.isBlank() ? new String[0] : text.split(",", -1)) {
                        Matcher matcher = ISSUER.matcher(each.strip());
                        if (!matcher.matches() || byPool.put(matcher.group(1), matcher.group(2)) != null) {
                            throw new Invalid("");
                        }
                    }
                    return byPool;
                });
    }

    /** A rate and a burst of requests, or nothing for no limit. */
    static ValueType<Optional<RequestRate>> requestRate() {
        return new ValueType<>(
                "RATE/BURST",
                "requests per second and at once, both above 0, for example 10000/5000, or none",
                text -> {
                    if (text.equalsIgnoreCase("none")) {
                        return Optional.empty();
                    }
                    Matcher matcher = RATE.matcher(text);
                    if (!matcher.matches()) {
                        throw new Invalid("");
                    }
                    RequestRate rate =
                            new RequestRate(Double.parseDouble(matcher.group(1)), Integer.parseInt(matcher.group(2)));
                    if (rate.perSecond() == 0 || rate.burst() == 0) {
                        throw new Invalid("");
                    }
                    return Optional.of(rate);
                });
    }

    /** Addresses by what they stand for; names of hosts are left to be resolved when somebody connects. */
    static ValueType<Map<String, InetSocketAddress>> targets() {
        return new ValueType<>(
                "LINK=HOST:PORT,…",
                "LINK=HOST:PORT, several separated by commas, for example abc123=127.0.0.1:8080 or my-link=nlb.local:80",
                text -> {
                    Map<String, InetSocketAddress> byLink = new LinkedHashMap<>();
                    for (String each : text.isBlank() ? new String[0] : text.split(",", -1)) {
                        int equals = each.lastIndexOf('=');
                        Matcher address =
                                HOST_PORT.matcher(each.substring(equals + 1).strip());
                        String link = each.substring(0, Math.max(0, equals)).strip();
                        int port = address.matches() ? Integer.parseInt(address.group(3)) : 0;
                        if (link.isEmpty() || port < 1 || port > MAX_PORT) {
                            throw new Invalid("");
                        }
                        String host = address.group(1) != null ? address.group(1) : address.group(2);
                        if (byLink.put(link, InetSocketAddress.createUnresolved(host, port)) != null) {
                            throw new Invalid("");
                        }
                    }
                    return byLink;
                });
    }

    /** One of an enum's constants, in any case. */
    static <E extends Enum<E>> ValueType<E> oneOf(String label, Class<E> type) {
        String names = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .toList());
        return new ValueType<>(label, "one of " + names, text -> {
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equalsIgnoreCase(text)) {
                    return constant;
                }
            }
            throw new Invalid("");
        });
    }
}
