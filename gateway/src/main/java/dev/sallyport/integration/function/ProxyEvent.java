package dev.sallyport.integration.function;

import dev.sallyport.http.HeaderNames;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.MediaTypes;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.pipeline.Authorization;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Release;
import dev.sallyport.pipeline.RequestContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * Writes the event of format 1.0 (INT-42 to INT-48), and that of REQUEST authorizers, which is nearly the same (AUT-30):
 * constant parts as bytes, headers without a string for each.
 */
public final class ProxyEvent {

    /** INT-43: always there, null when not applicable. */
    private static final List<Member> IDENTITY = members(RequestContext.IDENTITY);

    /** The same for who came by a VPC endpoint (EDG-7). */
    private static final List<Member> IDENTITY_BY_ENDPOINT = members(RequestContext.IDENTITY_BY_ENDPOINT);

    private static final List<Member> CLIENT_CERTIFICATE = List.of(
            Member.of("\"clientCertPem\":", "clientCert.clientCertPem"),
            Member.of(",\"subjectDN\":", "clientCert.subjectDN"),
            Member.of(",\"issuerDN\":", "clientCert.issuerDN"),
            Member.of(",\"serialNumber\":", "clientCert.serialNumber"),
            Member.of(",\"validity\":{\"notBefore\":", "clientCert.validity.notBefore"),
            Member.of(",\"notAfter\":", "clientCert.validity.notAfter"));

    /** INT-44: what never reaches a function, and what the gateway writes itself. */
    private static final HeaderNames NOT_TAKEN_OVER = HeaderRules.removedFromRequestAnd("X-Amzn-Trace-Id");

    private static final byte[] RESOURCE = json("{\"resource\":");
    private static final byte[] AUTHORIZER_ARN = json("{\"type\":\"REQUEST\",\"methodArn\":");
    private static final byte[] AUTHORIZER_RESOURCE = json(",\"resource\":");
    private static final byte[] NO_PARAMETERS =
            json(",\"queryStringParameters\":{},\"multiValueQueryStringParameters\":{}");
    private static final byte[] EMPTY = json("{}");
    private static final byte[] AUTHORIZER = json(",\"authorizer\":{");
    private static final byte[] LATENCY = json("\"integrationLatency\":");
    private static final byte[] AUTHORIZER_END = json("}}");
    private static final byte[] PATH = json(",\"path\":");
    private static final byte[] METHOD = json(",\"httpMethod\":");
    private static final byte[] HEADERS = json(",\"headers\":{");
    private static final byte[] TRACE = json("\"X-Amzn-Trace-Id\":");
    private static final byte[] MULTI_VALUE_HEADERS = json("},\"multiValueHeaders\":{");
    private static final byte[] NO_HEADERS = json(",\"headers\":null,\"multiValueHeaders\":null");
    private static final byte[] QUERY = json(",\"queryStringParameters\":{");
    private static final byte[] MULTI_VALUE_QUERY = json("},\"multiValueQueryStringParameters\":{");
    private static final byte[] NO_QUERY =
            json(",\"queryStringParameters\":null,\"multiValueQueryStringParameters\":null");
    private static final byte[] PATH_PARAMETERS = json(",\"pathParameters\":");
    private static final byte[] STAGE_VARIABLES = json(",\"stageVariables\":");
    private static final byte[] NULL = json("null");
    private static final byte[] RESOURCE_ID = json(",\"requestContext\":{\"resourceId\":");
    private static final byte[] RESOURCE_PATH = json(",\"resourcePath\":");
    private static final byte[] OPERATION_NAME = json(",\"operationName\":");
    private static final byte[] CANARY_REQUEST = json(",\"isCanaryRequest\":true");
    private static final byte[] NO_CANARY_REQUEST = json(",\"isCanaryRequest\":false");
    private static final byte[] EXTENDED_REQUEST_ID = json(",\"extendedRequestId\":");
    private static final byte[] REQUEST_TIME = json(",\"requestTime\":");
    private static final byte[] ACCOUNT_ID = json(",\"accountId\":");
    private static final byte[] STAGE = json(",\"protocol\":\"HTTP/1.1\",\"stage\":");
    private static final byte[] DOMAIN_PREFIX = json(",\"domainPrefix\":");
    private static final byte[] REQUEST_TIME_EPOCH = json(",\"requestTimeEpoch\":");
    private static final byte[] REQUEST_ID = json(",\"requestId\":");
    private static final byte[] IDENTITY_BEGIN = json(",\"identity\":{");
    private static final byte[] API_KEY = json(",\"apiKey\":");
    private static final byte[] API_KEY_ID = json(",\"apiKeyId\":");
    private static final byte[] CLIENT_CERTIFICATE_BEGIN = json(",\"clientCert\":{");
    private static final byte[] CLIENT_CERTIFICATE_END = json("}}");
    private static final byte[] DOMAIN_NAME = json("},\"domainName\":");
    private static final byte[] DEPLOYMENT_ID = json(",\"deploymentId\":");
    private static final byte[] API_ID = json(",\"apiId\":");
    private static final byte[] BODY = json("},\"body\":");
    private static final byte[] TEXT_END = json(",\"isBase64Encoded\":false}");
    private static final byte[] BINARY_END = json(",\"isBase64Encoded\":true}");

