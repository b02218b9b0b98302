package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.rest.sdk.SdkApi.Parameter;
import dev.sallyport.control.rest.sdk.SdkApi.Place;
import dev.sallyport.control.rest.sdk.SdkApi.SdkMethod;
import dev.sallyport.control.rest.sdk.SdkModel.ListOf;
import dev.sallyport.control.rest.sdk.SdkModel.MapOf;
import dev.sallyport.control.rest.sdk.SdkModel.ModelOf;
import dev.sallyport.control.rest.sdk.SdkModel.Simple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Swift package (openapi-and-sdk 16.5): a subclass of {@code AWSAPIGatewayClient}, and a class for each model. */
final class SwiftSdk {

    /** Words that are names only between backticks. */
    private static final Set<String> RESERVED = Set.of(
            ("as associatedtype break case catch class continue default defer deinit do else enum extension fallthrough"
                            + " false fileprivate for func guard if import in init inout internal is let nil open"
                            + " operator private precedencegroup protocol public repeat rethrows return self Self static"
                            + " struct subscript super switch throw throws true try typealias var where while Any Type"
                            + " Protocol")
                    .split(" "));

    private final SdkApi api;
    private final AppleTypes types;
    private final Map<String, Object> common = new HashMap<>();

    private SwiftSdk(SdkApi api, Map<String, String> parameters) {
        this.api = api;
        this.types = new AppleTypes(api, AppleTypes.prefix(parameters));
        common.put("client", types.client());
        common.put("name", SdkNames.plain(api.name()));
        common.put("endpoint", literal(api.endpoint()));
    }

    static Archive generate(SdkApi api, Map<String, String> parameters) {
        return new SwiftSdk(api, parameters).generate();
    }

    private Archive generate() {
        Archive archive = new Archive("aws-apigateway-ios-swift/");
        for (SdkModel model : api.models().values()) {
            if (model.isClass()) {
                String name = types.className(model.name());
                archive.add("generated-src/" + name + ".swift", render("Model.swift", model(name, model)));
            }
        }
        Map<String, Object> values = Map.of("methods", methods());
        archive.add("README.md", render("README.md", values));
        archive.copy("Podfile", "objectivec/Podfile");
        archive.add("generated-src/" + types.client() + ".swift", render("Client.swift", values));
        archive.copy("generated-src/AWSApiGatewayBridge.h", "swift/AWSApiGatewayBridge.h");
        archive.copy("generated-src/Bridging_Header.h", "swift/Bridging_Header.h");
        return archive;
    }

    private String render(String template, Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(common);
        all.putAll(values);
        return Template.resource("swift/" + template).render(all);
    }

    /** Swift writes characters by their number in a way of its own. */
    private static String literal(String text) {
        return SdkNames.quoted(text, escape -> switch (escape.charAt(1)) {
            case 'u' -> "\\u{" + escape.substring(2) + "}";
            case 'b' -> "\\u{8}";
            case 'f' -> "\\u{c}";
            default -> escape;
        });
    }

    private static String name(String name) {
        return RESERVED.contains(name) ? "`" + name + "`" : name;
    }

    private String type(SdkModel.Type type) {
        return switch (types.resolved(type)) {
            case Simple simple ->
                switch (simple) {
                    case STRING -> "String";
                    case INTEGER, LONG, NUMBER, BOOLEAN -> "NSNumber";
                    case OBJECT -> "Any";
                };
            case ListOf list -> "[" + type(list.items()) + "]";
            case MapOf map -> "[String: " + (types.modelClass(map.values()) == null ? type(map.values()) : "Any") + "]";
            case ModelOf(String model) -> types.className(model);
        };
    }

    /** The type of a task's result, which is an object of Objective-C's. */
    private String result(@Nullable String model) {
        if (model == null) {
            return "AnyObject";
        }
        return switch (types.resolved(new ModelOf(model))) {
            case ModelOf(String name) -> types.className(name);
            case ListOf list -> "NSArray";
            case MapOf map -> "NSDictionary";
            case Simple simple -> "AnyObject";
        };
    }

    private List<Map<String, Object>> methods() {
        Set<String> taken = new HashSet<>(Set.of("client", "registerClient", "removeClient", "invoke"));
        List<Map<String, Object>> methods = new ArrayList<>();
        for (SdkMethod method : api.methods()) {
            List<Map<String, Object>> arguments = arguments(method);
            String result = result(method.result());
            String responseClass = method.result() == null ? null : types.modelClass(new ModelOf(method.result()));
            Map<String, Object> values = new HashMap<>();
            values.put("function", SdkNames.free(SdkNames.pathFirst(method), taken));
            values.put("title", method.verb() + " " + SdkNames.plain(method.path()));
            values.put("verb", literal(method.verb()));
            values.put("path", literal(method.path().replace("+}", "}")));
            values.put(
                    "signature",
                    String.join(
                            ", ",
                            arguments.stream()
                                    .map(each -> each.get("variable") + ": " + each.get("type"))
                                    .toList()));
            values.put(
                    "placed",
                    arguments.stream().filter(each -> each.containsKey("name")).toList());
            for (Place place : Place.values()) {
                values.put(place.name(), method.names(place).isEmpty() ? "let" : "var");
            }
            values.put("body", method.input() == null ? "nil" : "body");
            values.put("result", result);
            values.put("responseClass", responseClass == null ? "nil" : responseClass + ".self");
            values.put("cast", result.equals("AnyObject") ? "" : " as! AWSTask<" + result + ">");
            methods.add(values);
        }
        return methods;
    }

    private List<Map<String, Object>> arguments(SdkMethod method) {
        Set<String> taken = new HashSet<>(Set.of("body", "headerParameters", "queryParameters", "pathParameters"));
        List<Map<String, Object>> arguments = new ArrayList<>();
        for (Parameter parameter : method.parameters()) {
            String variable = SdkNames.free(SdkNames.identifier(SdkNames.camel(parameter.name())), taken);
            arguments.add(Map.of(
                    "variable",
                    variable.equals("self") ? "self_" : name(variable),
                    "type",
                    parameter.required() ? "String" : "String?",
                    "name",
                    literal(parameter.name()),
                    "dictionary",
                    switch (parameter.place()) {
                        case PATH -> "pathParameters";
                        case QUERY -> "queryParameters";
                        case HEADER -> "headerParameters";
                    }));
        }
        if (method.input() != null) {
            arguments.add(Map.of("variable", "body", "type", type(new ModelOf(method.input()))));
        }
        return arguments;
    }

    private Map<String, Object> model(String name, SdkModel model) {
        Set<String> taken = new HashSet<>();
        Set<String> constants = new HashSet<>();
        List<Map<String, Object>> properties = new ArrayList<>();
        for (SdkModel.Property property : model.properties()) {
            String variable = SdkNames.free(AppleTypes.property(property.name()), taken);
            String modelClass = types.modelClass(property.type());
            properties.add(Map.of(
                    "property",
                    name(variable),
                    "key",
                    literal(variable),
                    "transformer",
                    variable + "JSONTransformer",
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
                    property.values().stream()
                            .map(value -> Map.of(
                                    "constant",
                                    SdkNames.free(
                                            SdkNames.identifier(SdkNames.camel(property.name()))
                                                    + SdkNames.pascal(value)
                                                    + "Value",
                                            constants),
                                    "value",
                                    literal(value)))
                            .toList()));
        }
        return Map.of("class", name, "properties", properties);
    }
}
