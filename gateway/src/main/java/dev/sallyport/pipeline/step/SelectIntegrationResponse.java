package dev.sallyport.pipeline.step;

import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.mapping.MediaTypes;
import dev.sallyport.mapping.Template;
import dev.sallyport.mapping.template.Overrides;
import dev.sallyport.mapping.template.TemplateException;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.ExchangeTrace;
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
 * INT-93, MAP-2): headers, then the body's form (BIN-3), then the template, then what templates override. Arrays, because an iterator for each request would be all that a mock allocates.
 */
public final class SelectIntegrationResponse implements Step {

    private static final HeaderLine JSON = HeaderLine.of("Content-Type", "application/json");

    private final Choice[] choices;
    private final @Nullable Choice defaultChoice;
    private final List<String> binaryTypes;

    /** For an API without binary media types. */
    public SelectIntegrationResponse(List<Choice> choices, @Nullable Choice defaultChoice) {
        this(choices, defaultChoice, List.of());
    }

    /**
     * @param choices in the order of their status codes
     * @param defaultChoice the one without a pattern, or null
     * @param binaryTypes of the API
     */
    public SelectIntegrationResponse(List<Choice> choices, @Nullable Choice defaultChoice, List<String> binaryTypes) {
        this.choices = choices.toArray(Choice[]::new);
        this.defaultChoice = defaultChoice;
        this.binaryTypes = binaryTypes;
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
        private final @Nullable String contentHandling;

        /** One without {@code contentHandling}. */
        public Choice(
                int status,
                @Nullable Pattern pattern,
                boolean declared,
                Map<String, MappingExpression> headers,
                Map<String, Template> templates) {
            this(status, pattern, declared, headers, templates, null);
        }

        /**
         * @param pattern must match the whole subject; null for the default
         * @param declared whether the method has a method response of that status
         * @param headers method response header to mapping
         * @param templates by media type in lower case, in their order
         * @param contentHandling {@code CONVERT_TO_TEXT}, {@code CONVERT_TO_BINARY} or null
         */
        public Choice(
                int status,
                @Nullable Pattern pattern,
                boolean declared,
                Map<String, MappingExpression> headers,
                Map<String, Template> templates,
                @Nullable String contentHandling) {
            this.status = status;
            this.contentHandling = contentHandling;
            this.pattern = pattern;
            this.declared = declared;
            this.headerNames = headers.keySet().toArray(String[]::new);
            this.headerValues = headers.values().toArray(MappingExpression[]::new);
            Map<String, Typed> typed = new LinkedHashMap<>();
            templates.forEach((type, template) ->
                    typed.put(type, new Typed(type, HeaderLine.of("Content-Type", type), template)));
            this.templates = typed;
            this.first = typed.isEmpty() ? null : typed.values().iterator().next();
        }

        /** Whether it has a pattern; the one without is the default. */
        public boolean hasPattern() {
            return pattern != null;
        }
    }

    /** A template with the header line of what it renders. */
    private record Typed(String type, HeaderLine contentType, Template template) {}

