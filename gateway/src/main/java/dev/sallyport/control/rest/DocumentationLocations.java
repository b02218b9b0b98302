package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.DocumentationPart.Location;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which members the location of a documentation part may have, and when two locations are the same (section 20). */
public final class DocumentationLocations {

    private static final String PATH = "path";
    private static final String METHOD = "method";
    private static final String STATUS_CODE = "statusCode";
    private static final String NAME = "name";

    private static final Map<String, Set<String>> MEMBERS = Map.ofEntries(
            Map.entry("API", Set.of()),
            Map.entry("AUTHORIZER", Set.of(NAME)),
            Map.entry("MODEL", Set.of(NAME)),
            Map.entry("RESOURCE", Set.of(PATH)),
            Map.entry("METHOD", Set.of(PATH, METHOD)),
            Map.entry("PATH_PARAMETER", Set.of(PATH, METHOD, NAME)),
            Map.entry("QUERY_PARAMETER", Set.of(PATH, METHOD, NAME)),
            Map.entry("REQUEST_HEADER", Set.of(PATH, METHOD, NAME)),
            Map.entry("REQUEST_BODY", Set.of(PATH, METHOD)),
            Map.entry("RESPONSE", Set.of(PATH, METHOD, STATUS_CODE)),
            Map.entry("RESPONSE_HEADER", Set.of(PATH, METHOD, STATUS_CODE, NAME)),
            Map.entry("RESPONSE_BODY", Set.of(PATH, METHOD, STATUS_CODE)));

    private DocumentationLocations() {}

    /** The types of locations, none of them twice. */
    public static List<String> types() {
        return MEMBERS.keySet().stream().sorted().toList();
    }

    /**
     * Refuses members that the type does not have, and the absence of a name that it needs (10.14; the texts are
     * inferred).
     */
    public static void check(Location location) {
        Set<String> members = membersOf(location.type());
        given(location).forEach((member, value) -> {
            if (!members.contains(member)) {
                throw ServiceException.badRequest("Invalid documentation part location specified: " + member
                        + " is not a valid field for type '" + location.type() + "'");
            }
        });
        if (members.contains(NAME) && location.name() == null) {
            throw ServiceException.badRequest(
                    "Invalid documentation part location specified: name is required for type '" + location.type()
                            + "'");
        }
    }

    /** The location with the defaults of its type in place of what was not given (R20.1). */
    static Location effective(Location location) {
        Set<String> members = membersOf(location.type());
        return new Location(
                location.type(),
                members.contains(PATH) ? Objects.requireNonNullElse(location.path(), "/") : null,
                members.contains(METHOD) ? Objects.requireNonNullElse(location.method(), "*") : null,
                members.contains(STATUS_CODE) ? Objects.requireNonNullElse(location.statusCode(), "*") : null,
                members.contains(NAME) ? location.name() : null);
    }

    /** As AWS's messages show it: {@code type 'METHOD', path '/pets', method 'GET'}. */
    static String text(Location location) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("type", location.type());
        members.putAll(given(location));
        return members.entrySet().stream()
                .map(member -> member.getKey() + " '" + member.getValue() + "'")
                .collect(Collectors.joining(", "));
    }

    private static Set<String> membersOf(String type) {
        return Objects.requireNonNull(MEMBERS.get(type), type);
    }

    private static Map<String, String> given(Location location) {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, PATH, location.path());
        put(given, METHOD, location.method());
        put(given, STATUS_CODE, location.statusCode());
        put(given, NAME, location.name());
        return given;
    }

    private static void put(Map<String, String> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
