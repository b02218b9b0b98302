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
import java.util.Objects;
import java.util.Set;

/**
 * The Android package (openapi-and-sdk 16.5): an interface whose annotations {@code ApiClientFactory} of
 * {@code aws-android-sdk-apigateway-core} turns into calls, and a class for each model.
 */
final class AndroidSdk {

    /** What the classes call without a package. */
    private static final Set<String> USED = Set.of(
            "String",
            "Object",
            "Integer",
            "Long",
            "Boolean",
            "BigDecimal",
            "List",
            "Map",
            "ArrayList",
            "HashMap",
            "SerializedName",
            "ApiRequest",
            "ApiResponse",
            "Operation",
            "Parameter",
            "Service");

    private final SdkApi api;
    private final Map<String, String> classes;
    private final Map<String, Object> common = new HashMap<>();
    private final String client;
    private final String folder;
    private final Archive archive;

    private AndroidSdk(SdkApi api, Map<String, String> parameters) {
        this.api = api;
        String javaPackage = SdkKind.given(parameters, "invokerPackage");
        SdkKind.require(JavaTypes.isPackage(javaPackage), "invokerPackage", javaPackage);
        this.client = SdkNames.identifier(SdkNames.client(api.name())) + "Client";
        Set<String> taken = new HashSet<>(USED);
        taken.add(client);
        this.classes = SdkNames.classes(api.models(), name -> SdkNames.identifier(SdkNames.pascal(name)), taken);
        this.folder = "src/main/java/" + javaPackage.replace('.', '/') + "/";
        common.put("package", javaPackage);
        common.put("client", client);
        common.put("name", SdkNames.plain(api.name()));
        common.put("endpoint", SdkNames.quoted(api.endpoint()));
        for (String coordinate : List.of("groupId", "artifactId", "artifactVersion")) {
            common.put(coordinate, SdkKind.coordinate(parameters, coordinate, ""));
        }
        this.archive = new Archive(common.get("artifactId") + "-" + common.get("artifactVersion") + "/");
    }

    static Archive generate(SdkApi api, Map<String, String> parameters) {
        return new AndroidSdk(api, parameters).generate();
    }

    private Archive generate() {
        List<Map<String, String>> imports = api.models().values().stream()
                .filter(AndroidSdk::isClass)
                .map(model -> Map.of("class", className(model.name())))
                .toList();
        Map<String, Object> methods = Map.of("methods", methods(), "classes", imports);
        archive.add("README.md", render("README.md", methods));
        archive.add("pom.xml", render("pom.xml", Map.of()));
        archive.add("build.gradle", render("build.gradle", Map.of()));
        archive.add("settings.gradle", render("settings.gradle", Map.of()));
        archive.add(folder + client + ".java", render("Client.java", methods));
        for (SdkModel model : api.models().values()) {
            if (isClass(model)) {
                String name = className(model.name());
                archive.add(
                        folder + "model/" + name + ".java",
                        model.isClass()
                                ? render("Model.java", model(name, model))
                                : render("Collection.java", Map.of("class", name, "base", base(model))));
            }
        }
        return archive;
    }

    private String render(String template, Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(common);
        all.putAll(values);
        return Template.resource("android/" + template).render(all);
    }

    /** A list is a class of its own, because the library reads answers by the class of a method's result. */
    private static boolean isClass(SdkModel model) {
        return model.isClass() || model.alias() instanceof ListOf || model.alias() instanceof MapOf;
    }

    private String className(String model) {
        return Objects.requireNonNull(classes.get(model), "every model has a class's name");
    }

    private String base(SdkModel model) {
        return switch (model.alias()) {
            case ListOf list -> "ArrayList<" + type(list.items()) + ">";
            case MapOf map -> "HashMap<String, " + type(map.values()) + ">";
            case null, default -> throw new IllegalArgumentException(model.name() + " is no collection");
        };
    }

