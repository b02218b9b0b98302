package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.rest.sdk.SdkModel.ListOf;
import dev.sallyport.control.rest.sdk.SdkModel.ModelOf;
import dev.sallyport.control.rest.sdk.SdkModel.Simple;
import java.util.Map;
import java.util.Set;

/** The types of models as Java writes them, and names that Java takes. */
final class JavaTypes {

    private static final Set<String> RESERVED = Set.of(
            ("abstract assert boolean break byte case catch char class const continue default do double else enum"
                            + " extends false final finally float for goto if implements import instanceof int interface long"
                            + " native new null package private protected public return short static strictfp super switch"
                            + " synchronized this throw throws transient true try void volatile while _")
                    .split(" "));

    private final Map<String, SdkModel> models;

    JavaTypes(Map<String, SdkModel> models) {
        this.models = models;
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

    /** A name that nothing else has, by a number when need be (inferred). */
    static String free(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + i;
        }
        return free;
    }

    /** Whether a model is a class of its own; lists are not. */
    boolean isClass(String model) {
        SdkModel found = models.get(model);
        return found != null && found.items() == null;
    }

    private SdkModel.Type resolved(String model) {
        SdkModel found = models.get(model);
        if (found == null) {
            return Simple.OBJECT;
        }
        return found.items() == null ? new ModelOf(model) : new ListOf(found.items());
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
                    case NUMBER -> "Double";
                    case BOOLEAN -> "Boolean";
                    case OBJECT -> "Object";
                };
            case ListOf list -> "java.util.List<" + of(list.items()) + ">";
            case ModelOf model ->
                resolved(model.model()) instanceof ModelOf own ? own.model() : of(resolved(model.model()));
        };
    }

    /** The type of a setter: every number will do for a number. */
    String accepted(SdkModel.Type type) {
        return type == Simple.INTEGER || type == Simple.NUMBER ? "Number" : of(type);
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
        if (type == Simple.NUMBER) {
            return "Json.number(" + value + ")";
        }
        if (typed || type == Simple.OBJECT) {
            return value;
        }
        return switch (type) {
            case Simple simple -> "Json." + (simple == Simple.STRING ? "string(" : "flag(") + value + ")";
            case ListOf list -> {
                String item = "item" + depth;
                yield "Json.list(" + value + ", " + item + " -> " + read(list.items(), item, depth + 1, false) + ")";
            }
            case ModelOf model ->
                resolved(model.model()) instanceof ModelOf own
                        ? own.model() + ".fromJson(" + value + ")"
                        : read(resolved(model.model()), value, depth, false);
        };
    }
}
