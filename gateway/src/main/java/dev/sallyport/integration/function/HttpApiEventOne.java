package dev.sallyport.integration.function;

import dev.sallyport.http.Headers;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.pipeline.Authorization;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.RequestContext;
import dev.sallyport.pipeline.http.MapRouteRequest;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the event of format 1.0 as HTTP APIs do (http-api 3.3), and that of authorizers (R10.6). It is the format of
 * yesterday, so it is written from maps.
 */
public final class HttpApiEventOne {

    private static final byte[] VERSION = json("{\"version\":\"1.0\"");
    private static final byte[] AUTHORIZER_TYPE = json(",\"type\":\"REQUEST\",\"methodArn\":");
    private static final byte[] IDENTITY_SOURCE = json(",\"identitySource\":");
    private static final byte[] TOKEN = json(",\"authorizationToken\":");
    private static final byte[] RESOURCE = json(",\"resource\":");
    private static final byte[] PATH = json(",\"path\":");
    private static final byte[] METHOD = json(",\"httpMethod\":");
    private static final byte[] HEADERS = json(",\"headers\":");
    private static final byte[] MULTI_HEADERS = json(",\"multiValueHeaders\":");
    private static final byte[] QUERY = json(",\"queryStringParameters\":");
    private static final byte[] MULTI_QUERY = json(",\"multiValueQueryStringParameters\":");
    private static final byte[] CONTEXT = json(",\"requestContext\":{\"accountId\":");
    private static final byte[] API_ID = json(",\"apiId\":");
    private static final byte[] AUTHORIZER = json(",\"authorizer\":{");
    private static final byte[] NO_AUTHORIZER = json(",\"authorizer\":{\"claims\":null,\"scopes\":null}");
    private static final byte[] DOMAIN_NAME = json(",\"domainName\":");
    private static final byte[] DOMAIN_PREFIX = json(",\"domainPrefix\":");
    private static final byte[] EXTENDED_ID = json(",\"extendedRequestId\":");
    private static final byte[] IDENTITY = json(",\"identity\":{");
    private static final byte[] CLIENT_CERTIFICATE = json(",\"clientCert\":{");
    private static final byte[] REQUEST_ID = json(",\"protocol\":\"HTTP/1.1\",\"requestId\":");
    private static final byte[] TIME = json(",\"requestTime\":");
    private static final byte[] TIME_EPOCH = json(",\"requestTimeEpoch\":");
    private static final byte[] RESOURCE_PATH = json(",\"resourceId\":null,\"resourcePath\":");
    private static final byte[] STAGE = json(",\"stage\":");
    private static final byte[] PATH_PARAMETERS = json(",\"pathParameters\":");
    private static final byte[] STAGE_VARIABLES = json(",\"stageVariables\":");
    private static final byte[] BODY = json(",\"body\":");
    private static final byte[] TEXT_END = json(",\"isBase64Encoded\":false}");
    private static final byte[] BASE64_END = json(",\"isBase64Encoded\":true}");

    /** R3.35: always there. */
    private static final List<String> IDENTITIES = List.of(
            "accessKey",
            "accountId",
            "caller",
            "cognitoAuthenticationProvider",
            "cognitoAuthenticationType",
            "cognitoIdentityId",
            "cognitoIdentityPoolId",
            "principalOrgId",
            "sourceIp",
            "user",
            "userAgent",
            "userArn");

    private HttpApiEventOne() {}

    private static byte[] json(String constant) {
        return constant.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] write(Exchange exchange) {
        JsonBytes json = new JsonBytes().raw(VERSION);
        Map<String, List<String>> headers = headers(exchange);
        writeRequest(json, exchange, headers);
        writeMulti(json.raw(MULTI_HEADERS), headers);
        Map<String, List<String>> query = query(exchange);
        writeLast(json.raw(QUERY), query);
        writeMulti(json.raw(MULTI_QUERY), query);
        writeContext(json, exchange, true);
        writeMaps(json, exchange);
        ByteBuf body = exchange.body();
        boolean present = body != null && body.isReadable();
        boolean text = !present || HttpApiBody.isText(exchange.head().headers());
        json.raw(BODY);
        if (body != null && present) {
            HttpApiBody.write(json, body, text);
        } else {
            json.string(null);
        }
        return json.raw(text ? TEXT_END : BASE64_END).toBytes();
    }

    /**
     * The event of a REQUEST authorizer.
     *
     * @param arn of the request (R10.7)
     * @param identities the values of its identity sources; null when it has none
     */
    public static byte[] ofAuthorizer(Exchange exchange, String arn, @Nullable List<String> identities) {
        String token = identities == null ? null : String.join(",", identities);
        JsonBytes json = new JsonBytes()
                .raw(VERSION)
                .raw(AUTHORIZER_TYPE)
                .string(arn)
                .raw(IDENTITY_SOURCE)
                .string(token)
                .raw(TOKEN)
                .string(token);
        writeRequest(json, exchange, headers(exchange));
        writeLast(json.raw(QUERY), query(exchange));
        writeContext(json, exchange, false);
        writeMaps(json, exchange);
        return json.raw('}').toBytes();
    }

