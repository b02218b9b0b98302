package dev.sallyport.control.rest.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/** How generated code calls things, and how texts of an API become literals in it. */
final class SdkNames {

    private SdkNames() {}

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

    /** A literal of JavaScript, Java and Swift: JSON's quotation marks and escapes. */
    static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
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
