package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.rest.sdk.SdkApi.Parameter;
import dev.sallyport.control.rest.sdk.SdkApi.SdkMethod;
import dev.sallyport.control.rest.sdk.SdkModel.ListOf;
import dev.sallyport.control.rest.sdk.SdkModel.MapOf;
import dev.sallyport.control.rest.sdk.SdkModel.ModelOf;
import dev.sallyport.control.rest.sdk.SdkModel.Simple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The Objective-C package (openapi-and-sdk 16.5): a subclass of {@code AWSAPIGatewayClient}, and a class for each model. */
final class ObjectiveCSdk {

    private static final Set<String> RESERVED = Set.of(
            ("auto break case char const continue default do double else enum extern float for goto if inline int long"
                            + " register restrict return short signed sizeof static struct switch typedef typeof union"
                            + " unsigned void volatile while asm id in out inout bycopy byref oneway atomic nonatomic"
                            + " self super nil Nil NULL YES NO BOOL SEL IMP Class Protocol true false bool strong weak"
                            + " nullable nonnull")
                    .split(" "));

    /** Names that say something to ARC about who owns what a method returns. */
    private static final Pattern FAMILY = Pattern.compile("_*(alloc|copy|init|mutableCopy|new)([^a-z].*)?");

    private final SdkApi api;
    private final AppleTypes types;
    private final Map<String, Object> common = new HashMap<>();

    private ObjectiveCSdk(SdkApi api, Map<String, String> parameters) {
        this.api = api;
        this.types = new AppleTypes(api, AppleTypes.prefix(parameters));
        common.put("client", types.client());
        common.put("name", SdkNames.plain(api.name()));
        common.put("endpoint", literal(api.endpoint()));
    }

    static Archive generate(SdkApi api, Map<String, String> parameters) {
        return new ObjectiveCSdk(api, parameters).generate();
    }

    private Archive generate() {
        Archive archive = new Archive("aws-apigateway-ios/");
        Set<String> classes = new TreeSet<>();
        for (SdkModel model : api.models().values()) {
            if (model.isClass()) {
                String name = types.className(model.name());
                classes.add(name);
                Map<String, Object> values = model(name, model);
                archive.add("generated-src/" + name + ".h", render("Model.h", values));
                archive.add("generated-src/" + name + ".m", render("Model.m", values));
            }
        }
        Map<String, Object> values = Map.of(
                "methods",
                methods(),
                "classes",
                classes.stream().map(name -> Map.of("class", name)).toList());
        archive.add("README.md", render("README.md", values));
        archive.copy("Podfile", "objectivec/Podfile");
        archive.add("generated-src/" + types.client() + ".h", render("Client.h", values));
        archive.add("generated-src/" + types.client() + ".m", render("Client.m", values));
        return archive;
    }

    private String render(String template, Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(common);
        all.putAll(values);
        return Template.resource("objectivec/" + template).render(all);
    }

    /** C knows no characters below the space by their Unicode number. */
    private static String literal(String text) {
        return "@"
                + SdkNames.quoted(
                        text,
                        escape -> escape.charAt(1) == 'u'
                                ? String.format(Locale.ROOT, "\\%03o", Integer.parseInt(escape.substring(2), 16))
                                : escape);
    }

    private String type(SdkModel.Type type) {
        return switch (types.resolved(type)) {
            case Simple simple ->
                switch (simple) {
                    case STRING -> "NSString *";
                    case INTEGER, LONG, NUMBER, BOOLEAN -> "NSNumber *";
                    case OBJECT -> "id ";
                };
            case ListOf list -> "NSArray<" + type(list.items()).strip() + "> *";
            case MapOf map -> "NSDictionary *";
            case ModelOf(String name) -> types.className(name) + " *";
        };
    }

