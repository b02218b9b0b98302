package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.ServiceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A type of SDK (openapi-and-sdk 16.2).
 *
 * @param properties what GetSdk may be told
 * @param generator writes the package
 */
record SdkKind(String id, String friendlyName, String description, List<Property> properties, Generator generator) {

    /** Writes a package. */
    @FunctionalInterface
    interface Generator {
        /** @param parameters with the defaults put in */
        Archive generate(SdkApi api, Map<String, String> parameters);
    }

    /**
     * A configuration property.
     *
     * @param alias another name under which it is accepted, or null
     * @param defaultValue null when there is none, or when it depends on other properties
     */
    record Property(
            String name,
            @Nullable String alias,
            String friendlyName,
            String description,
            boolean required,
            @Nullable String defaultValue) {}

    /**
     * What is given, by the names of the properties, with defaults.
     *
     * @throws ServiceException 400 when a required property is missing (R16.3)
     */
    Map<String, String> parameters(Map<String, String> given) {
        Map<String, String> parameters = new HashMap<>();
        for (Property property : properties) {
            String value = given.get(property.name());
            if ((value == null || value.isEmpty()) && property.alias() != null) {
                value = given.get(property.alias());
            }
            if (value == null || value.isEmpty()) {
                value = property.defaultValue();
            }
            if (value == null && property.required()) {
                throw ServiceException.badRequest("Missing required parameter: " + property.name());
            }
            if (value != null) {
                parameters.put(property.name(), value);
            }
        }
        return parameters;
    }

    /** @throws ServiceException 400 when a value could not be put into a package (inferred) */
    static void require(boolean valid, String name, String value) {
        if (!valid) {
            throw ServiceException.badRequest("Invalid value for parameter " + name + ": " + value);
        }
    }

    /** A name or a version of a package: what build systems take without quotation marks. */
    static String coordinate(Map<String, String> parameters, String name, String otherwise) {
        String value = parameters.getOrDefault(name, otherwise);
        require(value.matches("[A-Za-z0-9._-]+"), name, value);
        return value;
    }

    /** A parameter that {@link #parameters} found. */
    static String given(Map<String, String> parameters, String name) {
        return Objects.requireNonNull(parameters.get(name), "a required parameter");
    }
}
