package dev.sallyport.integration.function;

import dev.sallyport.mapping.MediaTypes;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Headers;
import dev.sallyport.pipeline.RequestContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the event of format 1.0 (INT-42 to INT-48). */
final class ProxyEvent {

    private static final JsonFactory JSON = new JsonFactory();

    /** INT-43: always there, null when not applicable. */
    private static final List<String> IDENTITY = List.of(
            "cognitoIdentityPoolId",
            "accountId",
            "cognitoIdentityId",
            "caller",
            "sourceIp",
            "principalOrgId",
            "accessKey",
            "cognitoAuthenticationType",
            "cognitoAuthenticationProvider",
            "userArn",
            "userAgent",
            "user");

    private final List<String> binaryMediaTypes;

    ProxyEvent(List<String> binaryMediaTypes) {
        this.binaryMediaTypes = binaryMediaTypes;
    }

    byte[] write(Exchange exchange) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("resource", exchange.plan().resourcePath());
            json.writeStringProperty("path", exchange.eventPath());
            json.writeStringProperty("httpMethod", exchange.head().method());
            writeHeaders(json, eventHeaders(exchange));
            writeQuery(json, exchange.query());
            writePathParameters(json, exchange);
            writeMap(json, "stageVariables", exchange.stage().variables());
            writeRequestContext(json, exchange);
            writeBody(json, exchange);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** INT-44: what survives the removals, and what the gateway adds. */
    private static Headers eventHeaders(Exchange exchange) {
        Headers from = exchange.head().headers();
        Headers headers = new Headers(from.size() + 4);
        for (int i = 0; i < from.size(); i++) {
            String name = from.name(i);
            if (!HeaderRules.isRemovedFromRequest(name) && !isOverwritten(name)) {
                headers.add(name, from.value(i));
            }
        }
        headers.add("X-Amzn-Trace-Id", exchange.identity().traceId());
        Headers forwarded = HeaderRules.forwarded(exchange);
        for (int i = 0; i < forwarded.size(); i++) {
            headers.add(forwarded.name(i), forwarded.value(i));
        }
        return headers;
    }

    private static boolean isOverwritten(String name) {
        return name.equalsIgnoreCase("X-Amzn-Trace-Id") || HeaderRules.isForwarded(name);
    }

    private static void writeHeaders(JsonGenerator json, Headers headers) {
        json.writeName("headers");
        json.writeStartObject();
        for (int i = 0; i < headers.size(); i++) {
            if (isLast(headers, i)) {
                json.writeStringProperty(headers.name(i), headers.value(i));
            }
        }
        json.writeEndObject();
        json.writeName("multiValueHeaders");
        json.writeStartObject();
        for (int i = 0; i < headers.size(); i++) {
            if (isLast(headers, i)) {
                json.writeName(headers.name(i));
                writeList(json, headers.all(headers.name(i)));
            }
        }
        json.writeEndObject();
    }

    private static boolean isLast(Headers headers, int index) {
        for (int i = index + 1; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase(headers.name(index))) {
                return false;
            }
        }
        return true;
    }

    private static void writeQuery(JsonGenerator json, QueryString query) {
        if (query.size() == 0) {
            json.writeNullProperty("queryStringParameters");
            json.writeNullProperty("multiValueQueryStringParameters");
            return;
        }
        json.writeName("queryStringParameters");
        json.writeStartObject();
        for (int i = 0; i < query.size(); i++) {
            if (isFirst(query, i)) {
                json.writeStringProperty(query.name(i), query.all(query.name(i)).getLast());
            }
        }
        json.writeEndObject();
        json.writeName("multiValueQueryStringParameters");
        json.writeStartObject();
        for (int i = 0; i < query.size(); i++) {
            if (isFirst(query, i)) {
                json.writeName(query.name(i));
                writeList(json, query.all(query.name(i)));
            }
        }
        json.writeEndObject();
    }

    private static boolean isFirst(QueryString query, int index) {
        for (int i = 0; i < index; i++) {
            if (query.name(i).equals(query.name(index))) {
                return false;
            }
        }
        return true;
    }

    private static void writePathParameters(JsonGenerator json, Exchange exchange) {
        List<String> names = exchange.plan().pathParameters();
        if (names.isEmpty()) {
            json.writeNullProperty("pathParameters");
            return;
        }
        json.writeName("pathParameters");
        json.writeStartObject();
        for (int i = 0; i < names.size(); i++) {
            json.writeStringProperty(names.get(i), exchange.pathValues().get(i));
        }
        json.writeEndObject();
    }

    private static void writeMap(JsonGenerator json, String name, Map<String, String> map) {
        if (map.isEmpty()) {
            json.writeNullProperty(name);
            return;
        }
        json.writeName(name);
        json.writeStartObject();
        map.forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    private static void writeRequestContext(JsonGenerator json, Exchange exchange) {
        json.writeName("requestContext");
        json.writeStartObject();
        json.writeStringProperty("resourceId", exchange.plan().resourceId());
        json.writeStringProperty("resourcePath", exchange.plan().resourcePath());
        if (exchange.plan().operationName() != null) {
            json.writeStringProperty("operationName", exchange.plan().operationName());
        }
        json.writeStringProperty("httpMethod", exchange.head().method());
        json.writeStringProperty("extendedRequestId", exchange.identity().extendedRequestId());
        json.writeStringProperty("requestTime", RequestContext.requestTime(exchange));
        json.writeStringProperty("path", exchange.contextPath());
        json.writeStringProperty("accountId", exchange.stage().owner().account());
        json.writeStringProperty("protocol", "HTTP/1.1");
        json.writeStringProperty("stage", exchange.stage().stageName());
        json.writeStringProperty("domainPrefix", RequestContext.domainPrefix(exchange));
        json.writeNumberProperty("requestTimeEpoch", exchange.identity().epochMillis());
        json.writeStringProperty("requestId", exchange.identity().requestId());
        json.writeName("identity");
        json.writeStartObject();
        for (String member : IDENTITY) {
            writeNullable(json, member, RequestContext.value(exchange, "identity." + member));
        }
        json.writeEndObject();
        json.writeStringProperty("domainName", RequestContext.domainName(exchange));
        json.writeStringProperty("deploymentId", exchange.stage().deploymentId());
        json.writeStringProperty("apiId", exchange.stage().apiId());
        json.writeEndObject();
    }

    private void writeBody(JsonGenerator json, Exchange exchange) {
        ByteBuf body = exchange.body();
        String type = exchange.head().headers().last("Content-Type");
        boolean binary = !binaryMediaTypes.isEmpty()
                && (type == null
                        ? binaryMediaTypes.contains("*/*")
                        : MediaTypes.matchesRequest(binaryMediaTypes, MediaTypes.ofContent(type)));
        if (body == null || !body.isReadable()) {
            json.writeNullProperty("body");
        } else if (binary) {
            json.writeStringProperty("body", Base64.getEncoder().encodeToString(ByteBufUtil.getBytes(body)));
        } else {
            json.writeStringProperty("body", body.toString(StandardCharsets.UTF_8));
        }
        json.writeBooleanProperty("isBase64Encoded", binary);
    }

    private static void writeList(JsonGenerator json, List<String> values) {
        json.writeStartArray();
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void writeNullable(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }
}
