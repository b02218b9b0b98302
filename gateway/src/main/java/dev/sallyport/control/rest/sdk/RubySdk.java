package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.rest.sdk.SdkApi.Parameter;
import dev.sallyport.control.rest.sdk.SdkApi.SdkMethod;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The Ruby gem (openapi-and-sdk 16.5): a client of {@code aws-sdk-core}, which is told the API's shapes and operations. */
final class RubySdk {

    /** Names that mean something else already, as modules. */
    private static final Set<String> MODULES = Set.of(
            ("Array Aws BasicObject Class Comparable Complex Data Dir Encoding Enumerable Enumerator Exception Fiber File"
                            + " Float GC Gem Hash IO Integer JSON Kernel Marshal Math Method Module Monitor Mutex Net"
                            + " Numeric Object ObjectSpace Proc Process Queue Random Range Rational Regexp Seahorse Set"
                            + " Signal String StringIO Struct Symbol Thread Time TracePoint URI")
                    .split(" "));

    /** Methods that clients have already. */
    private static final Set<String> CLIENT = Set.of(
            ("api_requests build_request class clone config display dup extend freeze handlers hash inspect initialize"
                            + " instance_eval instance_exec itself method methods object_id operation operation_names"
                            + " public_send send setup_stubbing stub_data stub_responses tap then to_s wait_until")
                    .split(" "));

    private final SdkApi api;
    private final Map<String, Object> common = new HashMap<>();
    private final String gem;
    private final String pathPrefix;
    private final Set<String> classes = new HashSet<>(Set.of("API", "Aws", "Seahorse", "Shapes", "Struct", "Types"));
    private final RubyShapes shapes;

    private RubySdk(SdkApi api, Map<String, String> parameters) {
        this.api = api;
        String service = SdkKind.given(parameters, "service.name");
        String module = SdkNames.upperFirst(service);
        SdkKind.require(service.matches("[A-Za-z]+") && !MODULES.contains(module), "service.name", service);
        this.gem = SdkKind.coordinate(parameters, "ruby.gem-name", service.toLowerCase(Locale.ROOT) + "-sdk");
        URI endpoint = URI.create(api.endpoint());
        this.pathPrefix = endpoint.getRawPath();
        this.shapes = new RubyShapes(api, classes);
        common.put("module", module);
        common.put("gem", gem);
        common.put("identifier", service.toLowerCase(Locale.ROOT));
        common.put("version", SdkKind.coordinate(parameters, "ruby.gem-version", "1.0.0"));
        common.put("name", SdkNames.plain(api.name()));
        common.put("nameLiteral", RubyShapes.literal(SdkNames.plain(api.name())));
        common.put("apiId", RubyShapes.literal(api.apiId()));
        common.put("endpoint", RubyShapes.literal(endpoint.getScheme() + "://" + endpoint.getRawAuthority()));
        common.put("region", RubyShapes.literal(api.region()));
        common.put("signed", api.methods().stream().anyMatch(SdkMethod::signed));
    }

    static Archive generate(SdkApi api, Map<String, String> parameters) {
        return new RubySdk(api, parameters).generate();
    }

    private Archive generate() {
        Archive archive = new Archive(gem + "/");
        Map<String, Object> values = new HashMap<>(Map.of("operations", operations(), "authorizers", authorizers()));
        // The shapes that the operations use are known when the operations are.
        values.put("structures", shapes.structures());
        values.put("collections", shapes.collections());
        values.put("errorShapes", shapes.errors());
        archive.add("README.md", render("README.md", values));
        archive.add("VERSION", common.get("version") + "\n");
        archive.add(gem + ".gemspec", render("gemspec", values));
        archive.add("lib/" + gem + ".rb", render("gem.rb", values));
        for (String file : List.of("client", "client_api", "customizations", "errors", "resource", "types")) {
            archive.add("lib/" + gem + "/" + file + ".rb", render(file + ".rb", values));
        }
        for (String plugin : List.of("apig_endpoint", "authorizer")) {
            archive.add("lib/" + gem + "/plugins/" + plugin + ".rb", render("plugins/" + plugin + ".rb", values));
        }
        return archive;
    }

