package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.rest.sdk.SdkModel.ListOf;
import dev.sallyport.control.rest.sdk.SdkModel.MapOf;
import dev.sallyport.control.rest.sdk.SdkModel.ModelOf;
import dev.sallyport.control.rest.sdk.SdkModel.Simple;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The types of models as Java writes them, and names that Java takes. */
final class JavaTypes {

    private static final Set<String> RESERVED = Set.of(
            ("abstract assert boolean break byte case catch char class const continue default do double else enum"
                            + " extends false final finally float for goto if implements import instanceof int interface long"
                            + " native new null package private protected public return short static strictfp super switch"
                            + " synchronized this throw throws transient true try void volatile while _")
                    .split(" "));

    /** What generated classes call without a package. */
    private static final Set<String> USED = Set.of(
            "String",
            "Object",
            "Integer",
            "Long",
            "Double",
            "Boolean",
            "Number",
            "Map",
            "LinkedHashMap",
            "Json",
            "JsonValue",
            "Override");

    private final Map<String, SdkModel> models;
    private final Map<String, String> classes;

    JavaTypes(Map<String, SdkModel> models) {
        this.models = models;
        Set<String> taken = new HashSet<>(RESERVED);
        taken.addAll(USED);
        this.classes = SdkNames.classes(
                models, name -> name.contains("_") ? SdkNames.pascal(name) : SdkNames.identifier(name), taken);
    }

    /** The class of a model that is one. */
    String className(String model) {
        return Objects.requireNonNull(classes.get(model), "every model has a class's name");
    }

    static boolean isName(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !RESERVED.contains(name);
    }

    static boolean isPackage(String name) {
        for (String part : name.split("\\.", -1)) {
            if (!isName(part)) {
                return false;
            }
        }
        return true;
    }

    /** A name as a variable's. */
    static String variable(String name) {
        String identifier = SdkNames.identifier(name);
        return RESERVED.contains(identifier) ? identifier + "_" : identifier;
    }

    /** Whether a model is a class of its own; lists are not. */
    boolean isClass(String model) {
        SdkModel found = models.get(model);
        return found != null && found.isClass();
    }

    private SdkModel.Type resolved(String model) {
        SdkModel found = models.get(model);
        if (found == null) {
            return Simple.OBJECT;
        }
        return found.alias() == null ? new ModelOf(model) : found.alias();
    }

    String ofModel(String model) {
        return of(new ModelOf(model));
    }

    String readModel(String model, String json) {
        return read(new ModelOf(model), json, 0, false);
    }

    /** The type of a getter. */
    String of(SdkModel.Type type) {
        return switch (type) {
            case Simple simple ->
                switch (simple) {
                    case STRING -> "String";
                    case INTEGER -> "Integer";
                    case LONG -> "Long";
                    case NUMBER -> "Double";
                    case BOOLEAN -> "Boolean";
                    case OBJECT -> "Object";
                };
            case ListOf list -> "java.util.List<" + of(list.items()) + ">";
            case MapOf map -> "java.util.Map<String, " + of(map.values()) + ">";
            case ModelOf model -> isClass(model.model()) ? className(model.model()) : of(resolved(model.model()));
        };
    }

    /** The type of a setter: every number will do for a number. */
    String accepted(SdkModel.Type type) {
        return type == Simple.INTEGER || type == Simple.LONG || type == Simple.NUMBER ? "Number" : of(type);
    }

    /**
     * An expression that makes a value of a type.
     *
     * @param typed whether the value has its type already, but for the kind of a number
     */
    String read(SdkModel.Type type, String value, int depth, boolean typed) {
        if (type == Simple.INTEGER) {
            return "Json.integer(" + value + ")";
        }
        if (type == Simple.LONG) {
            return "Json.longInteger(" + value + ")";
        }
        if (type == Simple.NUMBER) {
            return "Json.number(" + value + ")";
        }
        if (typed || type == Simple.OBJECT) {
            return value;
        }
        return switch (type) {
            case Simple simple -> "Json." + (simple == Simple.STRING ? "string(" : "flag(") + value + ")";
            case ListOf list -> each("list", list.items(), value, depth);
            case MapOf map -> each("mapOf", map.values(), value, depth);
            case ModelOf model ->
                isClass(model.model())
                        ? className(model.model()) + ".fromJson(" + value + ")"
                        : read(resolved(model.model()), value, depth, false);
        };
    }

    private String each(String function, SdkModel.Type type, String value, int depth) {
        String item = "item" + depth;
        return "Json." + function + "(" + value + ", " + item + " -> " + read(type, item, depth + 1, false) + ")";
    }
}
