package dev.sallyport.pipeline;

import dev.sallyport.mapping.MappingSource;
import dev.sallyport.mapping.Template;
import dev.sallyport.mapping.json.TextBody;
import dev.sallyport.mapping.template.Context;
import dev.sallyport.mapping.template.Overrides;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What templates and mappings keep of one request: nothing as long as none of them runs. */
public final class MappingState {

    private final MappingSource source;
    private @Nullable Template requestTemplate;
    private @Nullable Context context;
    private @Nullable TextBody requestText;
    private @Nullable TextBody integrationText;
    private boolean binary;
    private boolean plain;

    MappingState(MappingSource source) {
        this.source = source;
    }

    void begin() {
        requestTemplate = null;
        context = null;
        requestText = null;
        integrationText = null;
        binary = false;
        plain = false;
    }

    /** Whether the request's body is bytes, on which no template can run (BIN-5). */
    public boolean isBinary() {
        return binary;
    }

    /** Says whether the request's body is bytes. */
    public void binary(boolean isBytes) {
        binary = isBytes;
    }

    /** Whether the content coding of the request's body has been undone (CMP-4). */
    public boolean isPlain() {
        return plain;
    }

    /** Says that the content coding of the request's body has been undone. */
    public void plain() {
        plain = true;
    }

    /** The template that the request is to be rendered with, or null. */
    public @Nullable Template requestTemplate() {
        return requestTemplate;
    }

    /** Keeps the template until the parameters are mapped. */
    public void requestTemplate(Template template) {
        requestTemplate = template;
    }

    /** {@code $context} as templates see it; made when it is first asked for. */
    public Context context() {
        Context made = context;
        if (made == null) {
            made = new Context(source);
            context = made;
        }
        return made;
    }

    /** What templates have overridden so far; null when no template has run. */
    public @Nullable Overrides overrides() {
        return context == null ? null : context.overrides();
    }

    TextBody requestText(@Nullable ByteBuf body) {
        TextBody text = requestText;
        if (text == null) {
            text = text(body);
            requestText = text;
        }
        return text;
    }

    TextBody integrationText(@Nullable ByteBuf body) {
        TextBody text = integrationText;
        if (text == null) {
            text = text(body);
            integrationText = text;
        }
        return text;
    }

    /** There is another request body. */
    void forgetRequestText() {
        requestText = null;
    }

    /** There is another body of the integration's response. */
    void forgetIntegrationText() {
        integrationText = null;
    }

    private static TextBody text(@Nullable ByteBuf body) {
        return body == null || !body.isReadable()
                ? TextBody.EMPTY
                : new TextBody(body.toString(StandardCharsets.UTF_8));
    }
}
