package dev.sallyport.validation;

import dev.sallyport.mapping.json.JsonTree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a model, ready to validate documents (MRQ-20 to MRQ-33). Immutable and shared by all requests.
 *
 * <p>Documents are plain values: maps, lists, strings, booleans, null and numbers, where {@code Integer}, {@code Long} and
 * {@code BigInteger} are integers.
 *
 * <p>A document may cost so much and no more: what visits too many schemas, nests too deeply or keeps a regular expression
 * busy for too long is invalid, with AWS's words for a body that it cannot read.
 */
public final class JsonSchema {

    /** What AWS says of a body that is no JSON (MRQ-24). */
    public static final List<String> UNREADABLE = List.of("Unknown error parsing request body");

    /** Enough for every honest document; a few milliseconds. */
    private static final long BASE_STEPS = 1_000_000;

    private static final long STEPS_PER_BYTE = 16;

    private final SchemaNode root;

    JsonSchema(SchemaNode root) {
        this.root = root;
    }

    /**
     * Compiles the schema of a model.
     *
     * @param model its name
     * @param schemas JSON texts of the API's models by name, for references
     * @throws SchemaException when it cannot be compiled, or a model that it refers to
     */
    public static JsonSchema compile(String model, Map<String, String> schemas) throws SchemaException {
        return new JsonSchema(new SchemaCompiler(schemas).compile(model));
    }

    /**
     * Validates a document.
     *
     * @param document as {@link JsonTree} makes it
     * @param lengthBytes of its text: long documents may cost more
     * @return AWS's messages in their order; empty when the document is valid
     */
    public List<String> validate(@Nullable Object document, long lengthBytes) {
        if (document == JsonTree.INVALID) {
            return UNREADABLE;
        }
        Validation validation = new Validation(BASE_STEPS + STEPS_PER_BYTE * lengthBytes);
        try {
            validation.check(root, document);
            return validation.messages();
        } catch (Validation.Exhausted tooMuch) {
            return UNREADABLE;
        }
    }
}
