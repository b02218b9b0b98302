package dev.sallyport.wire.generator;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The operations for whose structures records are made, as {@code wire/models/selection.json} lists them: an array of
 * names, or {@code "all"}. Operations that are not selected are entries of the service's table without shapes.
 */
final class Selection {

    private final Set<String> operations;

    private Selection(Set<String> operations) {
        this.operations = operations;
    }

    static Selection read(Path folder, Facts facts) {
        JsonNode root =
                JsonMapper.shared().readTree(folder.resolve("selection.json").toFile());
        JsonNode node = root.path(facts.key());
        Set<String> known =
                facts.operations().stream().map(Facts.Operation::name).collect(Collectors.toSet());
        if (node.isString()) {
            if (!node.asString().equals("all")) {
                throw new IllegalStateException("selection.json, " + facts.key() + ": \"all\" or an array is expected");
            }
            return new Selection(known);
        }
        Set<String> selected = new TreeSet<>(Facts.texts(node));
        if (!known.containsAll(selected)) {
            selected.removeAll(known);
            throw new IllegalStateException(
                    "selection.json, " + facts.key() + ": the service has no operation named " + selected);
        }
        return new Selection(selected);
    }

    boolean contains(Facts.Operation operation) {
        return operations.contains(operation.name());
    }

    List<Facts.Operation> of(Facts facts) {
        return facts.operations().stream().filter(this::contains).toList();
    }
}
