package dev.sallyport.wire.generator;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.TypeVariableName;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.lang.model.element.Modifier;

/**
 * Makes the package-private record {@code Link} of a service, which leads from the name of a structure to its shape and
 * to its record. It stands for a pair of lambdas per structure: those would cost a class each when a service is loaded.
 */
final class LinkSource {

    private final ClassName name;
    private final Collection<String> structures;

    LinkSource(Facts facts, Collection<String> structures) {
        this.name = name(facts);
        this.structures = structures;
    }

    static ClassName name(Facts facts) {
        return ClassName.get(Wire.PACKAGE + "." + facts.key(), "Link");
    }

    TypeSpec type() {
        TypeVariableName made = TypeVariableName.get("T", Wire.STRUCTURE);
        TypeName function = ParameterizedTypeName.get(ClassName.get(Function.class), Wire.VALUES, made);
        return TypeSpec.recordBuilder(name)
                .addJavadoc("The shape and the maker of the structure of that name, looked up when first needed.\n")
                .addTypeVariable(made)
                .addSuperinterface(ParameterizedTypeName.get(ClassName.get(Supplier.class), Wire.SHAPE))
                .addSuperinterface(function)
                .recordConstructor(MethodSpec.constructorBuilder()
                        .addParameter(String.class, "structure")
                        .build())
                .addMethod(MethodSpec.methodBuilder("get")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(Wire.SHAPE)
                        .addStatement(choice("SHAPE"))
                        .build())
                .addMethod(MethodSpec.methodBuilder("apply")
                        .addAnnotation(Override.class)
                        .addAnnotation(AnnotationSpec.builder(SuppressWarnings.class)
                                .addMember("value", "$S", "unchecked")
                                .build())
                        .addModifiers(Modifier.PUBLIC)
                        .addParameter(Wire.VALUES, "values")
                        .returns(made)
                        .addStatement("return (T) make(values)")
                        .build())
                .addMethod(MethodSpec.methodBuilder("make")
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(Wire.VALUES, "values")
                        .returns(Wire.STRUCTURE)
                        .addStatement(choice("of(values)"))
                        .build())
                .build();
    }

    private CodeBlock choice(String selected) {
        CodeBlock.Builder code = CodeBlock.builder().add("return switch (structure) {\n$>");
        structures.forEach(it -> code.add("case $S -> $T.$L;\n", it, name.peerClass(it), selected));
        return code.add("default -> throw new $T(structure);\n$<}", IllegalStateException.class)
                .build();
    }
}
