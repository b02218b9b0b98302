package dev.sallyport.wire.generator;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the types of one service into Java types and into code that makes their shapes. Shapes without parts become
 * constants of the package-private class {@code Shapes} in the service's package.
 */
final class Shapes {

    private final Facts facts;
    private final Overlay overlay;
    private final ClassName holder;
    private final Map<String, CodeBlock> constants = new TreeMap<>();

    Shapes(Facts facts, Overlay overlay) {
        this.facts = facts;
        this.overlay = overlay;
        this.holder = ClassName.get(Wire.PACKAGE + "." + facts.key(), "Shapes");
    }

    ClassName record(String structure) {
        return ClassName.get(holder.packageName(), structure);
    }

    /** The Java type of values, without nullness. */
    TypeName javaType(Type type, String path) {
        return switch (type) {
            case Type.Plain plain -> plainType(plain.name(), path);
            case Type.Named named ->
                facts.enums().containsKey(named.name()) ? ClassName.get(String.class) : record(named.name());
            case Type.Listing list ->
                ParameterizedTypeName.get(ClassName.get(List.class), javaType(list.element(), path + ".*"));
            case Type.Mapping map ->
                ParameterizedTypeName.get(
                        ClassName.get(Map.class), ClassName.get(String.class), javaType(map.value(), path + ".*"));
        };
    }

    private TypeName plainType(String name, String path) {
        return switch (name) {
            case "string" -> ClassName.get(String.class);
            case "number" ->
                switch (overlay.width(path)) {
                    case "long" -> TypeName.LONG.box();
                    case "double" -> TypeName.DOUBLE.box();
                    default -> TypeName.INT.box();
                };
            case "boolean" -> TypeName.BOOLEAN.box();
            case "blob", "stream" -> ArrayTypeName.of(TypeName.BYTE);
            case "document" -> ClassName.OBJECT;
            case "timestamp", "timestamp(date-time)", "timestamp(http-date)", "timestamp(epoch-seconds)" ->
                ClassName.get(Instant.class);
            default -> throw unknown(name);
        };
    }

    /** An expression of type {@code Supplier<Shape>}. */
    CodeBlock supplier(Facts.Member member, String path) {
        return supplier(member.type(), path, member.location());
    }

    private CodeBlock supplier(Type type, String path, String location) {
        return switch (type) {
            case Type.Plain plain -> plain(plain.name(), path, location);
            case Type.Named named -> named(named.name());
            case Type.Listing list -> listing(list, path, location);
            case Type.Mapping map ->
                CodeBlock.of(
                        "new $T(new $T($L.shape(), $L))",
                        Wire.HELD,
                        Wire.SHAPE.nestedClass("MapOf"),
                        supplier(map.key(), path + ".key", location),
                        supplier(map.value(), path + ".*", location));
        };
    }

    private CodeBlock named(String name) {
        List<String> values = facts.enums().get(name);
        if (values == null) {
            return link(name);
        }
        CodeBlock list = values(overlay.values(name, values));
        return constant(Names.constant(name), text(name, list, null, null, null));
    }

    /** An expression that is both the supplier of a structure's shape and the function that makes its record. */
    CodeBlock link(String structure) {
        return CodeBlock.of("new $T<>($S)", LinkSource.name(facts), structure);
    }

    private CodeBlock listing(Type.Listing list, String path, String location) {
        CodeBlock element = supplier(list.element(), path + ".*", location);
        Overlay.Constraint limits = overlay.constraint(path);
        ClassName listOf = Wire.SHAPE.nestedClass("ListOf");
        return limits == null
                ? CodeBlock.of("new $T(new $T($L))", Wire.HELD, listOf, element)
                : CodeBlock.of("new $T(new $T($L, $L, $L))", Wire.HELD, listOf, element, limits.min(), limits.max());
    }

    private CodeBlock plain(String name, String path, String location) {
        return switch (name) {
            case "string" -> string(path);
            case "number" -> number(path);
            case "boolean" -> constant("BOOL", CodeBlock.of("new $T()", Wire.SHAPE.nestedClass("Bool")));
            case "blob", "stream" -> constant("BLOB", CodeBlock.of("new $T()", Wire.SHAPE.nestedClass("Blob")));
            case "document" -> constant("DOCUMENT", CodeBlock.of("new $T()", Wire.SHAPE.nestedClass("Document")));
            default -> timestamp(name, location);
        };
    }

