package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a model's schema must be (R10.83 to R10.85): JSON Schema draft 4, whose references name models of the same API. */
public final class ModelSchemas {

    /** The guide's quota of 400 KB. */
    static final int MAX_BYTES = 400 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String INVALID = "Invalid model specified: Validation Result: warnings : [], errors : [";

    private ModelSchemas() {}

    /**
     * Checks the schema of a model that is created or changed.
     *
     * @param apiId the API whose models references may name
     * @param known whether the API has a model of this name; the model itself counts
     */
    public static void check(String contentType, @Nullable String schema, String apiId, Predicate<String> known) {
        if (schema == null || schema.isBlank()) {
            throw empty();
        }
        if (schema.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw invalid("Model schema must not be larger than " + MAX_BYTES + " bytes");
        }
        if (!isJson(contentType)) {
            return; // the text is kept for readers; nothing can be validated by it
        }
        ObjectNode root = parsed(schema);
        if (root == null) {
            throw invalid("Invalid model schema specified");
        }
        if (root.isEmpty()) {
            throw empty();
        }
        SchemaSyntax syntax = SchemaSyntax.of(root);
        checkSyntax(syntax, apiId);
        for (String reference : syntax.references()) {
            String name = ModelReferences.modelName(reference);
            if (name != null && !known.test(name)) {
                throw invalid("Invalid model specified: " + name);
            }
        }
    }

    /** R10.84 and the first half of R10.85; AWS names all unsupported keywords at once. */
    private static void checkSyntax(SchemaSyntax syntax, String apiId) {
        boolean canonical = syntax.references().stream().allMatch(each -> ModelReferences.isCanonical(each, apiId));
        if (!syntax.malformed() && syntax.unsupported().isEmpty() && canonical) {
            return;
        }
        StringBuilder text = new StringBuilder("Invalid model schema specified");
        if (!syntax.unsupported().isEmpty()) {
            List<String> quoted = new ArrayList<>();
            syntax.unsupported().forEach(keyword -> quoted.add('"' + keyword + '"'));
            text.append(". Unsupported keyword(s): [")
                    .append(String.join(", ", quoted))
                    .append(']');
        }
        if (!canonical) {
            text.append(", Model reference must be in canonical form");
        }
        throw invalid(text.toString());
    }

    /** The names of the models of this API that a schema refers to. */
    static Set<String> referenced(@Nullable String schema) {
        ObjectNode root = schema == null ? null : parsed(schema);
        Set<String> names = new LinkedHashSet<>();
        if (root != null) {
            for (String reference : SchemaSyntax.of(root).references()) {
                String name = ModelReferences.modelName(reference);
                if (name != null) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** The JSON object of a schema, or null when the text is none. */
    public static @Nullable ObjectNode parsed(String schema) {
        try {
            JsonNode node = JSON.readTree(schema);
            return node instanceof ObjectNode object ? object : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.endsWith("+json");
    }

    private static ServiceException empty() {
        return ServiceException.badRequest("Model schema must have at least 1 property or array items defined");
    }

    private static ServiceException invalid(String error) {
        return ServiceException.badRequest(INVALID + error + "]");
    }
}
