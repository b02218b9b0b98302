package dev.sallyport.integration.function;

import dev.sallyport.http.HeaderNames;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes the event of format 2.0 (http-api 3.2), and that of authorizers, which is nearly the same (R10.5). */
public final class HttpApiEvent {

    /** What no function sees of its connection, and what the gateway writes itself. */
    static final HeaderNames NOT_TAKEN_OVER = HeaderNames.of(
            "connection",
            "content-length",
            "expect",
            "keep-alive",
            "proxy-authenticate",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-amzn-trace-id",
            "x-forwarded-for",
            "x-forwarded-port",
            "x-forwarded-proto");

    private static final byte[] VERSION = json("{\"version\":\"2.0\"");
    private static final byte[] AUTHORIZER_TYPE = json(",\"type\":\"REQUEST\",\"routeArn\":");
    private static final byte[] IDENTITY_SOURCE = json(",\"identitySource\":");
    private static final byte[] ROUTE_KEY = json(",\"routeKey\":");
    private static final byte[] RAW_PATH = json(",\"rawPath\":");
    private static final byte[] RAW_QUERY = json(",\"rawQueryString\":");
    private static final byte[] COOKIES = json(",\"cookies\":");
    private static final byte[] HEADERS = json(",\"headers\":{");
    private static final byte[] LENGTH = json("\"content-length\":\"");
    private static final byte[] TRACE = json("\",\"x-amzn-trace-id\":");
    private static final byte[] QUERY = json("},\"queryStringParameters\":{");
    private static final byte[] CONTEXT = json("},\"requestContext\":{\"accountId\":");
    private static final byte[] API_ID = json(",\"apiId\":");
    private static final byte[] AUTHENTICATION = json(",\"authentication\":{\"clientCert\":{");
    private static final byte[] AUTHORIZER = json(",\"authorizer\":{");
    private static final byte[] DOMAIN_NAME = json(",\"domainName\":");
    private static final byte[] DOMAIN_PREFIX = json(",\"domainPrefix\":");
    private static final byte[] HTTP = json(",\"http\":{\"method\":");
    private static final byte[] PATH = json(",\"path\":");
    private static final byte[] SOURCE_IP = json(",\"protocol\":\"HTTP/1.1\",\"sourceIp\":");
    private static final byte[] USER_AGENT = json(",\"userAgent\":");
    private static final byte[] REQUEST_ID = json("},\"requestId\":");
    private static final byte[] STAGE = json(",\"stage\":");
    private static final byte[] TIME = json(",\"time\":");
    private static final byte[] TIME_EPOCH = json(",\"timeEpoch\":");
    private static final byte[] BODY = json(",\"body\":");
    private static final byte[] PATH_PARAMETERS = json(",\"pathParameters\":{");
    private static final byte[] TEXT = json(",\"isBase64Encoded\":false");
    private static final byte[] BASE64 = json(",\"isBase64Encoded\":true");
    private static final byte[] STAGE_VARIABLES = json(",\"stageVariables\":{");
    private static final byte[] IAM = json("\"iam\":{\"accessKey\":");
    private static final byte[] ACCOUNT = json(",\"accountId\":");
    private static final byte[] CALLER = json(",\"callerId\":");
    private static final byte[] USER_ARN =
            json(",\"cognitoIdentity\":null,\"principalOrgId\":\"aws:PrincipalOrgID\",\"userArn\":");
    private static final byte[] USER_ID = json(",\"userId\":");

    private HttpApiEvent() {}

    private static byte[] json(String constant) {
        return constant.getBytes(StandardCharsets.US_ASCII);
    }

    private static JsonBytes scratch(Exchange exchange) {
        return exchange.client()
                .context()
                .attachment(JsonBytes.class, loop -> new JsonBytes())
                .begin();
    }

    static byte[] write(Exchange exchange) {
        JsonBytes json = scratch(exchange).raw(VERSION);
        writeRequest(json, exchange);
        writeAuthorizer(json, exchange);
        writeContext(json, exchange);
        ByteBuf body = exchange.body();
        boolean present = body != null && body.isReadable();
        boolean text = !present || HttpApiBody.isText(exchange.head().headers());
        if (body != null && present) {
            HttpApiBody.write(json.raw(BODY), body, text);
        }
        writePathParameters(json, exchange);
        json.raw(text ? TEXT : BASE64);
        writeStageVariables(json, exchange);
        return json.raw('}').toBytes();
    }

    /**
     * The event of a REQUEST authorizer.
     *
     * @param arn of the request (R10.7)
     * @param identities the values of its identity sources; null when it has none (R10.8)
     */
    public static byte[] ofAuthorizer(Exchange exchange, String arn, @Nullable List<String> identities) {
        JsonBytes json =
                scratch(exchange).raw(VERSION).raw(AUTHORIZER_TYPE).string(arn).raw(IDENTITY_SOURCE);
        writeStrings(json, identities);
        writeRequest(json, exchange);
        writeContext(json, exchange);
        writePathParameters(json, exchange);
        writeStageVariables(json, exchange);
        return json.raw('}').toBytes();
    }

