package dev.sallyport.wire.generator;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Makes the class that holds the operations of one service. */
final class ServiceSource {

    private static final TypeName ANY_OPERATION = ParameterizedTypeName.get(
            Wire.OPERATION, WildcardTypeName.subtypeOf(Object.class), WildcardTypeName.subtypeOf(Object.class));

    private final Facts facts;
    private final ClassName name;
    private final Selection selection;

    ServiceSource(Facts facts, String className, Selection selection) {
        this.facts = facts;
        this.name = ClassName.get(Wire.PACKAGE + "." + facts.key(), className);
        this.selection = selection;
    }

    TypeSpec type() {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addJavadoc("The operations of $L, from $L.\n", facts.title(), facts.source())
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
        facts.operations().forEach(it -> type.addField(operation(it)));
        return type.addField(service()).build();
    }

    private FieldSpec operation(Facts.Operation operation) {
        boolean selected = selection.contains(operation);
        TypeName type = selected
                ? ParameterizedTypeName.get(Wire.OPERATION, structure(operation.input()), structure(operation.output()))
                : ANY_OPERATION;
        return FieldSpec.builder(type, Names.constant(operation.name()))
                .addJavadoc("{@code $L $L}\n", operation.method(), operation.uri())
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .initializer(
                        "new $T<>($S, $S, $S, $S, $L, $L, $L)",
                        Wire.OPERATION,
                        facts.key(),
                        operation.name(),
                        operation.method(),
                        operation.uri(),
                        operation.status(),
                        selected ? shape(operation.input()) : CodeBlock.of("null"),
                        selected ? shape(operation.output()) : CodeBlock.of("null"))
                .build();
    }

    private ClassName structure(@Nullable String structure) {
        return structure == null ? Wire.UNIT : name.peerClass(structure);
    }

    /** An expression of type {@code Supplier<Shape>}: the class of a structure is loaded when it is first needed. */
    private CodeBlock shape(@Nullable String structure) {
        return structure == null
                ? CodeBlock.of("$T.HELD", Wire.UNIT)
                : CodeBlock.of("new $T<>($S)", LinkSource.name(facts), structure);
    }

    private FieldSpec service() {
        CodeBlock protocols = facts.protocols().stream()
                .map(it -> CodeBlock.of("$T.$L", Wire.PROTOCOL, it))
                .collect(CodeBlock.joining(", "));
        CodeBlock operations = facts.operations().stream()
                .map(it -> CodeBlock.of("\n$L", Names.constant(it.name())))
                .collect(CodeBlock.joining(","));
        return FieldSpec.builder(Wire.SERVICE, "SERVICE")
                .addJavadoc("$L as a whole.\n", facts.title())
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .initializer(
                        "new $T($S, $S, $S, $S, $T.of($L), $S, $S, $T.of($L))",
                        Wire.SERVICE,
                        facts.key(),
                        facts.title(),
                        facts.signingName(),
                        facts.version(),
                        List.class,
                        protocols,
                        facts.targetPrefix(),
                        facts.xmlNamespace(),
                        List.class,
                        operations)
                .build();
    }
}
