package dev.sallyport.pipeline;

import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.HeaderNames;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.mapping.MediaTypes;
import dev.sallyport.mapping.VariableText;
import dev.sallyport.model.GatewayResponse;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A gateway response as an API customises it (rest-data-plane 3.2). */
final class CustomResponse {

    private static final String HEADER = "gatewayresponse.header.";

    /** The stored default, which renders as what is built in: with its blanks and capital letters (GWR-2, GWR-21). */
    private static final String DEFAULT_TEMPLATE = "{\"message\":$context.error.messageString}";

    /** The gateway's own, and what belongs to the connection. */
    private static final HeaderNames RESERVED = HeaderNames.of(
            "connection",
            "content-length",
            "date",
            "keep-alive",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-amz-apigw-id",
            "x-amzn-errortype",
            "x-amzn-requestid");

    private final int status;
    private final Parameter[] parameters;
    private final boolean setsContentType;
    private final Map<String, Body> bodies;
    private final @Nullable Body otherwise;

    private record Parameter(
            String name, MappingExpression value, @Nullable HeaderLine constant) {}

    /** A template with what of its answer can be made beforehand. */
    private static final class Body {
        private final HeaderLine contentType;
        private final @Nullable VariableText text;
        private final byte @Nullable [] constant;

        Body(String type, String template, Map<String, String> stageVariables) {
            contentType = HeaderLine.of("Content-Type", type);
            text = template.equals(DEFAULT_TEMPLATE) ? null : VariableText.compile(template, stageVariables);
            String rendered = text == null ? null : text.constant();
            constant = rendered == null ? null : rendered.getBytes(StandardCharsets.UTF_8);
        }

        void send(Exchange exchange, Fault fault, int status) {
            Headers headers = exchange.responseHeaders();
            if (constant != null) {
                exchange.client().respond(status, headers, constant);
            } else {
                byte[] rendered = text == null
                        ? GatewayResponses.bytes(fault)
                        : text.render(exchange).getBytes(StandardCharsets.UTF_8);
                exchange.client().respond(status, headers, Unpooled.wrappedBuffer(rendered));
            }
        }
    }

    private CustomResponse(int status, List<Parameter> parameters, Map<String, Body> bodies) {
        this.status = status;
        this.parameters = parameters.toArray(Parameter[]::new);
        this.setsContentType = parameters.stream().anyMatch(each -> each.name().equalsIgnoreCase("Content-Type"));
        this.bodies = bodies;
        Body json = bodies.get("application/json");
        this.otherwise = json != null || bodies.isEmpty()
                ? json
                : bodies.values().iterator().next();
    }

    static CustomResponse compile(
            GatewayResponse response, Map<String, String> stageVariables, Consumer<String> complaints) {
        List<Parameter> parameters = new ArrayList<>();
        response.responseParameters().forEach((key, expression) -> {
            // GWR-15: destinations other than headers are accepted and ignored
            if (key.startsWith(HEADER)) {
                Parameter parameter = parameter(key.substring(HEADER.length()), expression);
                if (parameter == null) {
                    complaints.accept(key + " = " + expression + " of gateway response " + response.responseType());
                } else {
                    parameters.add(parameter);
                }
            }
        });
        Map<String, Body> bodies = new LinkedHashMap<>();
        response.responseTemplates()
                .forEach((type, template) ->
                        bodies.put(type.toLowerCase(Locale.ROOT), new Body(type, template, stageVariables)));
        String code = response.statusCode();
        return new CustomResponse(code == null ? 0 : Integer.parseInt(code), parameters, bodies);
    }

    /** Null when the header can be part of no answer. */
    private static @Nullable Parameter parameter(String name, String expression) {
        if (RESERVED.contains(name) || !new Headers(1).add(name, "x").isLegal()) {
            return null;
        }
        try {
            MappingExpression value = MappingExpression.compile(expression);
            if (!(value instanceof MappingExpression.Literal literal)) {
                return new Parameter(name, value, null);
            }
            String text = literal.text().getFirst().strip();
            return HeaderRules.isSafeValue(text) ? new Parameter(name, value, HeaderLine.of(name, text)) : null;
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** Sends the answer; the exchange holds the headers that every answer has. */
    void send(Exchange exchange, Fault fault) {
        Headers headers = exchange.responseHeaders();
        for (Parameter parameter : parameters) {
            add(headers, parameter, exchange);
        }
        Body body = body(exchange);
        if (!setsContentType && body != null) {
            headers.add(body.contentType);
        }
        int sent = status == 0 ? fault.status() : status;
        if (body == null) {
            exchange.client().respond(sent, headers, Unpooled.EMPTY_BUFFER);
        } else {
            body.send(exchange, fault, sent);
        }
    }

    /** GWR-15: what has no value, or one that could not stand in a header, is left out. */
    private static void add(Headers headers, Parameter parameter, Exchange exchange) {
        if (parameter.constant() != null) {
            headers.add(parameter.constant());
            return;
        }
        String value = parameter.value().value(exchange);
        if (value != null && HeaderRules.isSafeValue(value.strip())) {
            headers.add(parameter.name(), value.strip());
        }
    }

    /** GWR-14: by the types that the client accepts, in their order; otherwise JSON, otherwise the first. */
    private @Nullable Body body(Exchange exchange) {
        if (bodies.size() > 1) {
            for (String accept : exchange.head().headers().all("Accept")) {
                for (String range : accept.split(",")) {
                    Body accepted = bodies.get(MediaTypes.ofContent(range));
                    if (accepted != null && !range.isBlank()) {
                        return accepted;
                    }
                }
            }
        }
        return otherwise;
    }
}