    private static void writeRequest(JsonBytes json, Exchange exchange, Map<String, List<String>> headers) {
        json.raw(RESOURCE)
                .string(exchange.plan().resourcePath())
                .raw(PATH)
                .string(path(exchange))
                .raw(METHOD)
                .string(exchange.head().method());
        writeLast(json.raw(HEADERS), headers);
    }

    /** R3.30, R3.31, R7.7. */
    private static String path(Exchange exchange) {
        String mapped = exchange.integrationRequest().path().get(MapRouteRequest.PATH);
        return mapped != null ? mapped : QueryString.decode(exchange.head().contextPath(), false);
    }

    /** R3.27, R3.29: all values by name, in lower case. */
    private static Map<String, List<String>> headers(Exchange exchange) {
        Map<String, List<String>> mapped = exchange.integrationRequest().headers();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        Headers lines = exchange.head().headers();
        for (int i = 0; i < lines.size(); i++) {
            if (HttpApiEvent.isTakenOver(lines, i) && !mapped.containsKey(lines.name(i))) {
                headers.computeIfAbsent(lines.name(i).toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                        .add(lines.value(i));
            }
        }
        mapped.forEach((name, values) -> {
            if (!values.isEmpty()) {
                headers.put(name.toLowerCase(Locale.ROOT), values);
            }
        });
        headers.put("content-length", List.of(Long.toString(HttpApiEvent.length(exchange))));
        headers.put("x-amzn-trace-id", List.of(exchange.identity().traceId()));
        Headers forwarded = HeaderRules.forwarded(exchange);
        for (int i = 0; i < forwarded.size(); i++) {
            headers.put(forwarded.name(i).toLowerCase(Locale.ROOT), List.of(forwarded.value(i)));
        }
        return headers;
    }

    private static Map<String, List<String>> query(Exchange exchange) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String name : HttpApiEvent.queryNames(exchange)) {
            query.put(name, HttpApiEvent.queryValues(exchange, name));
        }
        return query;
    }

    /** R3.27, R3.28. */
    private static void writeLast(JsonBytes json, Map<String, List<String>> values) {
        Map<String, String> last = new LinkedHashMap<>();
        values.forEach((name, all) -> last.put(name, all.getLast()));
        writeMap(json, last);
    }

    private static void writeMulti(JsonBytes json, Map<String, List<String>> values) {
        if (values.isEmpty()) {
            json.string(null);
            return;
        }
        char before = '{';
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            json.raw(before).string(entry.getKey()).raw(':').raw('[');
            for (int i = 0; i < entry.getValue().size(); i++) {
                HttpApiEvent.separate(json, i).string(entry.getValue().get(i));
            }
            json.raw(']');
            before = ',';
        }
        json.raw('}');
    }

    /** Null when it is empty. */
    private static void writeMap(JsonBytes json, Map<String, String> map) {
        if (map.isEmpty()) {
            json.string(null);
            return;
        }
        char before = '{';
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.raw(before).string(entry.getKey()).raw(':').string(entry.getValue());
            before = ',';
        }
        json.raw('}');
    }

    private static void writeMaps(JsonBytes json, Exchange exchange) {
        Map<String, String> path = new LinkedHashMap<>();
        for (String name : exchange.pathParameterNames()) {
            path.put(name, String.valueOf(exchange.pathParameter(name)));
        }
        writeMap(json.raw(PATH_PARAMETERS), path);
        writeMap(json.raw(STAGE_VARIABLES), exchange.stage().variables());
    }

    /** R3.33 to R3.36. */
    private static void writeContext(JsonBytes json, Exchange exchange, boolean authorized) {
        json.raw(CONTEXT)
                .string(exchange.stage().owner().account())
                .raw(API_ID)
                .string(exchange.stage().apiId());
        if (authorized) {
            writeAuthorizer(json, exchange);
        }
        json.raw(DOMAIN_NAME)
                .string(RequestContext.domainName(exchange))
                .raw(DOMAIN_PREFIX)
                .string(RequestContext.domainPrefix(exchange))
                .raw(EXTENDED_ID)
                .string(exchange.identity().requestId())
                .raw(METHOD)
                .string(exchange.head().method())
                .raw(IDENTITY);
        for (int i = 0; i < IDENTITIES.size(); i++) {
            String name = IDENTITIES.get(i);
            HttpApiEvent.separate(json, i).string(name).raw(':').string(exchange.context("identity." + name));
        }
        if (!exchange.head().clientCertificate().isEmpty()) {
            ProxyEvent.writeClientCertificate(json, exchange, CLIENT_CERTIFICATE);
        }
        json.raw('}')
                .raw(PATH)
                .string(path(exchange))
                .raw(REQUEST_ID)
                .string(exchange.identity().requestId())
                .raw(TIME)
                .string(RequestContext.requestTime(exchange))
                .raw(TIME_EPOCH)
                .number(exchange.identity().epochMillis())
                .raw(RESOURCE_PATH)
                .string(exchange.plan().resourcePath())
                .raw(STAGE)
                .string(exchange.stage().stageName())
                .raw('}');
    }

    /** R3.34, R3.49. */
    private static void writeAuthorizer(JsonBytes json, Exchange exchange) {
        Authorization authorization = exchange.authorization();
        if (authorization == null) {
            json.raw(NO_AUTHORIZER);
        } else {
            json.raw(AUTHORIZER).raw(authorization.members()).raw('}');
        }
    }
}
