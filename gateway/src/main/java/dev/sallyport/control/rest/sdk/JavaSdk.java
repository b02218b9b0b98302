package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.rest.sdk.SdkApi.Parameter;
import dev.sallyport.control.rest.sdk.SdkApi.SdkMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The Java package (openapi-and-sdk 16.4). Classes have the names and methods of AWS's SDKs; what AWS takes from
 * {@code aws-java-sdk-opensdk} is a small source of its own here, so that the package needs nothing but a JDK (R16.24).
 */
final class JavaSdk {

    private static final List<String> RUNTIME = List.of(
            "com/amazonaws/SdkBaseException.java",
            "com/amazonaws/auth/AWSCredentials.java",
            "com/amazonaws/auth/AWSCredentialsProvider.java",
            "com/amazonaws/auth/AWSStaticCredentialsProvider.java",
            "com/amazonaws/auth/BasicAWSCredentials.java",
            "com/amazonaws/auth/RequestSigner.java",
            "com/amazonaws/auth/SignableRequest.java",
            "com/amazonaws/opensdk/SdkErrorHttpMetadata.java",
            "com/amazonaws/opensdk/SdkResponseMetadata.java",
            "com/amazonaws/opensdk/config/ConnectionConfiguration.java",
            "com/amazonaws/opensdk/config/TimeoutConfiguration.java",
            "com/amazonaws/opensdk/internal/ClientSettings.java",
            "com/amazonaws/opensdk/internal/HttpCall.java",
            "com/amazonaws/opensdk/internal/Json.java",
            "com/amazonaws/opensdk/internal/JsonValue.java",
            "com/amazonaws/opensdk/internal/SigV4.java");

    private final SdkApi api;
    private final JavaTypes types;
    private final Map<String, Object> common = new HashMap<>();
    private final String service;
    private final String folder;
    private final String license;
    private final Archive archive = new Archive("generated-code/");

    private JavaSdk(SdkApi api, Map<String, String> parameters) {
        this.api = api;
        this.types = new JavaTypes(api.models());
        this.service = SdkKind.given(parameters, "serviceName");
        String javaPackage = SdkKind.given(parameters, "javaPackageName");
        SdkKind.require(JavaTypes.isName(service), "serviceName", service);
        SdkKind.require(JavaTypes.isPackage(javaPackage), "javaPackageName", javaPackage);
        this.folder = "src/main/java/" + javaPackage.replace('.', '/') + "/";
        String text = parameters.getOrDefault("source-code.license-text", "");
        this.license = text.isEmpty() ? "" : "/* " + SdkNames.plain(text) + " */\n";
        common.put("package", javaPackage);
        common.put("service", service);
        common.put("name", SdkNames.plain(api.name()));
        common.put("endpoint", SdkNames.quoted(api.endpoint()));
        common.put("region", SdkNames.quoted(api.region()));
        common.put("groupId", SdkKind.coordinate(parameters, "java.group-id", javaPackage));
        common.put(
                "artifactId",
                SdkKind.coordinate(parameters, "java.artifact-id", service.toLowerCase(Locale.ROOT) + "-sdk"));
        common.put("version", SdkKind.coordinate(parameters, "java.artifact-version", "1.0-SNAPSHOT"));
    }

    static Archive generate(SdkApi api, Map<String, String> parameters) {
        return new JavaSdk(api, parameters).generate(parameters.getOrDefault("java.build-system", "maven"));
    }

    private Archive generate(String buildSystem) {
        switch (buildSystem) {
            case "maven" -> archive.add("pom.xml", render("pom.xml", Map.of()));
            case "gradle" -> {
                archive.add("build.gradle", render("build.gradle", Map.of()));
                archive.add("settings.gradle", render("settings.gradle", Map.of()));
            }
            default -> SdkKind.require(false, "java.build-system", buildSystem);
        }
        for (String file : RUNTIME) {
            archive.copy("src/main/java/" + file, "java/" + file);
        }
        List<Map<String, Object>> methods = methods();
        archive.add("README.md", render("README.md", Map.of("methods", methods)));
        // By name, because java.lang has an Error of its own.
        Map<String, Object> client = Map.of("methods", methods, "classes", classes());
        source("", service, "Service.java", client);
        source("", service + "Builder", "Builder.java", Map.of());
        source("", service + "Client", "Client.java", client);
        source("model/", service + "Exception", "Exception.java", Map.of());
        for (Map<String, Object> method : methods) {
            source("model/", method.get("request") + "", "Request.java", method);
            source("model/", method.get("result") + "", "Result.java", method);
        }
        for (SdkModel model : api.models().values()) {
            if (model.isClass()) {
                source("model/", types.className(model.name()), "Model.java", model(model));
            }
        }
        errorModels()
                .forEach(model -> source("model/", model + "Exception", "ModelException.java", Map.of("model", model)));
        return archive;
    }