    private CodeBlock string(String path) {
        Overlay.Constraint limits = overlay.textConstraint(path);
        if (limits == null) {
            return constant("TEXT", text("String", values(List.of()), null, null, null));
        }
        return constant(
                Names.constant(limits.name()) + "_TEXT",
                text(limits.name(), values(List.of()), limits.pattern(), limits.min(), limits.max()));
    }

    private static CodeBlock text(
            String name, CodeBlock values, @Nullable String pattern, @Nullable Long min, @Nullable Long max) {
        CodeBlock quoted = pattern == null ? CodeBlock.of("null") : CodeBlock.of("$S", pattern);
        ClassName text = Wire.SHAPE.nestedClass("Text");
        return CodeBlock.of("new $T($S, $L, $L, $L, $L)", text, name, values, quoted, min, max);
    }

    private static CodeBlock values(List<String> values) {
        CodeBlock quoted = values.stream().map(it -> CodeBlock.of("$S", it)).collect(CodeBlock.joining(", "));
        return CodeBlock.of("$T.of($L)", List.class, quoted);
    }

    private CodeBlock number(String path) {
        String width = overlay.width(path);
        if (width.equals("double")) {
            return constant("DECIMAL", CodeBlock.of("new $T()", Wire.SHAPE.nestedClass("Decimal")));
        }
        boolean wide = width.equals("long");
        ClassName type = Wire.SHAPE.nestedClass(wide ? "LongInt" : "Int");
        Overlay.Constraint limits = overlay.constraint(path);
        if (limits == null) {
            return constant(wide ? "LONG" : "INT", CodeBlock.of("new $T(null, null)", type));
        }
        String name = Names.constant(limits.name()) + (wide ? "_LONG" : "_INT");
        String suffix = wide ? "L" : "";
        String min = limits.min() == null ? "null" : limits.min() + suffix;
        String max = limits.max() == null ? "null" : limits.max() + suffix;
        return constant(name, CodeBlock.of("new $T($L, $L)", type, min, max));
    }

    /** The format that the model states, or else the protocol's default for the place where the member travels. */
    private CodeBlock timestamp(String name, String location) {
        String format = switch (name) {
            case "timestamp(date-time)" -> "DATE_TIME";
            case "timestamp(http-date)" -> "HTTP_DATE";
            case "timestamp(epoch-seconds)" -> "EPOCH_SECONDS";
            case "timestamp" -> defaultFormat(location);
            default -> throw unknown(name);
        };
        return constant(
                format,
                CodeBlock.of(
                        "new $T($T.$L)",
                        Wire.SHAPE.nestedClass("Timestamp"),
                        Wire.SHAPE.nestedClass("TimestampFormat"),
                        format));
    }

    private String defaultFormat(String location) {
        if (facts.protocols().contains("QUERY")) {
            return "DATE_TIME";
        }
        return switch (location) {
            case "header", "prefix-headers" -> "HTTP_DATE";
            case "query", "query-params", "label" -> "DATE_TIME";
            default -> "EPOCH_SECONDS";
        };
    }

    private static IllegalStateException unknown(String name) {
        return new IllegalStateException("unknown type " + name);
    }

    private CodeBlock constant(String name, CodeBlock shape) {
        CodeBlock before = constants.putIfAbsent(name, shape);
        if (before != null && !before.equals(shape)) {
            throw new IllegalStateException(facts.key() + ": two shapes want the name " + name);
        }
        return CodeBlock.of("$T.$L", holder, name);
    }

    /** The class of the constants; complete when all records have been made. */
    TypeSpec constants() {
        TypeSpec.Builder type = TypeSpec.classBuilder(holder)
                .addJavadoc("The shapes without parts that the structures of this service share.\n")
                .addModifiers(Modifier.FINAL);
        constants.forEach((name, shape) -> type.addField(FieldSpec.builder(Wire.HELD, name)
                .addModifiers(Modifier.STATIC, Modifier.FINAL)
                .initializer("new $T($L)", Wire.HELD, shape)
                .build()));
        return type.build();
    }
}
