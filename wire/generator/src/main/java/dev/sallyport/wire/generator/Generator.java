package dev.sallyport.wire.generator;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Writes the Java sources of the wire module: {@code Generator <models folder> <output folder>}. */
public final class Generator {

    private static final List<Target> TARGETS = List.of(
            new Target("acm", "Acm"),
            new Target("apigateway", "ApiGateway"),
            new Target("apigatewaymanagementapi", "ApiGatewayManagementApi"),
            new Target("apigatewayv2", "ApiGatewayV2"),
            new Target("iam", "Iam"),
            new Target("lambda", "Lambda"),
            new Target("logs", "Logs"),
            new Target("monitoring", "Monitoring"),
            new Target("sts", "Sts"));

    private final Path models;
    private final Path output;
    private final Set<Path> written = new HashSet<>();

    private record Target(String key, String className) {}

    private Generator(Path models, Path output) {
        this.models = models;
        this.output = output;
    }

    /** Generates into the second argument what the facts in the first argument say. */
    public static void main(String[] arguments) throws IOException {
        Generator generator = new Generator(Path.of(arguments[0]), Path.of(arguments[1]));
        for (Target target : TARGETS) {
            generator.generate(target);
        }
        generator.deleteStale();
    }

    private void generate(Target target) throws IOException {
        Facts facts = Facts.read(models, target.key());
        Overlay overlay = Overlay.read(models, target.key());
        Selection selection = Selection.read(models, facts);
        records(facts, overlay, facts.operations());
        overlay.checkAllUsed(target.key());
        List<Facts.Operation> selected = selection.of(facts);
        if (!selected.isEmpty()) {
            for (TypeSpec type : records(facts, overlay, selected)) {
                write(facts, type);
            }
        }
        write(facts, new ServiceSource(facts, target.className(), selection).type());
        writePackageInfo(facts);
    }

    /** The records of everything that these operations need, with the types that only such records use. */
    private static List<TypeSpec> records(Facts facts, Overlay overlay, List<Facts.Operation> operations) {
        Shapes shapes = new Shapes(facts, overlay);
        List<TypeSpec> types = new ArrayList<>();
        Set<String> structures = reachable(facts, operations);
        for (String structure : structures) {
            types.add(new RecordSource(structure, facts.members(structure), shapes).type());
        }
        types.add(shapes.constants());
        types.add(new LinkSource(facts, structures).type());
        return types;
    }

    private static Set<String> reachable(Facts facts, List<Facts.Operation> operations) {
        Set<String> found = new TreeSet<>();
        Deque<Type> open = new ArrayDeque<>();
        for (Facts.Operation operation : operations) {
            Stream.of(operation.input(), operation.output())
                    .flatMap(Stream::ofNullable)
                    .forEach(it -> open.add(new Type.Named(it)));
        }
        while (!open.isEmpty()) {
            switch (open.remove()) {
                case Type.Plain _ -> {}
                case Type.Listing list -> open.add(list.element());
                case Type.Mapping map -> open.add(map.value());
                case Type.Named named -> {
                    if (!facts.enums().containsKey(named.name()) && found.add(named.name())) {
                        facts.members(named.name()).forEach(it -> open.add(it.type()));
                    }
                }
            }
        }
        return found;
    }

    private void write(Facts facts, TypeSpec type) throws IOException {
        JavaFile file = JavaFile.builder(Wire.PACKAGE + "." + facts.key(), type)
                .addFileComment("Generated from $L. Do not edit.", "wire/models/" + facts.key() + ".json")
                .skipJavaLangImports(true)
                .indent("    ")
                .build();
        write(folder(facts).resolve(type.name() + ".java"), file.toString());
    }

    private void writePackageInfo(Facts facts) throws IOException {
        write(folder(facts).resolve("package-info.java"), """
                /** %s, version %s: generated from {@code wire/models/%s.json}. */
                @NullMarked
                package %s.%3$s;

                import org.jspecify.annotations.NullMarked;
                """.formatted(
                        facts.title(), facts.version(), facts.key(), Wire.PACKAGE));
    }

    private Path folder(Facts facts) {
        return output.resolve(Wire.PACKAGE.replace('.', '/')).resolve(facts.key());
    }

    /** Leaves a file alone that already says the same, so that the compiler sees no change. */
    private void write(Path file, String text) throws IOException {
        written.add(file);
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void deleteStale() throws IOException {
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!written.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }
}
