package dev.sallyport.mapping.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What templates may ask of texts (VTL-55). Regular expressions run under the rendering's bounds. */
final class TextMethods {

    /** The widest field and the longest fraction of {@code format}. */
    private static final int MAX_FORMAT_WIDTH = 1000;

    private static final Pattern FORMAT_NUMBERS = Pattern.compile("%[^a-zA-Z%]*?(\\d{4,})");

    private TextMethods() {}

    static @Nullable Object call(String text, String name, @Nullable Object[] arguments, Run run) {
        run.work(1 + (text.length() >> 6));
        if (name.equals("format") && arguments.length > 0 && arguments[0] instanceof String pattern) {
            return format(pattern, arguments, run);
        }
        return switch (arguments.length) {
            case 0 -> call(text, name, run);
            case 1 -> arguments[0] == null ? ofNull(name) : call(text, name, arguments[0], run);
            case 2 -> call(text, name, arguments[0], arguments[1], run);
            default -> null;
        };
    }

    private static @Nullable Object call(String text, String name, Run run) {
        return switch (name) {
            case "length" -> text.length();
            case "isEmpty" -> text.isEmpty();
            case "isBlank" -> text.isBlank();
            case "trim" -> made(text.trim(), run);
            case "strip" -> made(text.strip(), run);
            case "toLowerCase" -> made(text.toLowerCase(Locale.ROOT), run);
            case "toUpperCase" -> made(text.toUpperCase(Locale.ROOT), run);
            case "toCharArray" -> characters(text, run);
            case "hashCode" -> text.hashCode();
            case "intern" -> text;
            default -> null;
        };
    }

    private static @Nullable Object ofNull(String name) {
        return switch (name) {
            case "equals", "equalsIgnoreCase" -> false;
            default -> null;
        };
    }

    private static @Nullable Object call(String text, String name, Object argument, Run run) {
        if (argument instanceof Number number) {
            int index = number.intValue();
            return switch (name) {
                case "charAt" -> String.valueOf(text.charAt(index));
                case "substring" -> made(text.substring(index), run);
                case "equals" -> false;
                case "valueOf" -> run.print(number);
                default -> null;
            };
        }
        if (name.equals("equals") && !(argument instanceof String)) {
            return false;
        }
        String other = run.print(argument);
        return switch (name) {
            case "equals" -> text.equals(other);
            case "equalsIgnoreCase" -> text.equalsIgnoreCase(other);
            case "contains" -> text.contains(other);
            case "startsWith" -> text.startsWith(other);
            case "endsWith" -> text.endsWith(other);
            case "indexOf" -> text.indexOf(other);
            case "lastIndexOf" -> text.lastIndexOf(other);
            case "compareTo" -> text.compareTo(other);
            case "compareToIgnoreCase" -> text.compareToIgnoreCase(other);
            case "concat" -> {
                run.text((long) text.length() + other.length());
                yield text.concat(other);
            }
            case "matches" ->
                Pattern.compile(other).matcher(new CountedText(text, run)).matches();
            case "split" -> split(text, other, 0, run);
            case "valueOf" -> other;
            default -> null;
        };
    }

    private static @Nullable Object call(
            String text, String name, @Nullable Object first, @Nullable Object second, Run run) {
        if (first == null || second == null) {
            return null;
        }
        if (name.equals("substring") && first instanceof Number start && second instanceof Number end) {
            return made(text.substring(start.intValue(), end.intValue()), run);
        }
        String argument = run.print(first);
        if (second instanceof Number number) {
            return switch (name) {
                case "split" -> split(text, argument, number.intValue(), run);
                case "indexOf" -> text.indexOf(argument, number.intValue());
                case "lastIndexOf" -> text.lastIndexOf(argument, number.intValue());
                case "startsWith" -> text.startsWith(argument, number.intValue());
                default -> null;
            };
        }
        if (name.equals("join") && second instanceof Collection<?> parts) {
            return join(argument, parts, run);
        }
        String replacement = run.print(second);
        return switch (name) {
            case "replace" ->
                replaced(text, Pattern.compile(argument, Pattern.LITERAL), literal(replacement), true, run);
            case "replaceAll" -> replaced(text, Pattern.compile(argument), replacement, true, run);
            case "replaceFirst" -> replaced(text, Pattern.compile(argument), replacement, false, run);
            default -> null;
        };
    }

    private static String literal(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }

    private static String replaced(String text, Pattern pattern, String replacement, boolean all, Run run) {
        Matcher matcher = pattern.matcher(new CountedText(text, run));
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(result, replacement);
            run.text(replacement.length());
            if (result.length() > run.bounds().outputCharacters()) {
                run.text(result.length());
            }
            if (!all) {
                break;
            }
        }
        matcher.appendTail(result);
        return made(result.toString(), run);
    }

    private static List<@Nullable Object> split(String text, String pattern, int limit, Run run) {
        run.text(text.length());
        String[] parts = Pattern.compile(pattern).split(new CountedText(text, run), limit);
        return new ArrayList<>(List.of(parts));
    }

    private static List<@Nullable Object> characters(String text, Run run) {
        run.elements(text.length());
        List<@Nullable Object> characters = new ArrayList<>(text.length());
        for (int i = 0; i < text.length(); i++) {
            characters.add(String.valueOf(text.charAt(i)));
        }
        return characters;
    }

    private static String join(String separator, Collection<?> parts, Run run) {
        StringBuilder joined = new StringBuilder();
        String before = "";
        for (Object part : parts) {
            String text = part == null ? "null" : run.print(part);
            run.text(before.length() + (long) text.length());
            joined.append(before).append(text);
            before = separator;
        }
        return joined.toString();
    }

    private static String format(String pattern, @Nullable Object[] arguments, Run run) {
        Matcher numbers = FORMAT_NUMBERS.matcher(pattern);
        while (numbers.find()) {
            if (numbers.group(1).length() > 4 || Integer.parseInt(numbers.group(1)) > MAX_FORMAT_WIDTH) {
                throw new BoundException("a format wider than " + MAX_FORMAT_WIDTH);
            }
        }
        long length = pattern.length();
        @Nullable Object[] values = new @Nullable Object[arguments.length - 1];
        for (int i = 0; i < values.length; i++) {
            Object value = arguments[i + 1];
            values[i] = value == null || Containers.isScalar(value) ? value : run.print(value);
            length += String.valueOf(values[i]).length();
        }
        long directives = pattern.chars().filter(c -> c == '%').count();
        run.text(directives * (length + MAX_FORMAT_WIDTH) / 8 + length);
        return made(String.format(Locale.ROOT, pattern, values), run);
    }

    private static String made(String text, Run run) {
        run.text(text.length());
        return text;
    }

    /** A text of which every look of a regular expression is counted: patterns that go back and forth end in time. */
    private record CountedText(String text, Run run) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            run.work(1);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
