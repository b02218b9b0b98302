package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.rest.sdk.SdkModel.ListOf;
import dev.sallyport.control.rest.sdk.SdkModel.MapOf;
import dev.sallyport.control.rest.sdk.SdkModel.ModelOf;
import dev.sallyport.control.rest.sdk.SdkModel.Simple;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Objective-C and Swift have in common: names that NSObject leaves free, and the types of Foundation. */
final class AppleTypes {

    /** A property of one of these names would replace what NSObject or AWSModel have there. */
    private static final Set<String> INHERITED = Set.of(
            "class",
            "superclass",
            "description",
            "debugDescription",
            "hash",
            "self",
            "zone",
            "version",
            "load",
            "initialize",
            "alloc",
            "init",
            "copy",
            "mutableCopy",
            "new",
            "retain",
            "release",
            "autorelease",
            "dealloc",
            "finalize",
            "isProxy",
            "retainCount",
            "dictionaryValue",
            "propertyKeys",
            "observationInfo");

    private final SdkApi api;
    private final Map<String, String> classes = new TreeMap<>();
    private final String client;

    /** @param prefix begins every name, as given */
    AppleTypes(SdkApi api, String prefix) {
        this.api = api;
        this.client = prefix + SdkNames.client(api.name()) + "Client";
        Set<String> taken = new HashSet<>(Set.of(client));
        classes.putAll(SdkNames.classes(api.models(), name -> prefix + SdkNames.upperFirst(name), taken));
    }

    /** The prefix of the classes: what a class's name may begin with (inferred). */
    static String prefix(Map<String, String> parameters) {
        String prefix = SdkKind.given(parameters, "classPrefix");
        SdkKind.require(prefix.matches("[A-Za-z_][A-Za-z0-9_]*"), "classPrefix", prefix);
        return prefix;
    }

    String client() {
        return client;
    }

    /** The name of a property: what is taken begins with an underscore, as in AWS's packages. */
    static String property(String name) {
        String property = SdkNames.identifier(SdkNames.camel(name));
        return INHERITED.contains(property) ? "_" + property : property;
    }

    /** The class of a model that is one. */
    String className(String model) {
        return Objects.requireNonNull(classes.get(model), "every model has a class's name");
    }

    /** A type without other names for it: a model is one of the API, and it is a class. */
    SdkModel.Type resolved(SdkModel.Type type) {
        if (!(type instanceof ModelOf(String name))) {
            return type;
        }
        SdkModel model = api.models().get(name);
        SdkModel.Type alias = model == null ? Simple.OBJECT : model.alias();
        return alias == null ? type : resolved(alias);
    }

    /** The class of the objects within a value: its own, or that of a list's items; null when there is none. */
    @Nullable
    String modelClass(SdkModel.Type type) {
        return switch (resolved(type)) {
            case ModelOf(String name) -> className(name);
            case ListOf list -> resolved(list.items()) instanceof ModelOf(String name) ? className(name) : null;
            case MapOf map -> null;
            case Simple simple -> null;
        };
    }

    boolean isList(SdkModel.Type type) {
        return resolved(type) instanceof ListOf;
    }
}
