package dev.sallyport.mapping.template;

import dev.sallyport.mapping.MappingSource;
import dev.sallyport.mapping.Template;
import dev.sallyport.mapping.json.TextBody;
import java.util.Map;
import java.util.function.Consumer;

/** Reads templates, once, when a stage is compiled. Velocity is loaded with the first one that holds VTL. */
public final class TemplateCompiler {

    private final TemplateBounds bounds;

    /** @param bounds of every rendering */
    public TemplateCompiler(TemplateBounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Reads a template; white space at both ends of the text is dropped (VTL-3).
     *
     * @param name for the messages of failures
     * @throws TemplateException when it cannot be read
     */
    public Template compile(String name, String text) {
        return Template.isLiteral(text) ? Template.literal(text) : read(name, text);
    }

    /**
     * As {@link #compile}, but what cannot be read becomes a template that fails with the same message whenever it is
     * rendered, as on AWS, where a bad template is found by its first request.
     *
     * @param problem is told of what cannot be read
     */
    public Template compileOrFail(String name, String text, Consumer<TemplateException> problem) {
        try {
            return compile(name, text);
        } catch (TemplateException unreadable) {
            problem.accept(unreadable);
            return (source, body, context) -> {
                throw unreadable;
            };
        }
    }

    /**
     * Reads and renders a template for people.
     *
     * @throws TemplateException when it cannot be read or rendered
     */
    public Trial tryOut(String name, String text, MappingSource source, TextBody body, Context context) {
        return Template.isLiteral(text)
                ? new Trial(text.strip(), Map.of())
                : read(name, text).trial(source, body, context);
    }

    private CompiledTemplate read(String name, String text) {
        if (text.length() > bounds.templateCharacters()) {
            throw new TemplateException(
                    "a template of more than " + bounds.templateCharacters() + " characters", name, 1, 1, null);
        }
        return TreeCompiler.compile(name, text, bounds);
    }
}