    private List<Map<String, String>> classes() {
        return api.models().values().stream()
                .filter(SdkModel::isClass)
                .map(model -> Map.of("class", types.className(model.name())))
                .toList();
    }

    private Set<String> errorModels() {
        Set<String> models = new HashSet<>();
        api.methods().stream()
                .flatMap(method -> method.errors().values().stream())
                .filter(types::isClass)
                .forEach(model -> models.add(types.className(model)));
        return models;
    }

    private void source(String folderBelow, String className, String template, Map<String, ?> values) {
        archive.add(folder + folderBelow + className + ".java", license + render(template, values));
    }

    private String render(String template, Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(common);
        all.putAll(values);
        return Template.resource("java/" + template).render(all);
    }

    private List<Map<String, Object>> methods() {
        Set<String> taken = new HashSet<>();
        List<Map<String, Object>> methods = new ArrayList<>();
        for (SdkMethod method : api.methods()) {
            String function = SdkNames.free(function(method), taken);
            String type = SdkNames.upperFirst(function);
            Map<String, Object> values = new HashMap<>();
            values.put("function", function);
            values.put("request", type + "Request");
            values.put("result", type + "Result");
            values.put("verb", method.verb());
            values.put("verbLiteral", SdkNames.quoted(method.verb()));
            values.put("path", SdkNames.plain(method.path()));
            values.put("pathLiteral", SdkNames.quoted(method.path()));
            values.put("parameters", parameters(method));
            values.put("hasInput", method.input() != null || method.hasBody());
            values.put("input", method.input() == null ? "Object" : types.ofModel(method.input()));
            values.put("resultType", method.result() == null ? "String" : types.ofModel(method.result()));
            values.put(
                    "readResult",
                    method.result() == null ? "text" : types.readModel(method.result(), "Json.parse(text)"));
            values.put(
                    "errors",
                    method.errors().entrySet().stream()
                            .filter(error -> types.isClass(error.getValue()))
                            .map(error -> Map.of("status", error.getKey(), "model", types.className(error.getValue())))
                            .toList());
            methods.add(values);
        }
        return methods;
    }

    private static String function(SdkMethod method) {
        return JavaTypes.variable(SdkNames.verbFirst(method));
    }

    private static List<Map<String, Object>> parameters(SdkMethod method) {
        Set<String> taken = new HashSet<>(Set.of("input"));
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (Parameter parameter : method.parameters()) {
            String field = SdkNames.free(JavaTypes.variable(SdkNames.camel(parameter.name())), taken);
            parameters.add(Map.of(
                    "field",
                    field,
                    "accessor",
                    SdkNames.upperFirst(field),
                    "nameLiteral",
                    SdkNames.quoted(parameter.name()),
                    "place",
                    parameter.place().name().toLowerCase(Locale.ROOT),
                    "required",
                    parameter.required()));
        }
        return parameters;
    }

    private Map<String, Object> model(SdkModel model) {
        Set<String> taken = new HashSet<>();
        List<Map<String, Object>> properties = new ArrayList<>();
        for (SdkModel.Property property : model.properties()) {
            String field = SdkNames.free(JavaTypes.variable(SdkNames.camel(property.name())), taken);
            properties.add(Map.of(
                    "field",
                    field,
                    "accessor",
                    SdkNames.upperFirst(field),
                    "nameLiteral",
                    SdkNames.quoted(property.name()),
                    "type",
                    types.of(property.type()),
                    "accepted",
                    types.accepted(property.type()),
                    "accept",
                    types.read(property.type(), "new" + SdkNames.upperFirst(field), 0, true),
                    "read",
                    types.read(property.type(), "map.get(" + SdkNames.quoted(property.name()) + ")", 0, false)));
        }
        return Map.of("model", types.className(model.name()), "properties", properties);
    }
}
