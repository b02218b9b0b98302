package dev.sallyport.mapping.template;

import dev.sallyport.mapping.MappingSource;
import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.mapping.json.JsonTree;
import dev.sallyport.mapping.json.PathExpression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code $input} (8.2). */
enum Input implements Script {
    INSTANCE;

    private static final String EMPTY_TEXT = "\"\"";

    @Override
    public @Nullable Object property(String name, Run run) {
        return name.equals("body") ? run.body().textOrEmptyObject() : null;
    }

    @Override
    public @Nullable Object call(String name, @Nullable Object[] arguments, Run run) {
        return switch (name) {
            case "json" -> arguments.length < 2 ? json(path(arguments, run), run) : null;
            case "path" -> arguments.length < 2 ? value(read(path(arguments, run), run)) : null;
            case "params" ->
                switch (arguments.length) {
                    case 0 -> params(run.source());
                    case 1 -> arguments[0] == null ? "" : param(run.source(), run.print(arguments[0]));
                    default -> null;
                };
            default -> null;
        };
    }

    private static String path(@Nullable Object[] arguments, Run run) {
        Object path = arguments.length == 0 ? "$" : arguments[0];
        return path == null ? "" : run.print(path);
    }

    private static @Nullable Object read(String path, Run run) {
        PathExpression compiled = run.path(path);
        Object tree = run.body().tree();
        if (tree != JsonTree.INVALID) {
            run.work(1 + (run.body().text().length() >> 6));
        }
        return compiled.read(tree, run::work);
    }

    /** VTL-11: JSON text; two quotation marks when there is nothing. */
    private static String json(String path, Run run) {
        Object value = read(path, run);
        if (value == PathExpression.MISSING) {
            return EMPTY_TEXT;
        }
        String text = JsonText.of(value, run::growing);
        run.text(text.length());
        return text;
    }

    private static @Nullable Object value(@Nullable Object read) {
        return read == PathExpression.MISSING ? null : read;
    }

    /** VTL-13: three maps, each of the last value by name. */
    private static Map<String, @Nullable Object> params(MappingSource source) {
        Map<String, @Nullable Object> path = new LinkedHashMap<>();
        source.pathParameterNames().forEach(name -> path.put(name, source.pathParameter(name)));
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        source.queryParameterNames().forEach(name -> query.put(name, last(source.queryParameters(name))));
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        source.requestHeaderNames().forEach(name -> header.put(name, last(source.requestHeaders(name))));
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("path", path);
        all.put("querystring", query);
        all.put("header", header);
        return all;
    }

    /** VTL-14: path, then query, then header; an empty text when there is none. */
    private static String param(MappingSource source, String name) {
        String path = source.pathParameter(name);
        if (path != null) {
            return path;
        }
        String query = last(source.queryParameters(name));
        if (query != null) {
            return query;
        }
        String header = last(source.requestHeaders(name));
        return header == null ? "" : header;
    }

    private static @Nullable String last(List<String> values) {
        return values.isEmpty() ? null : values.getLast();
    }
}
