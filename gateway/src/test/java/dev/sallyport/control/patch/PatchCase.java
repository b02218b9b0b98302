package dev.sallyport.control.patch;

import dev.sallyport.wire.apigateway.PatchOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One case of {@code golden/patch/<Resource>.case}. A file begins with the document that all its cases start from,
 * {@code base: {…}}; each case has a title line {@code === …}, perhaps {@code start: {…}} with members that differ from the
 * base, operations in lines {@code op path value from} (value and from as JSON, {@code -} for absent), and either
 * {@code expect: {…}} with the members that differ from the start ({@code null} for absent) or {@code error: status code
 * text}. An error's text ends with a bar, so that a blank before it can be seen.
 */
record PatchCase(
        String resource,
        String title,
        ObjectNode start,
        List<PatchOperation> operations,
        @Nullable ObjectNode expected,
        @Nullable String error) {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final Pattern OPERATION =
            Pattern.compile("(\\S+) (\\S+)( \"(?:[^\"\\\\]|\\\\.)*\"| -| null)?( \"[^\"]*\")?");

    static List<PatchCase> parse(String resource, List<String> lines) {
        List<PatchCase> cases = new ArrayList<>();
        ObjectNode base = JSON.createObjectNode();
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("base: ")) {
                base = (ObjectNode) JSON.readTree(line.substring(6));
            } else if (line.startsWith("=== ")) {
                addCase(cases, resource, base, block);
                block = new ArrayList<>(List.of(line));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                block.add(line);
            }
        }
        addCase(cases, resource, base, block);
        return cases;
    }

    private static void addCase(List<PatchCase> cases, String resource, ObjectNode base, List<String> block) {
        if (block.isEmpty()) {
            return;
        }
        ObjectNode start = base.deepCopy();
        ObjectNode expected = null;
        String error = null;
        List<PatchOperation> operations = new ArrayList<>();
        for (String line : block.subList(1, block.size())) {
            if (line.startsWith("start: ")) {
                start.setAll((ObjectNode) JSON.readTree(line.substring(7)));
            } else if (line.startsWith("expect: ")) {
                expected = start.deepCopy();
                expected.setAll((ObjectNode) JSON.readTree(line.substring(8)));
            } else if (line.startsWith("error: ")) {
                error = line.substring(7, line.lastIndexOf('|'));
            } else {
                operations.add(operation(line));
            }
        }
        String title = block.getFirst().substring(4);
        if ((expected == null) == (error == null)) {
            throw new IllegalArgumentException(resource + ": '" + title + "' needs either expect or error");
        }
        cases.add(new PatchCase(resource, title, start, operations, expected, error));
    }

    private static PatchOperation operation(String line) {
        Matcher matcher = OPERATION.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an operation: " + line);
        }
        return PatchOperation.builder()
                .op(text(matcher.group(1)))
                .path(text(matcher.group(2)))
                .value(json(matcher.group(3)))
                .from(json(matcher.group(4)))
                .build();
    }

    private static @Nullable String text(@Nullable String token) {
        return token == null || token.equals("-") ? null : token;
    }

    private static @Nullable String json(@Nullable String token) {
        String trimmed = token == null ? "-" : token.strip();
        return trimmed.equals("-") ? null : JSON.readValue(trimmed, String.class);
    }

    @Override
    public String toString() {
        return resource + ": " + title;
    }
}