    private final List<String> binaryMediaTypes;

    /** A member of the identity: what stands before its value, and the variable that has it. */
    @SuppressWarnings("ArrayRecordComponent") // a constant that nobody compares
    private static final class Member {
        final byte[] begin;
        final String variable;

        private Member(byte[] begin, String variable) {
            this.begin = begin;
            this.variable = variable;
        }

        static Member of(String name) {
            return of("\"" + name + "\":", name);
        }

        static Member of(String begin, String name) {
            return new Member(json(begin), "identity." + name);
        }
    }

    private static List<Member> members(List<String> names) {
        return names.stream().map(Member::of).toList();
    }

    /** What an event loop keeps: the array that events are written in, and the time as text, which is dear. */
    private static final class Scratch {
        final JsonBytes json = new JsonBytes();
        private long second = -1;
        private String time = "";

        String requestTime(Exchange exchange) {
            long now = exchange.identity().epochMillis() / 1000;
            if (now != second) {
                second = now;
                time = RequestContext.requestTime(exchange);
            }
            return time;
        }
    }

    ProxyEvent(List<String> binaryMediaTypes) {
        this.binaryMediaTypes = binaryMediaTypes;
    }

    private static byte[] json(String constant) {
        return constant.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] write(Exchange exchange) {
        Scratch scratch = scratch(exchange);
        JsonBytes json = scratch.json.begin().raw(RESOURCE);
        writeRequest(json, exchange, scratch, exchange.head().method(), NO_QUERY, NULL);
        writeBody(json.raw(BODY), exchange);
        return json.toBytes();
    }

    /**
     * The event of a REQUEST authorizer: without a body, and with empty objects where a proxy's event has null (AUT-30).
     *
     * @param arn of the request (AUT-1)
     */
    public static byte[] ofAuthorizer(Exchange exchange, String arn) {
        Scratch scratch = scratch(exchange);
        JsonBytes json = scratch.json.begin().raw(AUTHORIZER_ARN).string(arn).raw(AUTHORIZER_RESOURCE);
        writeRequest(json, exchange, scratch, exchange.head().routedVerb(), NO_PARAMETERS, EMPTY);
        return json.raw(AUTHORIZER_END).toBytes();
    }

    private static Scratch scratch(Exchange exchange) {
        return exchange.client().context().attachment(Scratch.class, loop -> new Scratch());
    }

    /** All but the body. */
    private static void writeRequest(
            JsonBytes json, Exchange exchange, Scratch scratch, String verb, byte[] noQuery, byte[] nothing) {
        json.string(exchange.plan().resourcePath())
                .raw(PATH)
                .string(exchange.head().eventPath())
                .raw(METHOD)
                .string(verb);
        writeHeaders(json, exchange);
        writeQuery(json, exchange.query(), noQuery);
        writePathParameters(json, exchange, nothing);
        writeMap(json.raw(STAGE_VARIABLES), exchange.stage().variables(), nothing);
        writeRequestContext(json, exchange, verb, scratch.requestTime(exchange));
    }

    private static boolean isTakenOver(Headers lines, int i) {
        return !lines.isNamed(i, NOT_TAKEN_OVER) && isLast(lines, i) && !HeaderRules.isSignature(lines, i);
    }

