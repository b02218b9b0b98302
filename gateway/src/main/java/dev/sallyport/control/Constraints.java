package dev.sallyport.control;

import dev.sallyport.wire.Member;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Protocol;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks an input against the constraints of its model and reports all violations in one ValidationException, in AWS's
 * words and order (R2.5 to R2.11): members of the body first, then those of path, query and headers, each group in the
 * model's order of declaration; for one value first enum, then pattern, length and range.
 */
public final class Constraints {

    /** A message names at most so many violations; the count in front of them is always the true one. */
    private static final int MAX_SHOWN = 100;

    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private final List<String> shown = new ArrayList<>();
    private int violations;

    private Constraints() {}

    /**
     * Checks an input that something else than a request gives, such as a document, as if a request had brought it.
     *
     * @throws ServiceException 400 that lists every violation
     */
    public static void check(Operation<?, ?> operation, Structure input) {
        check(Protocol.REST_JSON, operation, input.shape(), input.values());
    }

    /**
     * Checks the member values of an operation's input.
     *
     * @throws ServiceException 400 that lists every violation: ValidationException, in the query protocol
     *     ValidationError, of CloudWatch Logs InvalidParameterException (companion R6.1, R8.7)
     */
    static void check(Protocol protocol, Operation<?, ?> operation, Shape.Struct<?> input, @Nullable Object[] values) {
        Constraints constraints = new Constraints();
        // Only API Gateway puts the operation in front of the names of body members (R2.10).
        String prefix = operation.service().equals("apigateway") ? lowerCamel(operation.name()) + "Input." : "";
        List<Member> members = input.members();
        for (int i = 0; i < values.length; i++) {
            if (members.get(i).location() == Member.Location.BODY) {
                constraints.member(members.get(i), values[i], prefix);
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (members.get(i).location() != Member.Location.BODY) {
                constraints.member(members.get(i), values[i], "");
            }
        }
        constraints.finish(code(protocol, operation));
    }

    private static String code(Protocol protocol, Operation<?, ?> operation) {
        if (operation.service().equals("logs")) {
            return "InvalidParameterException";
        }
        if (operation.service().equals("apigatewayv2")) {
            return "BadRequestException"; // R20.6, R20.13
        }
        return protocol == Protocol.QUERY ? "ValidationError" : "ValidationException";
    }

    private void finish(String code) {
        if (violations > 0) {
            String count = violations == 1 ? "1 validation error" : violations + " validation errors";
            throw new ServiceException(400, code, count + " detected: " + String.join("; ", shown));
        }
    }

    private void member(Member member, @Nullable Object value, String prefix) {
        String where = prefix + lowerCamel(member.name());
        if (value != null) {
            value(value, member.shape().get(), where);
        } else if (member.required()) {
            violation("null", where, "Member must not be null");
        }
    }

    private void value(Object value, Shape shape, String where) {
        switch (shape) {
            case Shape.Struct<?> _ -> structure((Structure) value, where + ".");
            case Shape.ListOf list -> list((List<?>) value, list, where);
            case Shape.MapOf map -> map((Map<?, ?>) value, map, where);
            default -> {
                for (String constraint : broken(value, shape)) {
                    violation("'" + value + "'", where, constraint);
                }
            }
        }
    }

    private void structure(Structure structure, String prefix) {
        List<Member> members = structure.shape().members();
        @Nullable Object[] values = structure.values();
        for (int i = 0; i < values.length; i++) {
            member(members.get(i), values[i], prefix);
        }
    }

    private void list(List<?> list, Shape.ListOf shape, String where) {
        for (String constraint : brokenLength(list.size(), shape.minLength(), shape.maxLength())) {
            violation("'" + list + "'", where, constraint);
        }
        Shape element = shape.element().get();
        if (isNested(element)) {
            for (int i = 0; i < list.size(); i++) {
                String each = where + "." + (i + 1) + ".member";
                Object value = list.get(i);
                if (value == null) {
                    violation("null", each, "Member must not be null");
                } else {
                    value(value, element, each);
                }
            }
        } else if (list.stream().anyMatch(Objects::isNull)) {
            violation("'" + list + "'", where, "Member must satisfy constraint: [Member must not be null]");
        } else if (list.stream().anyMatch(value -> !broken(value, element).isEmpty())) {
            violation("'" + list + "'", where, "Member must satisfy constraint: " + all(element));
        }
    }

    private void map(Map<?, ?> map, Shape.MapOf shape, String where) {
        if (map.keySet().stream().anyMatch(key -> !broken(key, shape.key()).isEmpty())) {
            violation("'" + map + "'", where, "Map keys must satisfy constraint: " + all(shape.key()));
        }
        Shape element = shape.value().get();
        if (isNested(element)) {
            map.forEach((key, value) -> {
                if (value != null) {
                    value(value, element, where + "." + key + ".member");
                }
            });
        } else if (map.values().stream()
                .anyMatch(value -> value != null && !broken(value, element).isEmpty())) {
            violation("'" + map + "'", where, "Map value must satisfy constraint: " + all(element));
        }
    }

    /** The constraints that a single value breaks, in AWS's words. */
    private static List<String> broken(Object value, Shape shape) {
        return switch (shape) {
            case Shape.Text text -> brokenText((String) value, text);
            case Shape.Int number -> brokenNumber((Integer) value, number.min(), number.max());
            case Shape.LongInt number -> brokenNumber((Long) value, number.min(), number.max());
            default -> List.of();
        };
    }

    private static List<String> brokenText(String value, Shape.Text shape) {
        List<String> broken = new ArrayList<>(0);
        if (!shape.values().isEmpty() && !shape.values().contains(value)) {
            broken.add(enumText(shape));
        }
        int length = value.codePointCount(0, value.length());
        List<String> brokenLength = brokenLength(length, shape.minLength(), shape.maxLength());
        String pattern = shape.pattern();
        // A pattern could take long on a text that is far beyond its length and broken anyway.
        boolean worthMatching = brokenLength.isEmpty() || length <= 10_000;
        if (pattern != null
                && worthMatching
                && !compiled(pattern).matcher(value).matches()) {
            broken.add(patternText(pattern));
        }
        broken.addAll(brokenLength);
        return broken;
    }

    private static List<String> brokenLength(int length, @Nullable Integer min, @Nullable Integer max) {
        if (max != null && length > max) {
            return List.of(maxLengthText(max));
        }
        return min != null && length < min ? List.of(minLengthText(min)) : List.of();
    }

    private static List<String> brokenNumber(Number value, @Nullable Number min, @Nullable Number max) {
        if (max != null && value.longValue() > max.longValue()) {
            return List.of("Member must have value less than or equal to " + max);
        }
        if (min != null && value.longValue() < min.longValue()) {
            return List.of("Member must have value greater than or equal to " + min);
        }
        return List.of();
    }

    /** All constraints of the elements of a list or map: AWS lists them all when one is broken (R2.7). */
    private static List<String> all(Shape shape) {
        List<String> all = new ArrayList<>();
        if (shape instanceof Shape.Text text) {
            if (text.maxLength() != null) {
                all.add(maxLengthText(text.maxLength()));
            }
            if (text.minLength() != null) {
                all.add(minLengthText(text.minLength()));
            }
            if (text.pattern() != null) {
                all.add(patternText(text.pattern()));
            }
            if (!text.values().isEmpty()) {
                all.add(enumText(text));
            }
        } else if (shape instanceof Shape.Int number) {
            all.addAll(brokenNumber(Long.MAX_VALUE, null, number.max()));
            all.addAll(brokenNumber(Long.MIN_VALUE, number.min(), null));
        } else if (shape instanceof Shape.LongInt number) {
            all.addAll(brokenNumber(Long.MAX_VALUE, null, number.max()));
            all.addAll(brokenNumber(Long.MIN_VALUE, number.min(), null));
        }
        return all;
    }

    private static boolean isNested(Shape shape) {
        return shape instanceof Shape.Struct<?> || shape instanceof Shape.ListOf || shape instanceof Shape.MapOf;
    }

    private void violation(String value, String where, String constraint) {
        violations++;
        if (shown.size() < MAX_SHOWN) {
            shown.add("Value " + value + " at '" + where + "' failed to satisfy constraint: " + constraint);
        }
    }

    private static String enumText(Shape.Text shape) {
        return "Member must satisfy enum value set: " + shape.values();
    }

    private static String patternText(String pattern) {
        return "Member must satisfy regular expression pattern: " + pattern;
    }

    private static String maxLengthText(int max) {
        return "Member must have length less than or equal to " + max;
    }

    private static String minLengthText(int min) {
        return "Member must have length greater than or equal to " + min;
    }

    private static Pattern compiled(String pattern) {
        return PATTERNS.computeIfAbsent(pattern, Pattern::compile);
    }

    private static String lowerCamel(String name) {
        return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
