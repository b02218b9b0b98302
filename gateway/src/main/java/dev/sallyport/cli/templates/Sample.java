package dev.sallyport.cli.templates;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.mapping.MappingSource;
import dev.sallyport.mapping.json.TextBody;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that is told on the command line; what is not told of the context is made up. */
final class Sample implements MappingSource {

    private final Map<String, String> path = new LinkedHashMap<>();
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> context = new LinkedHashMap<>();
    private final Map<String, String> stageVariables;
    private final TextBody body;

    Sample(
            Map<String, String> parameters,
            Map<String, String> givenContext,
            Map<String, String> stageVariables,
            String body) {
        parameters.forEach(this::addParameter);
        this.stageVariables = stageVariables;
        this.body = new TextBody(body);
        context.put("resourceId", "abcdef");
        context.put("resourcePath", "/sample");
        context.put("httpMethod", body.isEmpty() ? "GET" : "POST");
        context.put("extendedRequestId", "OQ3x1Gd8joEFZAw=");
        context.put("requestTime", "01/Jan/2025:00:00:00 +0000");
        context.put("path", "/test/sample");
        context.put("accountId", "123456789012");
        context.put("protocol", "HTTP/1.1");
        context.put("requestOverride", "");
        context.put("stage", "test");
        context.put("domainPrefix", "sample");
        context.put("requestTimeEpoch", "1735689600000");
        context.put("requestId", "11111111-2222-3333-4444-555555555555");
        context.put("identity.sourceIp", "127.0.0.1");
        context.put("identity.userAgent", "sallyport");
        context.put("domainName", "sample.execute-api.us-east-1.amazonaws.com");
        context.put("deploymentId", "sample");
        context.put("responseOverride", "");
        context.put("apiId", "sample");
        context.putAll(givenContext);
    }

    private void addParameter(String name, String value) {
        int dot = name.indexOf('.');
        Map<String, String> kind = switch (dot < 0 ? name : name.substring(0, dot)) {
            case "path" -> path;
            case "querystring" -> query;
            case "header" -> headers;
            default ->
                throw new CommandFailure("A parameter is path.NAME, querystring.NAME or header.NAME, not " + name);
        };
        kind.put(name.substring(dot + 1), value);
    }

    /** Everything by the name that a template has for it. */
    Map<String, String> visible() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("input.body", body.textOrEmptyObject());
        path.forEach((name, value) -> all.put("input.params().path." + name, value));
        query.forEach((name, value) -> all.put("input.params().querystring." + name, value));
        headers.forEach((name, value) -> all.put("input.params().header." + name, value));
        stageVariables.forEach((name, value) -> all.put("stageVariables." + name, value));
        context.forEach((name, value) -> {
            if (!name.endsWith("Override")) {
                all.put("context." + name, value);
            }
        });
        return all;
    }

    private static List<String> optional(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public @Nullable String pathParameter(String name) {
        return path.get(name);
    }

    @Override
    public List<String> queryParameters(String name) {
        return optional(query.get(name));
    }

    @Override
    public List<String> requestHeaders(String name) {
        return optional(headers.get(name));
    }

    @Override
    public List<String> pathParameterNames() {
        return List.copyOf(path.keySet());
    }

    @Override
    public List<String> queryParameterNames() {
        return List.copyOf(query.keySet());
    }

    @Override
    public List<String> requestHeaderNames() {
        return List.copyOf(headers.keySet());
    }

    @Override
    public @Nullable String context(String variable) {
        return context.get(variable);
    }

    @Override
    public List<String> contextNames(String group) {
        String prefix = group.isEmpty() ? "" : group + ".";
        Set<String> names = new LinkedHashSet<>();
        for (String variable : context.keySet()) {
            if (variable.startsWith(prefix)) {
                int dot = variable.indexOf('.', prefix.length());
                names.add(variable.substring(prefix.length(), dot < 0 ? variable.length() : dot));
            }
        }
        return List.copyOf(names);
    }

    @Override
    public @Nullable String stageVariable(String name) {
        return stageVariables.get(name);
    }

    @Override
    public Map<String, String> stageVariables() {
        return stageVariables;
    }

    @Override
    public TextBody requestText() {
        return body;
    }

    @Override
    public List<String> integrationHeaders(String name) {
        return List.of();
    }

    @Override
    public TextBody integrationText() {
        return body;
    }
}
