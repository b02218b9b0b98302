package dev.sallyport.pipeline.step;

import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.mapping.MediaTypes;
import dev.sallyport.mapping.Template;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the integration response by its selection pattern and makes the method response of it (INT-80 to INT-83,
 * INT-93, MAP-2). Arrays, because an iterator for each request would be all that a mock allocates.
 */
public final class SelectIntegrationResponse implements Step {

    private static final HeaderLine JSON = HeaderLine.of("Content-Type", "application/json");

    private final Choice[] choices;
    private final @Nullable Choice defaultChoice;

    /**
     * @param choices in the order of their status codes
     * @param defaultChoice the one without a pattern, or null
     */
    public SelectIntegrationResponse(List<Choice> choices, @Nullable Choice defaultChoice) {
        this.choices = choices.toArray(Choice[]::new);
        this.defaultChoice = defaultChoice;
    }

    /** One integration response. */
    public static final class Choice {
        private final int status;
        private final @Nullable Pattern pattern;
        private final boolean declared;
        private final String[] headerNames;
        private final MappingExpression[] headerValues;
        private final Map<String, Typed> templates;
        private final @Nullable Typed first;

        /**
         * @param pattern must match the whole subject; null for the default
         * @param declared whether the method has a method response of that status
         * @param headers method response header to mapping
         * @param templates by media type in lower case, in their order
         */
        public Choice(
                int status,
                @Nullable Pattern pattern,
                boolean declared,
                Map<String, MappingExpression> headers,
                Map<String, Template> templates) {
            this.status = status;
            this.pattern = pattern;
            this.declared = declared;
            this.headerNames = headers.keySet().toArray(String[]::new);
            this.headerValues = headers.values().toArray(MappingExpression[]::new);
            Map<String, Typed> typed = new LinkedHashMap<>();
            templates.forEach(
                    (type, template) -> typed.put(type, new Typed(HeaderLine.of("Content-Type", type), template)));
            this.templates = typed;
            this.first = typed.isEmpty() ? null : typed.values().iterator().next();
        }

        /** Whether it has a pattern; the one without is the default. */
        public boolean hasPattern() {
            return pattern != null;
        }
    }

    /** A template with the header line of what it renders. */
    private record Typed(HeaderLine contentType, Template template) {}

    @Override
    public Outcome run(Exchange exchange) {
        Choice choice = choose(exchange.selectionSubject());
        if (choice == null) {
            return Fault.configuration("No match for output mapping and no default output mapping configured. Endpoint"
                    + " Response Status Code: " + exchange.integrationStatus());
        }
        if (!choice.declared) {
            return Fault.configuration("Output mapping refers to an invalid method response: " + choice.status);
        }
        Headers headers = exchange.responseHeaders();
        for (int i = 0; i < choice.headerNames.length; i++) {
            String value = choice.headerValues[i].value(exchange);
            if (value != null && !HeaderRules.isSafeValue(value.strip())) {
                return Fault.configuration("the value for header " + choice.headerNames[i] + " holds a line break");
            }
            if (value != null) {
                HeaderRules.addMappedResponseHeader(headers, choice.headerNames[i], value.strip());
            }
        }
        Typed chosen = template(choice, exchange);
        if (chosen != null) {
            byte[] constant = chosen.template.constant();
            if (constant != null) {
                exchange.constantResponse(constant);
            } else {
                exchange.responseBody(text(chosen.template.render(exchange)));
            }
        }
        if (!headers.contains("Content-Type")) {
            headers.add(chosen == null ? JSON : chosen.contentType);
        }
        exchange.status(choice.status);
        return Outcome.CONTINUE;
    }

    private @Nullable Choice choose(@Nullable String subject) {
        if (subject != null) {
            for (Choice choice : choices) {
                if (choice.pattern != null && choice.pattern.matcher(subject).matches()) {
                    return choice;
                }
            }
        }
        return defaultChoice;
    }

    private static @Nullable Typed template(Choice choice, Exchange exchange) {
        Map<String, Typed> templates = choice.templates;
        if (templates.size() < 2) {
            return choice.first;
        }
        String accepted = MediaTypes.firstAccepted(exchange.head().headers().last("Accept"));
        Typed byAccept = accepted == null ? null : templates.get(accepted);
        if (byAccept != null) {
            return byAccept;
        }
        Typed json = templates.get("application/json");
        return json != null ? json : choice.first;
    }

    private static @Nullable ByteBuf text(String text) {
        return text.isEmpty() ? null : Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
