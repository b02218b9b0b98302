package dev.sallyport.control.openapi;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Documents as text, and the members that they have only when there is something to say. */
public final class DocumentWriter {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final YAMLMapper YAML =
            YAMLMapper.builder().disable(YAMLWriteFeature.SPLIT_LINES).build();

    private DocumentWriter() {}

    /** A document as UTF-8, in YAML or in JSON. */
    public static byte[] write(ObjectNode document, boolean yaml) {
        return yaml ? YAML.writeValueAsBytes(document) : JSON.writeValueAsBytes(document);
    }

    /** Sets a member to a text, unless there is none. */
    public static void put(ObjectNode node, String member, @Nullable String text) {
        if (text != null) {
            node.put(member, text);
        }
    }

    /** Sets a member to an object of texts, unless there are none; a text may be null. */
    public static void texts(ObjectNode node, String member, Map<String, ? extends @Nullable String> texts) {
        if (!texts.isEmpty()) {
            ObjectNode object = node.putObject(member);
            texts.forEach((key, text) -> {
                if (text == null) {
                    object.putNull(key);
                } else {
                    object.put(key, text);
                }
            });
        }
    }

    /** Sets a member to an object, unless that is empty. */
    public static void object(ObjectNode node, String member, ObjectNode object) {
        if (!object.isEmpty()) {
            node.set(member, object);
        }
    }
}