    /** All up to the authorizer in the context. */
    private static void writeRequest(JsonBytes json, Exchange exchange) {
        json.raw(ROUTE_KEY)
                .string(RequestContext.routeKey(exchange.plan()))
                .raw(RAW_PATH)
                .string(path(exchange))
                .raw(RAW_QUERY)
                .string(rawQuery(exchange));
        Map<String, List<String>> mapped = exchange.integrationRequest().headers();
        List<String> cookies = cookies(exchange, mapped);
        if (!cookies.isEmpty()) {
            writeStrings(json.raw(COOKIES), cookies);
        }
        writeHeaders(json.raw(HEADERS), exchange, mapped);
        writeQuery(json, exchange);
        json.raw(CONTEXT)
                .string(exchange.stage().owner().account())
                .raw(API_ID)
                .string(exchange.stage().apiId());
        if (!exchange.head().clientCertificate().isEmpty()) { // R3.25
            ProxyEvent.writeClientCertificate(json, exchange, AUTHENTICATION);
            json.raw('}');
        }
    }

    /** R3.9, R2.16, R7.7. */
    private static String path(Exchange exchange) {
        String mapped = exchange.integrationRequest().path().get(MapRouteRequest.PATH);
        // R3.10: what a custom domain name is mapped by is not in it.
        String path = exchange.head().isMapped()
                ? exchange.head().routedPath()
                : exchange.head().contextPath();
        return mapped != null ? mapped : QueryString.decode(path, false);
    }

    /** R3.11; with mapped parameters it is written anew. */
    private static String rawQuery(Exchange exchange) {
        Map<String, List<String>> mapped = exchange.integrationRequest().query();
        if (mapped.isEmpty()) {
            String query = exchange.head().query();
            return query == null ? "" : query;
        }
        StringJoiner text = new StringJoiner("&");
        for (String name : queryNames(exchange)) {
            for (String value : queryValues(exchange, name)) {
                text.add(QueryString.encode(name, "") + '=' + QueryString.encode(value, ""));
            }
        }
        return text.toString();
    }

    /** The names of the query parameters that the function sees, each once. */
    static List<String> queryNames(Exchange exchange) {
        Map<String, List<String>> mapped = exchange.integrationRequest().query();
        if (mapped.isEmpty()) {
            return exchange.queryParameterNames();
        }
        List<String> names = new ArrayList<>(exchange.queryParameterNames());
        mapped.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
        names.removeIf(name -> queryValues(exchange, name).isEmpty());
        return names;
    }

    /** The values of a query parameter that the function sees. */
    static List<String> queryValues(Exchange exchange, String name) {
        List<String> mapped = exchange.integrationRequest().query().get(name);
        return mapped != null ? mapped : exchange.queryParameters(name);
    }

    /** R3.12. */
    private static List<String> cookies(Exchange exchange, Map<String, List<String>> mapped) {
        List<String> lines = mapped.containsKey("cookie")
                ? mapped.get("cookie")
                : exchange.head().headers().all("Cookie");
        if (lines.isEmpty()) {
            return List.of();
        }
        List<String> cookies = new ArrayList<>();
        for (String line : lines) {
            for (String cookie : line.split(";")) {
                if (!cookie.isBlank()) {
                    cookies.add(cookie.strip());
                }
            }
        }
        return cookies;
    }

    /** R3.13, R3.14. */
    private static void writeHeaders(JsonBytes json, Exchange exchange, Map<String, List<String>> mapped) {
        Headers lines = exchange.head().headers();
        for (int i = 0; i < lines.size(); i++) {
            if (isTakenOver(lines, i)
                    && isFirst(lines, i)
                    && !lines.isNamed(i, "cookie")
                    && (mapped.isEmpty() || !mapped.containsKey(lines.name(i)))) {
                name(json, lines, i);
                writeJoined(json, lines, i);
                json.raw(',');
            }
        }
        if (!mapped.isEmpty()) {
            mapped.forEach((name, values) -> {
                if (!values.isEmpty() && !name.equalsIgnoreCase("cookie")) {
                    json.string(name.toLowerCase(Locale.ROOT))
                            .raw(':')
                            .string(String.join(",", values))
                            .raw(',');
                }
            });
        }
        writeAdded(json, exchange);
    }

    /** R3.14: length, trace, and who the client is. */
    static void writeAdded(JsonBytes json, Exchange exchange) {
        json.raw(LENGTH)
                .number(length(exchange))
                .raw(TRACE)
                .string(exchange.identity().traceId());
        Headers forwarded = HeaderRules.forwarded(exchange);
        for (int i = 0; i < forwarded.size(); i++) {
            name(json.raw(','), forwarded, i);
            value(json, forwarded, i);
        }
    }

