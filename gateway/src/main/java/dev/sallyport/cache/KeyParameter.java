package dev.sallyport.cache;

import dev.sallyport.http.Headers;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.mapping.MappingExpression.Lookup;
import dev.sallyport.pipeline.Authorization;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.RawPath;
import java.util.List;
import java.util.Locale;

/**
 * One thing by which a method tells requests apart (CCH-4). What a request brings counts as it came: values that mean the
 * same may have entries of their own, but no two that could mean different things ever share one. For the same reason all
 * values of a name count and not only the last, which is the one that mappings take.
 */
public final class KeyParameter {

    private final String name;
    private final Values values;
    private final boolean needsBody;

    /** Writes how many values a request has, and each of them. */
    private interface Values {
        void write(Exchange exchange, KeyWriter to);
    }

    private KeyParameter(String name, Values values, boolean needsBody) {
        this.name = name;
        this.values = values;
        this.needsBody = needsBody;
    }

    /**
     * A parameter of the request.
     *
     * @param name by which methods of one namespace share entries, for example {@code method.request.header.Accept}
     * @param expression what it is the value of
     * @param pathParameters the names of the resource's path parameters, in their order
     */
    public static KeyParameter of(String name, MappingExpression expression, List<String> pathParameters) {
        boolean needsBody = expression instanceof MappingExpression.BodyPath
                || (expression instanceof Lookup body && body.from() == MappingExpression.Source.REQUEST_BODY);
        return new KeyParameter(name, values(expression, pathParameters), needsBody);
    }

    /** A parameter that no request has: nothing is mapped to it. */
    public static KeyParameter absent(String name) {
        return new KeyParameter(name, (exchange, to) -> to.count(0), false);
    }

    /** The access key that signed the request. */
    public static KeyParameter signer() {
        return new KeyParameter("caller: signer", KeyParameter::writeSigner, false);
    }

    /** All that the authorizer said of the caller. */
    public static KeyParameter authorization() {
        return new KeyParameter("caller: authorizer", KeyParameter::writeAuthorization, false);
    }

    String name() {
        return name;
    }

    /** Whether the request's body must be there. */
    boolean needsBody() {
        return needsBody;
    }

    void write(Exchange exchange, KeyWriter to) {
        values.write(exchange, to);
    }

    private static Values values(MappingExpression expression, List<String> pathParameters) {
        if (!(expression instanceof Lookup lookup)) {
            return (exchange, to) -> writeTexts(expression.values(exchange), to);
        }
        String name = lookup.name();
        return switch (lookup.from()) {
            case PATH -> {
                int index = pathParameters.indexOf(name);
                yield (exchange, to) -> writePath(exchange, index, to);
            }
            case QUERY, MULTI_QUERY -> new QueryValues(name)::write;
            case HEADER, MULTI_HEADER ->
                isGateways(name)
                        ? (exchange, to) -> writeTexts(exchange.requestHeaders(name), to)
                        : (exchange, to) -> writeHeader(exchange.head().headers(), name, to);
            case REQUEST_BODY, CONTEXT, STAGE_VARIABLE, RESPONSE_HEADER, MULTI_RESPONSE_HEADER, RESPONSE_BODY ->
                (exchange, to) -> writeTexts(expression.values(exchange), to);
        };
    }

    /** Whether the gateway itself makes what mappings see of a header, or nobody sees anything of it. */
    private static boolean isGateways(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return folded.equals("x-amzn-trace-id")
                || HeaderRules.isForwarded(name)
                || HeaderRules.isRemovedFromRequest(name);
    }

    private static void writePath(Exchange exchange, int index, KeyWriter to) {
        int length = index < 0 ? -1 : RawPath.length(exchange, index);
        if (length < 0) {
            to.count(0);
        } else {
            to.count(1).count(length);
            RawPath.write(exchange, index, to);
        }
    }

    /** Of a name that comes twice, how it is written counts too: mappings prefer the exact case (INV-27). */
    private static void writeHeader(Headers headers, String name, KeyWriter to) {
        int found = 0;
        for (int i = 0; i < headers.size(); i++) {
            found += headers.isNamed(i, name) ? 1 : 0;
        }
        to.count(found);
        for (int i = 0; found > 0 && i < headers.size(); i++) {
            if (headers.isNamed(i, name)) {
                if (found > 1) {
                    to.part(headers.bytes(), headers.nameStart(i), headers.nameEnd(i));
                }
                to.part(headers.bytes(), headers.valueStart(i), headers.valueEnd(i));
            }
        }
    }

    private static void writeTexts(List<String> texts, KeyWriter to) {
        to.count(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            to.part(texts.get(i));
        }
    }

    private static void writeSigner(Exchange exchange, KeyWriter to) {
        var signer = exchange.identity().signer();
        if (signer == null) {
            to.count(0);
        } else {
            to.count(1).part(signer.accessKeyId());
        }
    }

    private static void writeAuthorization(Exchange exchange, KeyWriter to) {
        Authorization said = exchange.authorization();
        if (said == null) {
            to.count(0);
            return;
        }
        String apiKey = said.usageIdentifierKey();
        to.count(apiKey == null ? 1 : 2).part(said.members(), 0, said.members().length);
        if (apiKey != null) {
            to.part(apiKey);
        }
    }
}
