package dev.sallyport.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A compiled value of the parameter mapping of HTTP APIs (http-api 7): one variable, or text with variables in braces. It is
 * made of the expressions of REST APIs, which differ in how they are written.
 */
public final class HttpApiMapping {

    /** A longer body is no source of parts (http-api 6). */
    public static final int MAX_BODY_CHARACTERS = 100 * 1024;

    private static final Pattern REQUEST_KEY = Pattern.compile(
            "(?:append|overwrite|remove):(?:header\\.[!#$%&'*+.^_`|~0-9A-Za-z-]+|querystring\\.\\S+)|overwrite:path");
    private static final Pattern HEADER_KEY =
            Pattern.compile("(?:append|overwrite|remove):header\\.[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{}]+)}");

    private static final Set<String> RESERVED = Set.of(
            "authorization",
            "connection",
            "content-encoding",
            "content-length",
            "content-location",
            "forwarded",
            "keep-alive",
            "origin",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailers",
            "transfer-encoding",
            "upgrade",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "via");

    private static final String PATH = "request.path";

    private final List<Part> parts;

    /**
     * A part of a value.
     *
     * @param text stands for itself when there is neither a variable nor the path
     */
    private record Part(String text, @Nullable MappingExpression variable, boolean path) {}

    private HttpApiMapping(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Whether a text says what to do with which part of a request (7.1). */
    public static boolean isRequestKey(String key) {
        return REQUEST_KEY.matcher(key).matches();
    }

    /** Whether a text says what to do with which header (R7.10). */
    public static boolean isHeaderKey(String key) {
        return HEADER_KEY.matcher(key).matches();
    }

    /** The name in a key, behind the kind of what it names; {@code path} and {@code statuscode} are their own. */
    public static String name(String key) {
        String target = key.substring(key.indexOf(':') + 1);
        return target.startsWith("header.") || target.startsWith("querystring.")
                ? target.substring(target.indexOf('.') + 1)
                : target;
    }

    /** Whether a key names a header that no mapping may touch (R7.4). */
    public static boolean isReserved(String key) {
        if (!key.contains(":header.")) {
            return false;
        }
        String name = name(key).toLowerCase(Locale.ROOT);
        return RESERVED.contains(name)
                || name.startsWith("access-control-")
                || name.startsWith("apigw-")
                || name.startsWith("x-amz-")
                || name.startsWith("x-amzn-");
    }

    /** What keeps a value from being used, or null (7.2, R7.11). */
    public static @Nullable String problem(String value, boolean response) {
        if (value.startsWith("$") && !value.startsWith("${")) {
            return compiled(value.substring(1), response) == null ? invalid(value) : null;
        }
        Matcher variables = VARIABLE.matcher(value);
        while (variables.find()) {
            if (compiled(variables.group(1), response) == null) {
                return invalid(variables.group());
            }
        }
        return null;
    }

    private static String invalid(String expression) {
        return "Invalid mapping expression parameter specified: " + expression;
    }

    /**
     * Compiles a value.
     *
     * @param response whether it is one of a response's
     * @throws IllegalArgumentException when the value has a {@link #problem}
     */
    public static HttpApiMapping compile(String value, boolean response) {
        String problem = problem(value, response);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        if (value.startsWith("$") && !value.startsWith("${")) {
            return new HttpApiMapping(List.of(part(value.substring(1), response)));
        }
        List<Part> parts = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(value);
        int end = 0;
        while (variables.find()) {
            if (variables.start() > end) {
                parts.add(new Part(value.substring(end, variables.start()), null, false));
            }
            parts.add(part(variables.group(1), response));
            end = variables.end();
        }
        if (end < value.length() || parts.isEmpty()) {
            parts.add(new Part(value.substring(end), null, false));
        }
        return new HttpApiMapping(parts);
    }

    private static Part part(String variable, boolean response) {
        boolean path = !response && variable.equals(PATH);
        return new Part("", path ? null : compiled(variable, response), path);
    }

    /** The expression of a variable, null when there is none such; for the path one that is not used. */
    private static @Nullable MappingExpression compiled(String variable, boolean response) {
        String text = translated(variable, response);
        try {
            return text == null ? null : MappingExpression.compile(text);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    private static @Nullable String translated(String variable, boolean response) {
        if (variable.contains("..") || variable.contains("?(")) {
            return null; // (http-api 6) neither deep scans nor filters
        }
        if (variable.startsWith("context.") || variable.startsWith("stageVariables.")) {
            return variable;
        }
        if (response) {
            return variable.startsWith("response.header.")
                    ? "integration.response.multivalueheader." + variable.substring("response.header.".length())
                    : variable.equals("response.body") || variable.startsWith("response.body.")
                            ? "integration." + variable
                            : null;
        }
        if (variable.startsWith("request.header.")) {
            return "method.request.multivalueheader." + variable.substring("request.header.".length());
        }
        if (variable.startsWith("request.querystring.")) {
            return "method.request.multivaluequerystring." + variable.substring("request.querystring.".length());
        }
        if (variable.startsWith("request.path.") || variable.startsWith("request.body.")) {
            return "method." + variable;
        }
        return variable.equals("request.body") ? "method.request.body" : variable.equals(PATH) ? "''" : null;
    }

    /** The value when it is the same for all requests; otherwise null. */
    public @Nullable String fixed() {
        Part part = parts.getFirst();
        return parts.size() == 1 && part.variable() == null && !part.path() ? part.text() : null;
    }

    /**
     * The value for a request.
     *
     * @param path of the request without its stage
     * @return null when there is nothing but one variable and that has no value (R7.3)
     */
    public @Nullable String value(MappingSource source, String path) {
        if (parts.size() == 1) {
            return value(parts.getFirst(), source, path);
        }
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            String value = value(part, source, path);
            text.append(value == null ? "" : value);
        }
        return text.toString();
    }

    private static boolean isWholeBody(MappingExpression variable) {
        return variable instanceof MappingExpression.Lookup lookup
                && lookup.from() == MappingExpression.Source.REQUEST_BODY;
    }

    private static @Nullable String value(Part part, MappingSource source, String path) {
        MappingExpression variable = part.variable();
        if (part.path()) {
            return path;
        }
        if (variable == null) {
            return part.text();
        }
        try {
            boolean tooLong = variable instanceof MappingExpression.BodyPath body
                    && (body.from() == MappingExpression.Source.REQUEST_BODY
                                            ? source.requestText()
                                            : source.integrationText())
                                    .text()
                                    .length()
                            > MAX_BODY_CHARACTERS;
            // A body that is not there is no value, whatever templates see in its place.
            return tooLong
                            || (isWholeBody(variable)
                                    && source.requestText().text().isEmpty())
                    ? null
                    : variable.value(source);
        } catch (MappingExpression.InvalidBodyException noJson) {
            return null; // (inferred) R7.3: like a part that is not there
        }
    }
}