    private List<Map<String, Object>> methods() {
        Set<String> taken = new HashSet<>();
        List<Map<String, Object>> methods = new ArrayList<>();
        for (SdkMethod method : api.methods()) {
            String function = SdkNames.free(SdkNames.pathFirst(method), taken);
            SdkModel.Type result = method.result() == null ? Simple.OBJECT : new ModelOf(method.result());
            String responseClass = types.modelClass(result);
            List<Map<String, Object>> arguments = arguments(method);
            Map<String, Object> values = new HashMap<>();
            values.put("signature", signature(function, arguments));
            values.put("family", FAMILY.matcher(function).matches());
            values.put("title", method.verb() + " " + SdkNames.plain(method.path()));
            values.put("verb", literal(method.verb()));
            values.put("path", literal(method.path().replace("+}", "}")));
            values.put("arguments", arguments);
            values.put(
                    "placed",
                    arguments.stream().filter(each -> each.containsKey("place")).toList());
            values.put("body", method.input() == null ? "nil" : "body");
            values.put("responseClass", responseClass == null ? "nil" : "[" + responseClass + " class]");
            values.put("result", method.result() == null ? "id" : type(result).strip());
            methods.add(values);
        }
        return methods;
    }

    /** The first argument has no label, as in AWS's packages. */
    private static String signature(String function, List<Map<String, Object>> arguments) {
        StringBuilder signature = new StringBuilder(function);
        for (Map<String, Object> argument : arguments) {
            boolean first = signature.length() == function.length();
            signature
                    .append(first ? "" : " " + argument.get("label"))
                    .append(":(")
                    .append(argument.get("nullable"))
                    .append(String.valueOf(argument.get("type")).strip())
                    .append(')')
                    .append(argument.get("variable"));
        }
        return signature.toString();
    }

    private List<Map<String, Object>> arguments(SdkMethod method) {
        Set<String> taken = new HashSet<>(
                Set.of("body", "headerParameters", "queryParameters", "pathParameters", "URLString", "_configuration"));
        List<Map<String, Object>> arguments = new ArrayList<>();
        for (Parameter parameter : method.parameters()) {
            String label = SdkNames.identifier(SdkNames.camel(parameter.name()));
            String variable = SdkNames.free(RESERVED.contains(label) ? label + "_" : label, taken);
            arguments.add(Map.of(
                    "label",
                    label,
                    "variable",
                    variable,
                    "type",
                    "NSString *",
                    "nullable",
                    parameter.required() ? "" : "nullable ",
                    "name",
                    literal(parameter.name()),
                    "place",
                    parameter.place().name().toLowerCase(Locale.ROOT)));
        }
        if (method.input() != null) {
            arguments.add(Map.of(
                    "label", "body", "variable", "body", "type", type(new ModelOf(method.input())), "nullable", ""));
        }
        return arguments;
    }

    private Map<String, Object> model(String name, SdkModel model) {
        Set<String> taken = new HashSet<>();
        Set<String> constants = new HashSet<>();
        Set<String> used = new TreeSet<>();
        List<Map<String, Object>> properties = new ArrayList<>();
        for (SdkModel.Property property : model.properties()) {
            String variable = SdkNames.free(property(property.name()), taken);
            String modelClass = types.modelClass(property.type());
            if (modelClass != null) {
                used.add(modelClass);
            }
            properties.add(Map.of(
                    "property",
                    variable,
                    "type",
                    type(property.type()),
                    "name",
                    literal(property.name()),
                    "plain",
                    SdkNames.plain(property.name()),
                    "modelClass",
                    modelClass == null ? "" : modelClass,
                    "isModel",
                    modelClass != null && !types.isList(property.type()),
                    "isList",
                    modelClass != null && types.isList(property.type()),
                    "values",
                    values(name, property, constants)));
        }
        return Map.of(
                "class",
                name,
                "properties",
                properties,
                "used",
                used.stream().map(each -> Map.of("usedClass", each)).toList());
    }

    private static String property(String name) {
        String property = AppleTypes.property(name);
        if (FAMILY.matcher(property).matches() && !property.startsWith("_")) {
            return "the" + SdkNames.upperFirst(property);
        }
        return RESERVED.contains(property) ? "_" + property : property;
    }

    private static List<Map<String, String>> values(String name, SdkModel.Property property, Set<String> constants) {
        return property.values().stream()
                .map(value -> Map.of(
                        "constant",
                        SdkNames.free(name + SdkNames.pascal(property.name()) + SdkNames.pascal(value), constants),
                        "value",
                        literal(value)))
                .toList();
    }
}
