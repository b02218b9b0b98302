package dev.sallyport.mapping.template;

import dev.sallyport.mapping.MappingSource;
import dev.sallyport.mapping.Template;
import dev.sallyport.mapping.json.PathExpression;
import dev.sallyport.mapping.json.TextBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A template that has been read. Immutable, shared by all requests. */
final class CompiledTemplate implements Template {

    private final String name;
    private final Part root;
    private final List<String> variables;
    private final Map<String, PathExpression> paths;
    private final TemplateBounds bounds;

    /**
     * @param variables names by slot
     * @param paths the JSON paths that the template has as constants
     */
    CompiledTemplate(
            String name, Part root, List<String> variables, Map<String, PathExpression> paths, TemplateBounds bounds) {
        this.name = name;
        this.root = root;
        this.variables = List.copyOf(variables);
        this.paths = Map.copyOf(paths);
        this.bounds = bounds;
    }

    PathExpression path(String text) {
        PathExpression known = paths.get(text);
        return known != null ? known : PathExpression.compile(text);
    }

    @Override
    public String render(MappingSource source, TextBody body, Context context) {
        return rendered(source, body, context).output();
    }

    /** What a trial shows: the output, and what every variable of the author's prints at the end. */
    Trial trial(MappingSource source, TextBody body, Context context) {
        Run run = rendered(source, body, context);
        Map<String, String> values = new TreeMap<>();
        for (int slot = Variables.RESERVED; slot < variables.size(); slot++) {
            Object value = run.get(slot);
            values.put(variables.get(slot), value == null ? "" : run.print(value));
        }
        return new Trial(run.output(), values);
    }

    private Run rendered(MappingSource source, TextBody body, Context context) {
        Run run = new Run(this, variables.size(), source, body, bounds);
        run.set(Variables.INPUT, Input.INSTANCE);
        run.set(Variables.UTIL, Util.INSTANCE);
        run.set(Variables.CONTEXT, context.root());
        run.set(
                Variables.STAGE_VARIABLES,
                new LinkedHashMap<@Nullable Object, @Nullable Object>(source.stageVariables()));
        try {
            root.render(run);
            return run;
        } catch (BoundException bound) {
            throw failed(run, "bound met: " + bound.getMessage(), bound);
        } catch (RuntimeException failure) {
            throw failed(run, String.valueOf(failure.getMessage()), failure);
        } catch (StackOverflowError deep) {
            throw failed(run, "too deep", deep);
        }
    }

    private TemplateException failed(Run run, String what, Throwable cause) {
        return new TemplateException(what, name, run.line(), run.column(), cause);
    }
}
