package dev.sallyport.pipeline.websocket;

import dev.sallyport.http.Headers;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.mapping.SelectionExpression;
import dev.sallyport.mapping.Template;
import dev.sallyport.mapping.template.Overrides;
import dev.sallyport.mapping.template.TemplateException;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the integration response of an integration that is no proxy, and makes the answer of it (sections 12, 14).
 *
 * @param choices those with a pattern, in the order of their creation
 * @param fallback the one of {@code $default}, or null
 */
public record SelectReply(List<Choice> choices, @Nullable Choice fallback) implements Step {

    private static final String BINARY = "CONVERT_TO_BINARY";
    private static final String TEXT = "CONVERT_TO_TEXT";

    /**
     * One integration response.
     *
     * @param pattern must match the whole subject (W12.4); null for the default
     * @param headers sources by the header of the answer to a handshake (W12.7)
     * @param status source of the status of that answer, or null
     * @param templates by their keys
     * @param selection which template; null for the default one
     */
    public record Choice(
            @Nullable Pattern pattern,
            Map<String, MappingExpression> headers,
            @Nullable MappingExpression status,
            Map<String, Template> templates,
            @Nullable SelectionExpression selection,
            @Nullable String contentHandling) {}

    @Override
    public Outcome run(Exchange exchange) {
        Choice choice = choose(exchange.selectionSubject());
        if (choice == null) { // W12.1
            return Fault.configuration("No match for output mapping and no default output mapping configured. Endpoint"
                    + " Response Status Code: " + exchange.integrationStatus());
        }
        Fault failed = mapHeaders(choice, exchange);
        return failed != null ? failed : makeBody(choice, exchange);
    }

    private @Nullable Choice choose(@Nullable String subject) {
        if (subject != null) {
            for (Choice choice : choices) {
                if (choice.pattern() != null
                        && choice.pattern().matcher(subject).matches()) {
                    return choice;
                }
            }
        }
        return fallback;
    }

    private static @Nullable Fault mapHeaders(Choice choice, Exchange exchange) {
        try {
            for (Map.Entry<String, MappingExpression> header : choice.headers().entrySet()) {
                String value = header.getValue().value(exchange);
                if (value != null && !HeaderRules.isSafeValue(value.strip())) {
                    return Fault.configuration("the value for header " + header.getKey() + " holds a line break");
                }
                if (value != null) {
                    exchange.responseHeaders().add(header.getKey(), value.strip());
                }
            }
            String status = choice.status() == null ? null : choice.status().value(exchange);
            if (status != null && status.matches("[1-5]\\d\\d")) {
                exchange.status(Integer.parseInt(status));
            }
            return null;
        } catch (MappingExpression.InvalidBodyException invalid) {
            return Fault.invalidResponseJson();
        }
    }

    private static Outcome makeBody(Choice choice, Exchange exchange) {
        try {
            convert(choice.contentHandling(), exchange);
        } catch (IllegalArgumentException noBase64) {
            return Fault.configuration("Unable to base64 decode the body.");
        }
        Template template = template(choice, exchange);
        if (template == null) {
            return Outcome.CONTINUE;
        }
        byte[] constant = template.constant();
        if (constant != null) {
            exchange.constantResponse(constant);
            return Outcome.CONTINUE;
        }
        try {
            byte[] text = template.render(
                            exchange,
                            exchange.integrationText(),
                            exchange.mapping().context())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.responseBody(Unpooled.wrappedBuffer(text));
        } catch (TemplateException failed) {
            return Fault.template("response", String.valueOf(failed.getMessage()));
        }
        Overrides overrides = exchange.mapping().overrides();
        return overrides == null ? Outcome.CONTINUE : override(overrides, exchange);
    }

    /** W14.3. */
    private static void convert(@Nullable String handling, Exchange exchange) {
        ByteBuf body = exchange.responseBody();
        if (body == null || handling == null) {
            return;
        }
        byte[] bytes = ByteBufUtil.getBytes(body);
        switch (handling) {
            case TEXT ->
                exchange.responseBody(Unpooled.wrappedBuffer(Base64.getEncoder().encode(bytes)));
            case BINARY ->
                exchange.responseBody(Unpooled.wrappedBuffer(Base64.getDecoder().decode(bytes)));
            default -> {}
        }
    }

    private static @Nullable Template template(Choice choice, Exchange exchange) {
        SelectionExpression selection = choice.selection();
        String key = selection == null ? null : selection.evaluate(exchange, exchange.integrationStatus());
        Template chosen = key == null ? null : choice.templates().get(key);
        if (chosen == null) {
            chosen = choice.templates().get(SelectMessageTemplate.DEFAULT);
        }
        return chosen == null && selection == null ? choice.templates().get("application/json") : chosen;
    }

    /** What a template has overridden goes before everything else. */
    private static Outcome override(Overrides overrides, Exchange exchange) {
        Headers headers = exchange.responseHeaders();
        for (Map.Entry<String, List<String>> header :
                overrides.responseHeaders().entrySet()) {
            headers.remove(header.getKey());
            for (String value : header.getValue()) {
                if (!HeaderRules.isSafeValue(value.strip())) {
                    return Fault.configuration("the value for header " + header.getKey() + " holds a line break");
                }
                headers.add(header.getKey(), value.strip());
            }
        }
        exchange.status(overrides.responseStatus().orElse(exchange.status()));
        return Outcome.CONTINUE;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
