package dev.sallyport.wire.generator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The facts of one service, as {@code wire/models/<key>.json} holds them.
 *
 * @param source the package and version that the facts were extracted from
 */
record Facts(
        String key,
        String title,
        String signingName,
        String version,
        List<String> protocols,
        @Nullable String targetPrefix,
        @Nullable String xmlNamespace,
        String source,
        List<Operation> operations,
        Map<String, List<String>> enums,
        Map<String, List<Member>> structures) {

    /** An operation; input and output are names of structures. */
    record Operation(
            String name,
            String method,
            String uri,
            int status,
            @Nullable String input,
            @Nullable String output) {}

    /**
     * A member of a structure.
     *
     * @param location {@code body}, {@code label}, {@code query}, {@code query-params}, {@code header},
     *     {@code prefix-headers}, {@code payload} or {@code status}
     */
    record Member(String name, String wireName, String location, boolean required, Type type) {}

    static Facts read(Path folder, String key) {
        JsonNode root =
                JsonMapper.shared().readTree(folder.resolve(key + ".json").toFile());
        JsonNode service = root.required("service");
        Map<String, List<String>> enums = new LinkedHashMap<>();
        root.required("enums").properties().forEach(it -> enums.put(it.getKey(), texts(it.getValue())));
        Map<String, List<Member>> structures = new LinkedHashMap<>();
        root.required("shapes")
                .properties()
                .forEach(it -> structures.put(it.getKey(), members(it.getValue().required("members"))));
        return new Facts(
                key,
                service.required("title").asString(),
                service.required("signingName").asString(),
                service.required("version").asString(),
                texts(service.required("protocols")),
                optional(service, "targetPrefix"),
                optional(service, "xmlNamespace"),
                service.required("source").asString(),
                operations(root.required("operations")),
                enums,
                structures);
    }

    List<Member> members(String structure) {
        List<Member> members = structures.get(structure);
        if (members == null) {
            throw new IllegalStateException(key + ": no structure is named " + structure);
        }
        return members;
    }

    private static List<Operation> operations(JsonNode node) {
        List<Operation> operations = new ArrayList<>();
        node.properties()
                .forEach(it -> operations.add(new Operation(
                        it.getKey(),
                        it.getValue().required("method").asString(),
                        it.getValue().required("uri").asString(),
                        it.getValue().required("status").asInt(),
                        optional(it.getValue(), "input"),
                        optional(it.getValue(), "output"))));
        return operations;
    }

    private static List<Member> members(JsonNode node) {
        List<Member> members = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            JsonNode facts = entry.getValue();
            String wireName = optional(facts, "wire");
            String location = optional(facts, "in");
            members.add(new Member(
                    entry.getKey(),
                    wireName == null ? entry.getKey() : wireName,
                    location == null ? "body" : location,
                    facts.path("required").asBoolean(false),
                    Type.parse(facts.required("type").asString())));
        }
        return members;
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(it -> texts.add(it.asString()));
        return texts;
    }

    static @Nullable String optional(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null ? null : value.asString();
    }
}
