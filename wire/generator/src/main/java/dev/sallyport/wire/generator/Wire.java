package dev.sallyport.wire.generator;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import org.jspecify.annotations.Nullable;

/** The names of the hand-written types that the generated sources use. */
final class Wire {

    static final String PACKAGE = "dev.sallyport.wire";
    static final ClassName STRUCTURE = type("Structure");
    static final ClassName MEMBER = type("Member");
    static final ClassName LOCATION = MEMBER.nestedClass("Location");
    static final ClassName OPERATION = type("Operation");
    static final ClassName SERVICE = type("Service");
    static final ClassName PROTOCOL = type("Protocol");
    static final ClassName SHAPE = type("Shape");
    static final ClassName STRUCT = SHAPE.nestedClass("Struct");
    static final ClassName HELD = type("Held");
    static final ClassName COPIES = type("Copies");
    static final ClassName UNIT = type("Unit");
    private static final AnnotationSpec NULLABLE =
            AnnotationSpec.builder(Nullable.class).build();
    static final TypeName VALUES = ArrayTypeName.of(nullable(ClassName.OBJECT));

    private Wire() {}

    static TypeName nullable(TypeName type) {
        return type.annotated(NULLABLE);
    }

    static ClassName type(String name) {
        return ClassName.get(PACKAGE, name);
    }
}