    private String type(SdkModel.Type type) {
        return switch (type) {
            case Simple simple ->
                switch (simple) {
                    case STRING -> "String";
                    case INTEGER -> "Integer";
                    case LONG -> "Long";
                    case NUMBER -> "BigDecimal";
                    case BOOLEAN -> "Boolean";
                    case OBJECT -> "Object";
                };
            case ListOf list -> "List<" + type(list.items()) + ">";
            case MapOf map -> "Map<String, " + type(map.values()) + ">";
            case ModelOf(String name) -> {
                SdkModel model = api.models().get(name);
                SdkModel.Type alias = model == null ? Simple.OBJECT : model.alias();
                yield alias == null || (model != null && isClass(model)) ? className(name) : type(alias);
            }
        };
    }

    private List<Map<String, Object>> methods() {
        Set<String> taken = new HashSet<>(Set.of("execute"));
        List<Map<String, Object>> methods = new ArrayList<>();
        for (SdkMethod method : api.methods()) {
            List<Map<String, Object>> arguments = arguments(method);
            String result = method.result() == null ? "void" : type(new ModelOf(method.result()));
            methods.add(Map.of(
                    "function",
                    SdkNames.free(SdkNames.pathFirst(method), taken),
                    "verb",
                    SdkNames.quoted(method.verb()),
                    "path",
                    SdkNames.quoted(method.path().replace("+}", "}")),
                    "title",
                    method.verb() + " " + SdkNames.plain(method.path()),
                    "result",
                    result,
                    "answers",
                    !result.equals("void"),
                    "arguments",
                    arguments,
                    "call",
                    String.join(
                            ", ",
                            arguments.stream()
                                    .map(each -> each.get("variable") + "")
                                    .toList())));
        }
        return methods;
    }

    private List<Map<String, Object>> arguments(SdkMethod method) {
        Set<String> taken = new HashSet<>(Set.of("body"));
        List<Map<String, Object>> arguments = new ArrayList<>();
        for (Parameter parameter : method.parameters()) {
            arguments.add(Map.of(
                    "variable",
                    SdkNames.free(JavaTypes.variable(SdkNames.camel(parameter.name())), taken),
                    "name",
                    SdkNames.quoted(parameter.name()),
                    "place",
                    SdkNames.quoted(parameter.place().name().toLowerCase(Locale.ROOT)),
                    "placed",
                    true,
                    "type",
                    "String",
                    "required",
                    parameter.required(),
                    "separator",
                    ","));
        }
        if (method.input() != null) {
            arguments.add(Map.of(
                    "variable",
                    "body",
                    "placed",
                    false,
                    "type",
                    type(new ModelOf(method.input())),
                    "required",
                    true,
                    "separator",
                    ","));
        }
        if (!arguments.isEmpty()) {
            Map<String, Object> last = new HashMap<>(arguments.removeLast());
            last.put("separator", "");
            arguments.add(last);
        }
        return arguments;
    }

    private Map<String, Object> model(String name, SdkModel model) {
        Set<String> taken = new HashSet<>(Set.of("class"));
        Set<String> constants = new HashSet<>();
        List<Map<String, Object>> properties = new ArrayList<>();
        for (SdkModel.Property property : model.properties()) {
            String field = SdkNames.free(JavaTypes.variable(SdkNames.camel(property.name())), taken);
            String constant = SdkNames.underscore(property.name()).toUpperCase(Locale.ROOT);
            properties.add(Map.of(
                    "field",
                    field,
                    "accessor",
                    SdkNames.upperFirst(field),
                    "name",
                    SdkNames.quoted(property.name()),
                    "plain",
                    SdkNames.plain(property.name()),
                    "type",
                    type(property.type()),
                    "values",
                    property.values().stream()
                            .map(value -> Map.of(
                                    "constant",
                                    SdkNames.free(constant(constant, value), constants),
                                    "value",
                                    SdkNames.quoted(value)))
                            .toList()));
        }
        return Map.of("class", name, "properties", properties);
    }

    private static String constant(String property, String value) {
        String name = SdkNames.underscore(value).toUpperCase(Locale.ROOT);
        return SdkNames.identifier(property + "_" + (name.isEmpty() ? "VALUE" : name));
    }
}
