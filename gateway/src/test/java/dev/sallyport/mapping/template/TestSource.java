package dev.sallyport.mapping.template;

import dev.sallyport.mapping.MappingSource;
import dev.sallyport.mapping.Template;
import dev.sallyport.mapping.json.TextBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request without a pipeline. */
public final class TestSource implements MappingSource {

    public static final TemplateBounds BOUNDS =
            new TemplateBounds(300_000, 1_000_000, 1000, 100_000, 20, 2_000, System::nanoTime);

    private final Map<String, List<String>> path = new LinkedHashMap<>();
    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, String> context = new LinkedHashMap<>();
    private TextBody body = new TextBody("");

    public TestSource path(String name, String value) {
        path.put(name, List.of(value));
        return this;
    }

    public TestSource query(String name, String value) {
        query.computeIfAbsent(name, added -> new ArrayList<>()).add(value);
        return this;
    }

    public TestSource header(String name, String value) {
        headers.computeIfAbsent(name, added -> new ArrayList<>()).add(value);
        return this;
    }

    public TestSource variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    public TestSource context(String name, String value) {
        context.put(name, value);
        return this;
    }

    public TestSource body(String text) {
        body = new TextBody(text);
        return this;
    }

    /** Renders a template in a context of its own. */
    public String render(String template) {
        return render(template, new Context(this));
    }

    public String render(String template, Context within) {
        Template compiled = new TemplateCompiler(BOUNDS).compile("test", template);
        return compiled.render(this, body, within);
    }

    @Override
    public @Nullable String pathParameter(String name) {
        List<String> values = path.get(name);
        return values == null ? null : values.getLast();
    }

    @Override
    public List<String> queryParameters(String name) {
        return query.getOrDefault(name, List.of());
    }

    @Override
    public List<String> requestHeaders(String name) {
        return headers.getOrDefault(name, List.of());
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
        Set<String> names = new LinkedHashSet<>();
        if (group.isEmpty()) {
            names.addAll(List.of("requestOverride", "responseOverride"));
        }
        String prefix = group.isEmpty() ? "" : group + ".";
        for (String variable : context.keySet()) {
            if (variable.startsWith(prefix)) {
                String rest = variable.substring(prefix.length());
                names.add(rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest);
            }
        }
        return List.copyOf(names);
    }

    @Override
    public @Nullable String stageVariable(String name) {
        return variables.get(name);
    }

    @Override
    public Map<String, String> stageVariables() {
        return variables;
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
