package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.rest.sdk.SdkApi.SdkMethod;
import dev.sallyport.control.rest.sdk.SdkModel.ListOf;
import dev.sallyport.control.rest.sdk.SdkModel.MapOf;
import dev.sallyport.control.rest.sdk.SdkModel.ModelOf;
import dev.sallyport.control.rest.sdk.SdkModel.Simple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The shapes by which {@code aws-sdk-core} writes requests and reads answers. */
final class RubyShapes {

    /** A member of one of these names would take something from a Struct that the library needs. */
    private static final Set<String> STRUCT =
            Set.of("class", "hash", "initialize", "object_id", "respond_to", "send", "to_h", "__id__", "__send__");

    /** The codes that {@code aws-sdk-core} gives to statuses of answers that name no code. */
    private static final Map<String, String> CODES = Map.of(
            "302", "MovedTemporarily",
            "304", "NotModified",
            "400", "BadRequest",
            "403", "Forbidden",
            "404", "NotFound",
            "412", "PreconditionFailed",
            "413", "RequestEntityTooLarge");

    /**
     * A shape.
     *
     * @param name the constant or variable that holds it
     * @param type as documentation writes it
     */
    record Shape(String name, String type) {}

    /**
     * A member of a structure.
     *
     * @param symbol its name in Ruby
     * @param name its name on the wire
     * @param location {@code uri}, {@code querystring} or {@code header}; empty for what stands in a body
     */
    record Member(String symbol, String name, Shape shape, boolean required, String location) {

        Map<String, Object> values() {
            return Map.of(
                    "symbol",
                    symbol,
                    "shape",
                    shape.name(),
                    "type",
                    shape.type(),
                    "required",
                    required,
                    "locationName",
                    literal(name),
                    "plain",
                    SdkNames.plain(name),
                    "placed",
                    !location.isEmpty(),
                    "location",
                    location);
        }
    }

    private final SdkApi api;
    private final Map<String, String> classes;
    private final SortedMap<String, Map<String, Object>> structures = new TreeMap<>();
    private final SortedMap<String, Map<String, Object>> collections = new TreeMap<>();
    private final SortedMap<String, Map<String, Object>> errors = new TreeMap<>();

    /** @param taken the names of classes, to which those of the models are added */
    RubyShapes(SdkApi api, Set<String> taken) {
        this.api = api;
        this.classes = SdkNames.classes(
                api.models(),
                name -> {
                    String pascal = SdkNames.pascal(name);
                    return Character.isDigit(pascal.charAt(0)) ? "Model" + pascal : pascal;
                },
                taken);
        for (SdkModel model : api.models().values()) {
            if (model.isClass()) {
                define(className(model.name()), members(model), "");
            }
        }
    }

    /** A literal: what begins an expression within a text is nothing but a text. */
    static String literal(String text) {
        return SdkNames.quoted(text).replace("#", "\\#");
    }

    /** The name of a member. */
    static String member(String name, Set<String> taken) {
        String member = SdkNames.underscore(name);
        if (member.isEmpty() || STRUCT.contains(member)) {
            member = member.isEmpty() ? "value" : member + "_";
        }
        return SdkNames.free(SdkNames.identifier(member), taken);
    }

    private String className(String model) {
        return Objects.requireNonNull(classes.get(model), "every model has a class's name");
    }

    private List<Member> members(SdkModel model) {
        Set<String> taken = new HashSet<>();
        List<Member> members = new ArrayList<>();
        for (SdkModel.Property property : model.properties()) {
            Shape shape = of(property.type());
            String type = property.values().isEmpty()
                    ? shape.type()
                    : shape.type() + ", one of " + SdkNames.plain(String.join(", ", property.values()));
            members.add(new Member(
                    member(property.name(), taken),
                    property.name(),
                    new Shape(shape.name(), type),
                    property.required(),
                    ""));
        }
        return members;
    }

    /**
     * Adds a structure.
     *
     * @param payload the member that is the whole body, or an empty text
     */
    void define(String name, List<Member> members, String payload) {
        structures.put(
                name,
                Map.of(
                        "class",
                        name,
                        "members",
                        members.stream().map(Member::values).toList(),
                        "hasMembers",
                        !members.isEmpty(),
                        "symbols",
                        String.join(
                                ", ",
                                members.stream()
                                        .map(each -> ":" + each.symbol())
                                        .toList()),
                        "payload",
                        payload.isEmpty() ? List.of() : List.of(Map.of("symbol", payload))));
    }

    Shape ofModel(String model) {
        return of(new ModelOf(model));
    }

    private Shape of(SdkModel.Type type) {
        return switch (type) {
            case Simple simple ->
                switch (simple) {
                    case STRING -> new Shape("string", "String");
                    case INTEGER -> new Shape("integer", "Integer");
                    case LONG -> new Shape("long", "Integer");
                    case NUMBER -> new Shape("double", "Float");
                    case BOOLEAN -> new Shape("boolean", "Boolean");
                    case OBJECT -> new Shape("document", "Hash, Array, String, Numeric, Boolean");
                };
            case ListOf list -> {
                Shape items = of(list.items());
                yield collection("listOf", items, "Array<" + items.type() + ">", true);
            }
            case MapOf map -> {
                Shape values = of(map.values());
                yield collection("mapOf", values, "Hash<String, " + values.type() + ">", false);
            }
            case ModelOf(String name) -> {
                SdkModel model = api.models().get(name);
                if (model == null) {
                    yield of(Simple.OBJECT);
                }
                SdkModel.Type alias = model.alias();
                yield alias == null ? new Shape(className(name), "Types::" + className(name)) : of(alias);
            }
        };
    }

    private Shape collection(String prefix, Shape inside, String type, boolean list) {
        String name = prefix + SdkNames.upperFirst(inside.name());
        collections.put(name, Map.of("shape", name, "inside", inside.name(), "list", list));
        return new Shape(name, type);
    }

    /** The answers of a method that are no success and have a class as their model. */
    List<Map<String, String>> errors(SdkMethod method) {
        List<Map<String, String>> names = new ArrayList<>();
        method.errors().forEach((status, model) -> {
            SdkModel found = api.models().get(model);
            if (found != null && found.isClass()) {
                String name = "error" + status + className(model);
                errors.put(
                        name,
                        Map.of(
                                "errorShape",
                                name,
                                "code",
                                CODES.getOrDefault(status, "Http" + status + "Error"),
                                "class",
                                className(model),
                                "members",
                                members(found).stream().map(Member::values).toList()));
                names.add(Map.of("error", name));
            }
        });
        return names;
    }

    Collection<Map<String, Object>> structures() {
        return List.copyOf(structures.values());
    }

    Collection<Map<String, Object>> collections() {
        return List.copyOf(collections.values());
    }

    Collection<Map<String, Object>> errors() {
        return List.copyOf(errors.values());
    }
}