    /** Of the body as it was read, or for an authorizer, which runs before that, as it was announced. */
    static long length(Exchange exchange) {
        ByteBuf body = exchange.body();
        return body != null
                ? body.readableBytes()
                : Math.max(0, exchange.client().body().length());
    }

    static boolean isTakenOver(Headers lines, int i) {
        return !lines.isNamed(i, NOT_TAKEN_OVER);
    }

    static boolean isFirst(Headers lines, int index) {
        for (int i = 0; i < index; i++) {
            if (lines.haveSameName(i, index)) {
                return false;
            }
        }
        return true;
    }

    static JsonBytes name(JsonBytes json, Headers lines, int i) {
        return json.lowerName(lines.bytes(), lines.nameStart(i), lines.nameEnd(i))
                .raw(':');
    }

    static JsonBytes value(JsonBytes json, Headers lines, int i) {
        return json.latin1(lines.bytes(), lines.valueStart(i), lines.valueEnd(i));
    }

    private static void writeJoined(JsonBytes json, Headers lines, int first) {
        List<String> values = null;
        for (int i = first + 1; i < lines.size(); i++) {
            if (lines.haveSameName(i, first)) {
                values = lines.all(lines.name(first));
                break;
            }
        }
        if (values == null) {
            value(json, lines, first);
        } else {
            json.string(String.join(",", values));
        }
    }

    /** R3.15. */
    private static void writeQuery(JsonBytes json, Exchange exchange) {
        List<String> names = queryNames(exchange);
        if (names.isEmpty()) {
            return;
        }
        json.raw(QUERY);
        for (int i = 0; i < names.size(); i++) {
            separate(json, i)
                    .string(names.get(i))
                    .raw(':')
                    .string(String.join(",", queryValues(exchange, names.get(i))));
        }
    }

    static JsonBytes separate(JsonBytes json, int index) {
        return index == 0 ? json : json.raw(',');
    }

    /** R3.26 and 3.5. */
    private static void writeAuthorizer(JsonBytes json, Exchange exchange) {
        Authorization authorization = exchange.authorization();
        if (authorization != null) {
            json.raw(AUTHORIZER).raw(authorization.newerMembers()).raw('}');
        } else if (exchange.identity().signer() != null) {
            json.raw(AUTHORIZER)
                    .raw(IAM)
                    .string(exchange.context("identity.accessKey"))
                    .raw(ACCOUNT)
                    .string(exchange.context("identity.accountId"))
                    .raw(CALLER)
                    .string(exchange.context("identity.caller"))
                    .raw(USER_ARN)
                    .string(exchange.context("identity.userArn"))
                    .raw(USER_ID)
                    .string(exchange.context("identity.user"))
                    .raw('}')
                    .raw('}');
        }
    }

    /** The rest of the context. */
    private static void writeContext(JsonBytes json, Exchange exchange) {
        String agent = exchange.head().headers().last("User-Agent");
        json.raw(DOMAIN_NAME)
                .string(RequestContext.domainName(exchange))
                .raw(DOMAIN_PREFIX)
                .string(RequestContext.domainPrefix(exchange))
                .raw(HTTP)
                .string(exchange.head().method())
                .raw(PATH)
                .string(path(exchange))
                .raw(SOURCE_IP)
                .string(exchange.head().remoteAddress())
                .raw(USER_AGENT)
                .string(agent == null ? "" : agent)
                .raw(REQUEST_ID)
                .string(exchange.identity().requestId())
                .raw(ROUTE_KEY)
                .string(RequestContext.routeKey(exchange.plan()))
                .raw(STAGE)
                .string(exchange.stage().stageName())
                .raw(TIME)
                .string(RequestContext.requestTime(exchange))
                .raw(TIME_EPOCH)
                .number(exchange.identity().epochMillis())
                .raw('}');
    }

    /** R3.16. */
    private static void writePathParameters(JsonBytes json, Exchange exchange) {
        List<String> names = exchange.pathParameterNames();
        if (names.isEmpty()) {
            return;
        }
        json.raw(PATH_PARAMETERS);
        for (int i = 0; i < names.size(); i++) {
            separate(json, i).string(names.get(i)).raw(':').string(exchange.pathParameter(names.get(i)));
        }
        json.raw('}');
    }

    /** R3.17. */
    private static void writeStageVariables(JsonBytes json, Exchange exchange) {
        Map<String, String> variables = exchange.stage().variables();
        if (variables.isEmpty()) {
            return;
        }
        json.raw(STAGE_VARIABLES);
        int i = 0;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            separate(json, i++).string(variable.getKey()).raw(':').string(variable.getValue());
        }
        json.raw('}');
    }

    private static void writeStrings(JsonBytes json, @Nullable List<String> texts) {
        if (texts == null) {
            json.string(null);
            return;
        }
        json.raw('[');
        for (int i = 0; i < texts.size(); i++) {
            separate(json, i).string(texts.get(i));
        }
        json.raw(']');
    }
}