    /** INT-44: what survives the removals, and what the gateway adds, which no line of the client's can repeat. */
    private static void writeHeaders(JsonBytes json, Exchange exchange) {
        if (exchange.head().testContext() != null) {
            writeTestHeaders(json, exchange.head().headers());
            return;
        }
        Headers lines = exchange.head().headers();
        Headers forwarded = HeaderRules.forwarded(exchange);
        json.raw(HEADERS);
        for (int i = 0; i < lines.size(); i++) {
            if (isTakenOver(lines, i)) {
                name(json, lines, i);
                value(json, lines, i).raw(',');
            }
        }
        json.raw(TRACE).string(exchange.identity().traceId());
        for (int i = 0; i < forwarded.size(); i++) {
            name(json.raw(','), forwarded, i);
            value(json, forwarded, i);
        }
        json.raw(MULTI_VALUE_HEADERS);
        for (int i = 0; i < lines.size(); i++) {
            if (isTakenOver(lines, i)) {
                name(json, lines, i);
                writeValues(json, lines, i);
                json.raw(',');
            }
        }
        json.raw(TRACE).raw('[').string(exchange.identity().traceId()).raw(']');
        for (int i = 0; i < forwarded.size(); i++) {
            name(json.raw(','), forwarded, i).raw('[');
            value(json, forwarded, i).raw(']');
        }
        json.raw('}');
    }

    /** A test invocation's event has the headers that were given and nothing of the gateway's; null when there are none. */
    private static void writeTestHeaders(JsonBytes json, Headers lines) {
        if (lines.size() == 0) {
            json.raw(NO_HEADERS);
            return;
        }
        json.raw(HEADERS);
        writeEach(json, lines, (to, i) -> value(to, lines, i));
        json.raw(MULTI_VALUE_HEADERS);
        writeEach(json, lines, (to, i) -> writeValues(to, lines, i));
        json.raw('}');
    }

    private static void writeEach(JsonBytes json, Headers lines, ObjIntConsumer<JsonBytes> values) {
        boolean first = true;
        for (int i = 0; i < lines.size(); i++) {
            if (isLast(lines, i)) {
                values.accept(name(first ? json : json.raw(','), lines, i), i);
                first = false;
            }
        }
    }

    private static JsonBytes name(JsonBytes json, Headers lines, int i) {
        return json.latin1(lines.bytes(), lines.nameStart(i), lines.nameEnd(i)).raw(':');
    }

    private static JsonBytes value(JsonBytes json, Headers lines, int i) {
        return json.latin1(lines.bytes(), lines.valueStart(i), lines.valueEnd(i));
    }

    private static boolean isLast(Headers lines, int index) {
        for (int i = index + 1; i < lines.size(); i++) {
            if (lines.haveSameName(i, index)) {
                return false;
            }
        }
        return true;
    }

    /** All values under the name of the last line that has it. */
    private static void writeValues(JsonBytes json, Headers lines, int last) {
        char separator = '[';
        for (int i = 0; i <= last; i++) {
            if (i == last || lines.haveSameName(i, last)) {
                value(json.raw(separator), lines, i);
                separator = ',';
            }
        }
        json.raw(']');
    }

    private static void writeQuery(JsonBytes json, QueryString query, byte[] none) {
        if (query.size() == 0) {
            json.raw(none);
            return;
        }
        json.raw(QUERY);
        for (int i = 0; i < query.size(); i++) {
            if (isFirst(query, i)) {
                separate(json, i).string(query.name(i)).raw(':');
                json.string(query.all(query.name(i)).getLast());
            }
        }
        json.raw(MULTI_VALUE_QUERY);
        for (int i = 0; i < query.size(); i++) {
            if (isFirst(query, i)) {
                separate(json, i).string(query.name(i)).raw(':');
                writeList(json, query.all(query.name(i)));
            }
        }
        json.raw('}');
    }

    /** The first of all always is the first of its name. */
    private static JsonBytes separate(JsonBytes json, int index) {
        return index == 0 ? json : json.raw(',');
    }

    private static boolean isFirst(QueryString query, int index) {
        for (int i = 0; i < index; i++) {
            if (query.name(i).equals(query.name(index))) {
                return false;
            }
        }
        return true;
    }

    private static void writeList(JsonBytes json, List<String> values) {
        json.raw('[');
        for (int i = 0; i < values.size(); i++) {
            separate(json, i).string(values.get(i));
        }
        json.raw(']');
    }

    private static void writePathParameters(JsonBytes json, Exchange exchange, byte[] none) {
        List<String> names = exchange.plan().pathParameters();
        json.raw(PATH_PARAMETERS);
        if (names.isEmpty()) {
            json.raw(none);
            return;
        }
        json.raw('{');
        for (int i = 0; i < names.size(); i++) {
            separate(json, i).string(names.get(i)).raw(':').string(exchange.pathValue(i));
        }
        json.raw('}');
    }

