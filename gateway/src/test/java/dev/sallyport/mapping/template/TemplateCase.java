package dev.sallyport.mapping.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A case of golden/vtl: {@code === name} and then sections, each begun by {@code --- section}: template, body, params
 * ({@code path.id=5}), context, stage, expected or error (a part of the message).
 */
record TemplateCase(String file, String name, Map<String, String> sections) {

    static List<TemplateCase> all(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".case"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        }
    }

    private static List<TemplateCase> read(Path file) {
        List<TemplateCase> cases = new ArrayList<>();
        String section = "";
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("=== ")) {
                    cases.add(
                            new TemplateCase(file.getFileName().toString(), line.substring(4), new LinkedHashMap<>()));
                    section = "";
                } else if (line.startsWith("--- ")) {
                    section = line.substring(4).strip();
                    cases.getLast().sections.put(section, "");
                } else if (!section.isEmpty()) {
                    cases.getLast().sections.merge(section, line + "\n", String::concat);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    /** A section without the line end behind it; the empty lines that part cases do not count. */
    String text(String section) {
        String text = sections.getOrDefault(section, "");
        if (section.equals("expected") || section.equals("error")) {
            text = text.stripTrailing();
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    boolean has(String section) {
        return sections.containsKey(section);
    }

    TestSource source() {
        TestSource source = new TestSource().body(text("body").stripTrailing());
        lines("params", (name, value) -> {
            String key = name.substring(name.indexOf('.') + 1);
            switch (name.substring(0, name.indexOf('.'))) {
                case "path" -> source.path(key, value);
                case "query" -> source.query(key, value);
                case "header" -> source.header(key, value);
                default -> throw new IllegalArgumentException(this + ": " + name);
            }
        });
        lines("context", source::context);
        lines("stage", source::variable);
        return source;
    }

    private interface Line {
        void accept(String name, String value);
    }

    private void lines(String section, Line each) {
        text(section).lines().filter(line -> !line.isBlank()).forEach(line -> {
            int equals = line.indexOf('=');
            each.accept(line.substring(0, equals), line.substring(equals + 1));
        });
    }

    @Override
    public String toString() {
        return file + ": " + name;
    }
}