    @Override
    public Outcome run(Exchange exchange) {
        Choice choice = choose(exchange.selectionSubject());
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.decided("integration response", reason(choice, exchange.selectionSubject()));
        }
        if (choice == null) {
            return Fault.configuration("No match for output mapping and no default output mapping configured. Endpoint"
                    + " Response Status Code: " + exchange.integrationStatus());
        }
        if (!choice.declared) {
            return Fault.configuration("Output mapping refers to an invalid method response: " + choice.status);
        }
        Fault failed = mapHeaders(choice, exchange);
        if (failed == null) {
            failed = makeBody(choice, exchange);
        }
        return failed == null ? Outcome.CONTINUE : failed;
    }

    private static String reason(@Nullable Choice choice, @Nullable String subject) {
        if (choice == null) {
            return "none: no pattern matches " + subject + ", and there is no default";
        }
        return choice.pattern == null
                ? choice.status + ", the default" + (subject == null ? "" : ": no pattern matches " + subject)
                : choice.status + ", because " + choice.pattern + " matches " + subject;
    }

    private static @Nullable Fault mapHeaders(Choice choice, Exchange exchange) {
        try {
            for (int i = 0; i < choice.headerNames.length; i++) {
                String value = choice.headerValues[i].value(exchange);
                if (value != null && !HeaderRules.isSafeValue(value.strip())) {
                    return Fault.configuration("the value for header " + choice.headerNames[i] + " holds a line break");
                }
                if (value != null) {
                    HeaderRules.addMappedResponseHeader(
                            exchange.responseHeaders(), choice.headerNames[i], value.strip());
                }
            }
            return null;
        } catch (MappingExpression.InvalidBodyException invalid) {
            return Fault.invalidResponseJson();
        }
    }

    private @Nullable Fault makeBody(Choice choice, Exchange exchange) {
        PayloadForm form = PayloadForm.TEXT;
        ByteBuf payload = exchange.responseBody();
        if (payload != null) {
            form = form(choice, exchange);
            try {
                ByteBuf converted = form.convert(payload);
                if (converted != payload) {
                    exchange.responseBody(converted);
                }
            } catch (IllegalArgumentException noBase64) {
                return Fault.configuration("Unable to base64 decode the body.");
            }
        }
        Typed chosen = template(choice, exchange);
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.decided("response template", chosen == null ? "none" : "the one for " + chosen.type);
        }
        if (chosen != null) {
            if (!form.isText()) {
                return Fault.template("response", "The body is binary, and a template reads text");
            }
            Fault failed = render(chosen.template, exchange);
            if (failed != null) {
                return failed;
            }
        }
        exchange.status(choice.status);
        Overrides overrides = exchange.mapping().overrides();
        Fault failed = overrides == null ? null : override(overrides, exchange);
        if (failed == null && !exchange.responseHeaders().contains("Content-Type")) {
            exchange.responseHeaders().add(chosen == null ? JSON : chosen.contentType);
        }
        return failed;
    }

    private static @Nullable Fault render(Template template, Exchange exchange) {
        byte[] constant = template.constant();
        if (constant != null) {
            exchange.constantResponse(constant);
            return null;
        }
        try {
            exchange.responseBody(text(template.render(
                    exchange, exchange.integrationText(), exchange.mapping().context())));
            return null;
        } catch (TemplateException failed) {
            return Fault.template("response", String.valueOf(failed.getMessage()));
        }
    }

    /** VTL-40, INT-26: what any template of the request has overridden goes before everything else. */
    private static @Nullable Fault override(Overrides overrides, Exchange exchange) {
        Headers headers = exchange.responseHeaders();
        for (Map.Entry<String, List<String>> header :
                overrides.responseHeaders().entrySet()) {
            headers.remove(header.getKey());
            for (String value : header.getValue()) {
                if (!HeaderRules.isSafeValue(value.strip())) {
                    return Fault.configuration("the value for header " + header.getKey() + " holds a line break");
                }
                HeaderRules.addMappedResponseHeader(headers, header.getKey(), value.strip());
            }
        }
        exchange.status(overrides.responseStatus().orElse(exchange.status()));
        return null;
    }

    /** BIN-3: by the backend's type, the client's, and what the integration response says. */
    private PayloadForm form(Choice choice, Exchange exchange) {
        if (binaryTypes.isEmpty()) {
            return PayloadForm.ofResponse(false, false, choice.contentHandling);
        }
        List<String> types = exchange.integrationHeaders("Content-Type");
        boolean binary =
                !types.isEmpty() && MediaTypes.matchesRequest(binaryTypes, MediaTypes.ofContent(types.getLast()));
        boolean wanted =
                MediaTypes.matchesAccept(binaryTypes, exchange.head().headers().last("Accept"));
        return PayloadForm.ofResponse(binary, wanted, choice.contentHandling);
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
