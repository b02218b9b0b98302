package dev.sallyport.wire.generator;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Makes the record of one structure, with its shape and its builder. */
final class RecordSource {

    private final String structure;
    private final ClassName name;
    private final ClassName builder;
    private final List<Component> components;
    private final CodeBlock link;

    /** A member as a record component. */
    private record Component(Facts.Member member, String name, TypeName type, CodeBlock shape) {

        boolean collection() {
            return member.type() instanceof Type.Listing || member.type() instanceof Type.Mapping;
        }

        TypeName nullableType() {
            return Wire.nullable(type);
        }
    }

    RecordSource(String structure, List<Facts.Member> members, Shapes shapes) {
        this.structure = structure;
        this.name = shapes.record(structure);
        this.builder = name.nestedClass("Builder");
        this.link = shapes.link(structure);
        this.components = members.stream()
                .map(it -> component(it, structure + "." + it.name(), shapes))
                .toList();
    }

    private static Component component(Facts.Member member, String path, Shapes shapes) {
        return new Component(
                member,
                Names.component(member.name()),
                shapes.javaType(member.type(), path),
                shapes.supplier(member, path));
    }

    TypeSpec type() {
        return TypeSpec.recordBuilder(name)
                .addJavadoc("The structure {@code $L} of the service model.\n", structure)
                .addModifiers(Modifier.PUBLIC)
                .addSuperinterface(Wire.STRUCTURE)
                .recordConstructor(constructor())
                .addField(shapeConstant())
                .addMethod(create())
                .addMethod(MethodSpec.methodBuilder("shape")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(ParameterizedTypeName.get(Wire.STRUCT, name))
                        .addStatement("return SHAPE")
                        .build())
                .addMethod(values())
                .addMethod(MethodSpec.methodBuilder("builder")
                        .addJavadoc("A builder in which every member is absent.\n")
                        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                        .returns(builder)
                        .addStatement("return new $T()", builder)
                        .build())
                .addMethod(toBuilder())
                .addType(builderType())
                .build();
    }

    private MethodSpec constructor() {
        MethodSpec.Builder constructor = MethodSpec.compactConstructorBuilder().addModifiers(Modifier.PUBLIC);
        for (Component component : components) {
            constructor.addParameter(ParameterSpec.builder(component.nullableType(), component.name())
                    .build());
            if (component.collection()) {
                constructor.addStatement("$1N = $2T.of($1N)", component.name(), Wire.COPIES);
            }
        }
        return constructor.build();
    }

    private FieldSpec shapeConstant() {
        CodeBlock members = components.stream()
                .map(it -> CodeBlock.of(
                        "\nnew $T($S, $S, $T.$L, $L, $L)",
                        Wire.MEMBER,
                        it.member().name(),
                        it.member().wireName(),
                        Wire.LOCATION,
                        Names.constant(it.member().location()),
                        it.member().required(),
                        it.shape()))
                .collect(CodeBlock.joining(","));
        return FieldSpec.builder(ParameterizedTypeName.get(Wire.STRUCT, name), "SHAPE")
                .addJavadoc("The members, in the order of the components.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .initializer(
                        "new $T<>($S, $T.<$T>of($L), $L)",
                        Wire.STRUCT,
                        structure,
                        List.class,
                        Wire.MEMBER,
                        members,
                        link)
                .build();
    }

    private MethodSpec create() {
        MethodSpec.Builder method = MethodSpec.methodBuilder("of")
                .addModifiers(Modifier.STATIC)
                .addParameter(Wire.VALUES, "values")
                .returns(name);
        if (components.stream().anyMatch(Component::collection)) {
            method.addAnnotation(AnnotationSpec.builder(SuppressWarnings.class)
                    .addMember("value", "$S", "unchecked")
                    .build());
        }
        CodeBlock.Builder arguments = CodeBlock.builder();
        for (int i = 0; i < components.size(); i++) {
            Component component = components.get(i);
            boolean cast = !component.type().equals(ClassName.OBJECT);
            arguments.add(i == 0 ? "\n" : ",\n");
            arguments.add(
                    cast
                            ? CodeBlock.of("($T) values[$L]", component.nullableType(), i)
                            : CodeBlock.of("values[$L]", i));
        }
        return method.addStatement("return new $T($L)", name, arguments.build()).build();
    }

    private MethodSpec values() {
        CodeBlock values =
                components.stream().map(it -> CodeBlock.of("$N", it.name())).collect(CodeBlock.joining(", "));
        return MethodSpec.methodBuilder("values")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(Wire.VALUES)
                .addStatement("return new $T {$L}", Wire.VALUES, values)
                .build();
    }

    private MethodSpec toBuilder() {
        CodeBlock.Builder code = CodeBlock.builder().add("return new $T()", builder);
        components.forEach(it -> code.add("\n.$1N($1N)", it.name()));
        return MethodSpec.methodBuilder("toBuilder")
                .addJavadoc("A builder that starts with this record's members.\n")
                .addModifiers(Modifier.PUBLIC)
                .returns(builder)
                .addStatement(code.build())
                .build();
    }

    private TypeSpec builderType() {
        TypeSpec.Builder type = TypeSpec.classBuilder(builder)
                .addJavadoc("Collects the members of a {@link $T}.\n", name)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
        for (Component component : components) {
            type.addField(FieldSpec.builder(component.nullableType(), component.name(), Modifier.PRIVATE)
                    .build());
            type.addMethod(MethodSpec.methodBuilder(component.name())
                    .addModifiers(Modifier.PUBLIC)
                    .addParameter(component.nullableType(), "value")
                    .returns(builder)
                    .addStatement("this.$N = value", component.name())
                    .addStatement("return this")
                    .build());
        }
        CodeBlock arguments =
                components.stream().map(it -> CodeBlock.of("$N", it.name())).collect(CodeBlock.joining(", "));
        return type.addMethod(MethodSpec.methodBuilder("build")
                        .addModifiers(Modifier.PUBLIC)
                        .returns(name)
                        .addStatement("return new $T($L)", name, arguments)
                        .build())
                .build();
    }
}
