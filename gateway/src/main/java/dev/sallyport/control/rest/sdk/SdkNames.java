package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.rest.sdk.SdkApi.SdkMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** How generated code calls things, and how texts of an API become literals in it. */
final class SdkNames {

    private static final Pattern ABBREVIATION = Pattern.compile("([A-Z0-9]+)([A-Z][a-z])");
    private static final Pattern WORD = Pattern.compile("[a-z0-9]+|[A-Z0-9]+[a-z]*");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9A-Fa-f]{4}|.)");

    private SdkNames() {}

    /** R16.10: the name of a method where the path comes first: {@code petsPetIdGet}. */
    static String pathFirst(SdkMethod method) {
        String path = camel(method.path());
        return identifier(
                (path.isEmpty() ? "root" : path) + upperFirst(method.verb().toLowerCase(Locale.ROOT)));
    }

    /** R16.19: the name of a method where the verb comes first, or that which the API gives: {@code getPetsPetId}. */
    static String verbFirst(SdkMethod method) {
        String given = method.operationName() == null ? "" : camel(method.operationName());
        if (!given.isEmpty()) {
            return identifier(given);
        }
        String path = pascal(method.path());
        return method.verb().toLowerCase(Locale.ROOT) + (path.isEmpty() ? "ApiRoot" : path);
    }

    /** A name that nothing else has, by a number when need be (inferred). */
    static String free(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + i;
        }
        return free;
    }

    /**
     * The names that models have as classes, by their own.
     *
     * @param taken what no class may be called; the names are added
     */
    static Map<String, String> classes(Map<String, SdkModel> models, UnaryOperator<String> naming, Set<String> taken) {
        Map<String, String> classes = new TreeMap<>();
        for (String model : models.keySet()) {
            String name = naming.apply(model);
            classes.put(
                    model, free(taken.contains(name) && !classes.containsValue(name) ? "Model" + name : name, taken));
        }
        return classes;
    }

    /** {@code get_ab_op} of {@code getABOp}. */
    static String underscore(String name) {
        String split = ABBREVIATION.matcher(name).replaceAll("$1_$2");
        return WORD.matcher(split)
                .results()
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("_"));
    }

    /** The name of an API as a part of a class's: {@code SimpleCalc} of {@code simple-Calc}. */
    static String client(String apiName) {
        String name = upperFirst(String.join("", words(apiName)));
        return name.isEmpty() ? "Api" : name;
    }

    /** R16.10: {@code petsPetId} of {@code /pets/{petId}}; {@code ""} of the root. */
    static String camel(String path) {
        StringBuilder name = new StringBuilder();
        for (String word : words(path)) {
            name.append(name.isEmpty() ? lowerFirst(word) : upperFirst(word));
        }
        return name.toString();
    }

    /** {@code PetsPetId} of {@code /pets/{petId}}. */
    static String pascal(String path) {
        return upperFirst(camel(path));
    }

    /** The letters and digits between everything else; a capital within a word stays in it (inferred). */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    static String upperFirst(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    static String lowerFirst(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1);
    }

    /** A name that may begin with a digit as one that may not. */
    static String identifier(String name) {
        return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** A literal of JavaScript and Java: JSON's quotation marks and escapes. */
    static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    /**
     * A literal of a language that shares most of JSON's escapes.
     *
     * @param escape how it writes an escape of JSON's, backslash included
     */
    static String quoted(String text, UnaryOperator<String> escape) {
        return ESCAPE.matcher(quoted(text)).replaceAll(found -> Matcher.quoteReplacement(escape.apply(found.group())));
    }

    /** A list of literals as they stand between brackets. */
    static String quoted(List<String> texts) {
        return String.join(", ", texts.stream().map(SdkNames::quoted).toList());
    }

    /** A text for a comment or a document: on one line and without the end of a comment. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}]+", " ").replace("*/", "* /");
    }
}