    private static void writeMap(JsonBytes json, Map<String, String> map, byte[] none) {
        if (map.isEmpty()) {
            json.raw(none);
            return;
        }
        char separator = '{';
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.raw(separator).string(entry.getKey()).raw(':').string(entry.getValue());
            separator = ',';
        }
        json.raw('}');
    }

    /** AUT-42, AUT-56: right behind the resource's id (inferred); AUT-31: not before there is one. */
    private static void writeAuthorizer(JsonBytes json, Exchange exchange) {
        Authorization authorization = exchange.authorization();
        if (authorization == null) {
            return;
        }
        json.raw(AUTHORIZER).raw(authorization.members());
        String latency = RequestContext.value(exchange, "authorizer.integrationLatency");
        if (latency != null) {
            json.raw(',').raw(LATENCY).number(Long.parseLong(latency));
        }
        json.raw('}');
    }

    private static void writeRequestContext(JsonBytes json, Exchange exchange, String verb, String requestTime) {
        json.raw(RESOURCE_ID).string(exchange.plan().resourceId());
        writeAuthorizer(json, exchange);
        json.raw(RESOURCE_PATH).string(exchange.plan().resourcePath());
        if (exchange.plan().operationName() != null) {
            json.raw(OPERATION_NAME).string(exchange.plan().operationName());
        }
        Release release = exchange.stage().release();
        if (release != null) { // INT-43
            json.raw(release.isCanary() ? CANARY_REQUEST : NO_CANARY_REQUEST);
        }
        json.raw(METHOD)
                .string(verb)
                .raw(EXTENDED_REQUEST_ID)
                .string(exchange.identity().extendedRequestId())
                .raw(REQUEST_TIME)
                .string(requestTime)
                .raw(PATH)
                .string(exchange.head().contextPath())
                .raw(ACCOUNT_ID)
                .string(exchange.stage().owner().account())
                .raw(STAGE)
                .string(exchange.stage().stageName())
                .raw(DOMAIN_PREFIX)
                .string(RequestContext.domainPrefix(exchange))
                .raw(REQUEST_TIME_EPOCH)
                .number(exchange.identity().epochMillis())
                .raw(REQUEST_ID)
                .string(exchange.identity().requestId())
                .raw(IDENTITY_BEGIN);
        List<Member> members = exchange.head().vpcEndpoint() == null ? IDENTITY : IDENTITY_BY_ENDPOINT;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            separate(json, i).raw(member.begin).string(RequestContext.value(exchange, member.variable));
        }
        if (RequestContext.value(exchange, "identity.apiKey") != null) { // MRQ-5
            json.raw(API_KEY).string(RequestContext.value(exchange, "identity.apiKey"));
            json.raw(API_KEY_ID).string(RequestContext.value(exchange, "identity.apiKeyId"));
        }
        writeClientCertificate(json, exchange);
        json.raw(DOMAIN_NAME)
                .string(RequestContext.domainName(exchange))
                .raw(DEPLOYMENT_ID)
                .string(exchange.stage().deploymentId())
                .raw(API_ID)
                .string(exchange.stage().apiId());
    }

    /** AUT-83. */
    private static void writeClientCertificate(JsonBytes json, Exchange exchange) {
        if (!exchange.head().clientCertificate().isEmpty()) {
            writeClientCertificate(json, exchange, CLIENT_CERTIFICATE_BEGIN);
        }
    }

    /**
     * What the client has shown.
     *
     * @param begin the member that it is, up to its first brace
     */
    static void writeClientCertificate(JsonBytes json, Exchange exchange, byte[] begin) {
        json.raw(begin);
        for (Member member : CLIENT_CERTIFICATE) {
            json.raw(member.begin).string(RequestContext.value(exchange, member.variable));
        }
        json.raw(CLIENT_CERTIFICATE_END);
    }

    private void writeBody(JsonBytes json, Exchange exchange) {
        ByteBuf body = exchange.body();
        boolean binary = isBinary(exchange);
        if (body == null || !body.isReadable()) {
            json.raw(NULL);
        } else if (binary) {
            json.string(Base64.getEncoder().encodeToString(ByteBufUtil.getBytes(body)));
        } else {
            json.utf8(body);
        }
        json.raw(binary ? BINARY_END : TEXT_END);
    }

    private boolean isBinary(Exchange exchange) {
        if (binaryMediaTypes.isEmpty()) {
            return false;
        }
        String type = exchange.head().headers().last("Content-Type");
        return type == null
                ? binaryMediaTypes.contains("*/*")
                : MediaTypes.matchesRequest(binaryMediaTypes, MediaTypes.ofContent(type));
    }
}
