package dev.sallyport.control.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Faults put into documents by chance. */
public final class Mutations {

    private Mutations() {}

    /** The document with one to three of its values changed. */
    public static JsonNode of(JsonNode document, SplittableRandom random) {
        JsonNode mutant = document.deepCopy();
        for (int each = random.nextInt(1, 4); each > 0; each--) {
            mutate(mutant, random);
        }
        return mutant;
    }

    /** Changes one value somewhere: removes it, replaces it by another kind of value, or moves it under another key. */
    private static void mutate(JsonNode root, SplittableRandom random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container.isEmpty()) {
            return;
        }
        int index = random.nextInt(container.size());
        JsonNode value = other(random);
        switch (container) {
            case ObjectNode object -> {
                String key = List.copyOf(object.propertyNames()).get(index);
                switch (random.nextInt(4)) {
                    case 0 -> object.remove(key);
                    case 1 -> object.set(key + (char) random.nextInt(32, 127), object.path(key));
                    default -> object.set(key, value);
                }
            }
            case ArrayNode array -> array.set(index, value);
            default -> throw new AssertionError(container);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
            node.forEach(each -> collect(each, containers));
        }
    }

    private static JsonNode other(SplittableRandom random) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(9)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.numberNode(random.nextLong());
            case 2 -> nodes.booleanNode(random.nextBoolean());
            case 3 -> nodes.stringNode("");
            case 4 -> nodes.stringNode("#/components/schemas/Pet");
            case 5 -> nodes.objectNode().put("$ref", "#/paths");
            case 6 -> nodes.arrayNode().add(1).add("a");
            case 7 -> nodes.stringNode("/{a}/{a+}\u0000\n\"'");
            default -> nodes.objectNode();
        };
    }

    /** The text with some characters removed, doubled or replaced. */
    public static String scratched(String text, SplittableRandom random) {
        StringBuilder scratched = new StringBuilder(text);
        for (int each = random.nextInt(1, 5); each > 0; each--) {
            int at = random.nextInt(scratched.length());
            switch (random.nextInt(3)) {
                case 0 -> scratched.deleteCharAt(at);
                case 1 -> scratched.insert(at, scratched.charAt(at));
                default -> scratched.setCharAt(at, (char) random.nextInt(9, 256));
            }
        }
        return scratched.toString();
    }
}
