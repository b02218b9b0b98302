package dev.sallyport.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URI of an integration with its {@code {name}} places (MAP-7). Stage variables are put in at compilation, because a
 * snapshot belongs to one stage.
 */
public final class UriTemplate {

    private static final Pattern STAGE_VARIABLE = Pattern.compile("\\$\\{stageVariables\\.([A-Za-z0-9_]+)}");
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9._$-]+)(\\+?)}");

    /** Text and places in turn, beginning with text. */
    private final List<String> parts;

    private UriTemplate(List<String> parts) {
        this.parts = parts;
    }

    /** Replaces {@code ${stageVariables.x}} by its value, or by nothing when undefined (STG-3); other text stays. */
    public static String withStageVariables(String text, Map<String, String> stageVariables) {
        if (!text.contains("${stageVariables.")) {
            return text;
        }
        return STAGE_VARIABLE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(stageVariables.getOrDefault(match.group(1), "")));
    }

    /** Compiles a URI whose stage variables have been put in. */
    public static UriTemplate compile(String uri) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PLACE.matcher(uri);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() > 0 && uri.charAt(matcher.start() - 1) == '$') {
                continue;
            }
            parts.add(uri.substring(end, matcher.start()));
            parts.add(matcher.group(1) + matcher.group(2));
            end = matcher.end();
        }
        parts.add(uri.substring(end));
        return new UriTemplate(List.copyOf(parts));
    }

    /** Whether there is no place to fill. */
    public boolean isFixed() {
        return parts.size() == 1;
    }

    /** Text and places in turn, beginning and ending with text; a place's name may end with a plus. */
    public List<String> parts() {
        return parts;
    }

    /** The text before the first place. */
    public String fixedStart() {
        return parts.getFirst();
    }

    private static boolean hasPath(StringBuilder uri) {
        int scheme = uri.indexOf("://");
        return uri.indexOf("/", scheme < 0 ? 0 : scheme + 3) >= 0;
    }

    /**
     * Fills the places.
     *
     * @param values by name, decoded; a place without a value stays as it is written
     */
    public String expand(Map<String, String> values) {
        if (isFixed()) {
            return parts.getFirst();
        }
        StringBuilder uri = new StringBuilder(parts.getFirst());
        for (int i = 1; i < parts.size(); i += 2) {
            String place = parts.get(i);
            String value = values.get(place.endsWith("+") ? place.substring(0, place.length() - 1) : place);
            if (value == null) {
                uri.append('{').append(place).append('}');
            } else {
                // A slash in the host's place would let the value choose the host.
                uri.append(QueryString.encode(value, hasPath(uri) ? "/" : ""));
            }
            uri.append(parts.get(i + 1));
        }
        return uri.toString();
    }
}
