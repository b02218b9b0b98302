package dev.sallyport.control.openapi;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * YAML as the tree of JSON that it says, with aliases and merge keys followed, which authors of OpenAPI documents use to
 * repeat an integration. JSON is YAML, so the same class finds the lines of both.
 */
final class YamlTree {

    /** Bounds what aliases can blow up. */
    private static final int MAX_NODES = 1_000_000;

    private static final int MAX_DEPTH = 200;
    private static final String MERGE_KEY = "<<";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final @Nullable BiConsumer<String, Integer> lines;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    private YamlTree(@Nullable BiConsumer<String, Integer> lines) {
        this.lines = lines;
    }

    /**
     * The tree of the first document of the text.
     *
     * @param lines is told the pointer and the line, from 1, of every value; null reads twice as fast and without places
     * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException when the text is no YAML
     * @throws Place.Malformed when it has no document or says something that JSON cannot
     */
    static JsonNode read(String text, int maxCharacters, @Nullable BiConsumer<String, Integer> lines) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(maxCharacters)
                .setAllowDuplicateKeys(true)
                .setUseMarks(lines != null)
                .build();
        Optional<Node> root;
        try {
            root = new Compose(settings).composeString(text);
        } catch (StackOverflowError e) {
            // The library descends without a bound of its own.
            throw new Place.Malformed("", "the document is nested too deep");
        }
        if (root.isEmpty()) {
            throw new Place.Malformed("", "the document is empty");
        }
        return new YamlTree(lines).node(root.get(), "");
    }

    private JsonNode node(Node node, String pointer) {
        if (lines != null) {
            lines.accept(pointer, line(node));
        }
        nodes++;
        if (nodes > MAX_NODES || open.size() > MAX_DEPTH) {
            throw new Place.Malformed(pointer, "the document is too large or too deep with its aliases followed");
        }
        if (!open.add(node)) {
            throw new Place.Malformed(pointer, "an alias contains itself");
        }
        try {
            return switch (node) {
                case ScalarNode scalar -> scalar(scalar);
                case SequenceNode sequence -> sequence(sequence, pointer);
                case MappingNode mapping -> mapping(mapping, pointer);
                default -> throw new Place.Malformed(pointer, "unknown kind of YAML node");
            };
        } finally {
            open.remove(node);
        }
    }

    private ArrayNode sequence(SequenceNode sequence, String pointer) {
        ArrayNode array = NODES.arrayNode();
        for (Node item : sequence.getValue()) {
            array.add(node(item, pointer + "/" + array.size()));
        }
        return array;
    }

    private ObjectNode mapping(MappingNode mapping, String pointer) {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new Place.Malformed(pointer, "a key is no plain value");
            }
            if (key.getValue().equals(MERGE_KEY) && !(tuple.getValueNode() instanceof ScalarNode)) {
                merge(tuple.getValueNode(), pointer, object);
            } else {
                object.set(key.getValue(), node(tuple.getValueNode(), pointer + "/" + Place.escaped(key.getValue())));
            }
        }
        return object;
    }

    /** A merge key gives what the mapping does not say itself; of several the first wins. */
    private void merge(Node merged, String pointer, ObjectNode target) {
        List<Node> sources = merged instanceof SequenceNode sequence ? sequence.getValue() : List.of(merged);
        for (Node source : sources) {
            if (node(source, pointer + "/" + MERGE_KEY) instanceof ObjectNode object) {
                object.forEachEntry(target::putIfAbsent);
            }
        }
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(text);
        }
        return NODES.stringNode(text);
    }

    /** A number in JSON's notation; what YAML has beyond it, such as {@code .nan} and {@code 0x1F}, stays text. */
    private static JsonNode number(String text) {
        try {
            if (text.matches("-?\\d{1,9}")) {
                return NODES.numberNode(Integer.parseInt(text));
            }
            return text.matches("-?\\d{1,400}")
                    ? NODES.numberNode(new BigInteger(text))
                    : NODES.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return NODES.stringNode(text);
        }
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
