package dev.sallyport.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.fge.jackson.JsonLoader;
import com.github.fge.jsonschema.core.exceptions.ProcessingException;
import com.github.fge.jsonschema.core.report.LogLevel;
import com.github.fge.jsonschema.core.report.ProcessingMessage;
import com.github.fge.jsonschema.main.JsonSchemaFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What java-json-tools' json-schema-validator says, the library whose texts AWS answers. */
final class Oracle {

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.byDefault();

    private Oracle() {}

    /**
     * The errors in their order.
     *
     * @throws ProcessingException when the library cannot use the schema
     */
    static List<String> validate(String schema, String document) throws ProcessingException {
        List<String> errors = new ArrayList<>();
        for (ProcessingMessage message : FACTORY.getJsonSchema(tree(schema)).validate(tree(document))) {
            if (message.getLogLevel().compareTo(LogLevel.ERROR) >= 0) {
                errors.add(message.getMessage());
            }
        }
        return errors;
    }

    private static JsonNode tree(String text) {
        try {
            return JsonLoader.fromString(text);
        } catch (IOException malformed) {
            throw new UncheckedIOException(text, malformed);
        }
    }
}