    private String render(String template, Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(common);
        all.putAll(values);
        return Template.resource("ruby/" + template).render(all);
    }

    private List<Map<String, Object>> operations() {
        Set<String> taken = new HashSet<>(CLIENT);
        List<Map<String, Object>> operations = new ArrayList<>();
        for (SdkMethod method : api.methods()) {
            String name = SdkNames.upperFirst(SdkNames.verbFirst(method).replaceFirst("^_", "Op"));
            String request = SdkNames.free(name + "Request", classes);
            String response = SdkNames.free(name + "Response", classes);
            List<RubyShapes.Member> members = members(method);
            List<RubyShapes.Member> result = result(method);
            shapes.define(
                    request,
                    members,
                    method.input() == null ? "" : members.getLast().symbol());
            shapes.define(
                    response, result, result.isEmpty() ? "" : result.getLast().symbol());
            Map<String, Object> values = new HashMap<>();
            values.put("operation", SdkNames.free(SdkNames.underscore(name), taken));
            values.put("operationName", RubyShapes.literal(name));
            values.put("title", method.verb() + " " + SdkNames.plain(method.path()));
            values.put("verb", RubyShapes.literal(method.verb()));
            values.put("path", RubyShapes.literal(pathPrefix + method.path()));
            values.put("request", request);
            values.put("response", response);
            values.put(
                    "members", members.stream().map(RubyShapes.Member::values).toList());
            values.put(
                    "call",
                    String.join(
                            ", ",
                            members.stream()
                                    .map(each -> each.symbol() + ": ...")
                                    .toList()));
            values.put("results", result.stream().map(RubyShapes.Member::values).toList());
            values.put("apiKey", method.apiKey());
            values.put("authorization", authorization(method));
            values.put(
                    "token",
                    method.token() == null ? List.of() : List.of(Map.of("authorizer", symbol(method.token()))));
            values.put("errors", shapes.errors(method));
            operations.add(values);
        }
        return operations;
    }

    /** How a call proves who sends it; nothing when the API has nothing that needs it. */
    private List<Map<String, String>> authorization(SdkMethod method) {
        if (method.signed()) {
            return List.of(Map.of("type", "v4"));
        }
        if (method.token() != null) {
            return List.of(Map.of("type", "custom"));
        }
        return Boolean.TRUE.equals(common.get("signed")) ? List.of(Map.of("type", "none")) : List.of();
    }

    private static String symbol(SdkApi.Token token) {
        return ":" + RubyShapes.literal(token.authorizer());
    }

    private List<Map<String, String>> authorizers() {
        Map<String, Map<String, String>> authorizers = new TreeMap<>();
        for (SdkMethod method : api.methods()) {
            SdkApi.Token token = method.token();
            if (token != null) {
                authorizers.put(
                        token.authorizer(),
                        Map.of(
                                "authorizer", symbol(token),
                                "authorizerName", RubyShapes.literal(token.authorizer()),
                                "header", RubyShapes.literal(token.header())));
            }
        }
        return List.copyOf(authorizers.values());
    }

    private List<RubyShapes.Member> members(SdkMethod method) {
        Set<String> taken = new HashSet<>(Set.of("api_key"));
        List<RubyShapes.Member> members = new ArrayList<>();
        String body = method.input() == null ? null : RubyShapes.member(method.input(), taken);
        for (Parameter parameter : method.parameters()) {
            String place = switch (parameter.place()) {
                case PATH -> "uri";
                case QUERY -> "querystring";
                case HEADER -> "header";
            };
            members.add(new RubyShapes.Member(
                    RubyShapes.member(parameter.name(), taken),
                    parameter.name(),
                    new RubyShapes.Shape("string", "String"),
                    parameter.required(),
                    place));
        }
        if (body != null) {
            String model = Objects.requireNonNull(method.input(), "a body has a model");
            members.add(new RubyShapes.Member(body, model, shapes.ofModel(model), true, ""));
        }
        return members;
    }

    private List<RubyShapes.Member> result(SdkMethod method) {
        String model = method.result();
        return model == null
                ? List.of()
                : List.of(new RubyShapes.Member(
                        RubyShapes.member(model, new HashSet<>()), model, shapes.ofModel(model), true, ""));
    }
}
