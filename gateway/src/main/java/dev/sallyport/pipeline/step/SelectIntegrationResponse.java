package dev.sallyport.pipeline.step;

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
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the integration response by its selection pattern and makes the method response of it (INT-80 to INT-83,
 * INT-93, MAP-2). Arrays, because an iterator for each request would be all that a mock allocates.
 */
public final class SelectIntegrationResponse implements Step {

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
        private final Map<String, Template> templates;
        private final Map.@Nullable Entry<String, Template> firstTemplate;

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
            this.templates = templates;
            this.firstTemplate =
                    templates.isEmpty() ? null : templates.entrySet().iterator().next();
        }

        /** Whether it has a pattern; the one without is the default. */
        public boolean hasPattern() {
            return pattern != null;
        }
    }

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
        String contentType = "application/json";
        Map.Entry<String, Template> chosen = template(choice, exchange);
        if (chosen != null) {
            contentType = chosen.getKey();
            Template template = chosen.getValue();
            byte[] constant = template.constant();
            if (constant != null) {
                exchange.constantResponse(constant);
            } else {
                exchange.responseBody(text(template.render(exchange)));
            }
        }
        if (!headers.contains("Content-Type")) {
            headers.add("Content-Type", contentType);
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

    private static Map.@Nullable Entry<String, Template> template(Choice choice, Exchange exchange) {
        Map<String, Template> templates = choice.templates;
        if (templates.size() < 2) {
            return choice.firstTemplate;
        }
        String accepted = MediaTypes.firstAccepted(exchange.head().headers().last("Accept"));
        Template byAccept = accepted == null ? null : templates.get(accepted);
        if (byAccept != null && accepted != null) {
            return Map.entry(accepted, byAccept);
        }
        Template json = templates.get("application/json");
        return json != null ? Map.entry("application/json", json) : choice.firstTemplate;
    }

    private static @Nullable ByteBuf text(String text) {
        return text.isEmpty() ? null : Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
