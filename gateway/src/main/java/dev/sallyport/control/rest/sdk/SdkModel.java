package dev.sallyport.control.rest.sdk;

import dev.sallyport.model.Model;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A model of an API as a type of code.
 *
 * @param name as the API names it. An object within a model is a model of its own: its name is that of the model, an
 *     underscore, and the name of the property; no model that an API names has an underscore
 * @param alias what the model is when it is no object: a list, a map, a simple value or another model; else null
 * @param properties in the order of the schema; none of an alias
 */
record SdkModel(String name, @Nullable Type alias, List<Property> properties) {

    SdkModel {
        properties = List.copyOf(properties);
    }

    /**
     * A property of an object.
     *
     * @param values the strings that are allowed; none when every value is
     */
    record Property(String name, Type type, boolean required, List<String> values) {
        Property {
            values = List.copyOf(values);
        }
    }

    /** The type of a value. */
    sealed interface Type {}

    /** Values without parts, and objects that no model describes. */
    enum Simple implements Type {
        STRING,
        INTEGER,
        /** An integer of 64 bits. */
        LONG,
        NUMBER,
        BOOLEAN,
        OBJECT
    }

    /** A list. */
    record ListOf(Type items) implements Type {}

    /** An object with names that are not known before, and values of one type. */
    record MapOf(Type values) implements Type {}

    /** A value of another model; it need not exist. */
    record ModelOf(String model) implements Type {}

    /** Whether the model is a class with properties. */
    boolean isClass() {
        return alias == null;
    }

    /** The models that describe JSON, with the objects within them, by name. */
    static SortedMap<String, SdkModel> all(List<Model> models) {
        return new SdkSchemas(models).read();
    }
}
