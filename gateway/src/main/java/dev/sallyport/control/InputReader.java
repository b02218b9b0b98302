package dev.sallyport.control;

import dev.sallyport.wire.Member;
import dev.sallyport.wire.Protocol;
import dev.sallyport.wire.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the input of an operation in the protocol of its request. */
final class InputReader {

    private InputReader() {}

    /**
     * The member values in the order of the shape's members; null where a member is absent.
     *
     * @throws ServiceException 400 SerializationException, in the query protocol MalformedInput, when something cannot
     *     be read as the model wants it
     */
    static @Nullable Object[] read(
            Protocol protocol, Shape.Struct<?> shape, PathRouter.Match match, WireRequest request) {
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        switch (protocol) {
            case REST_JSON -> restJson(shape, match, request, values);
            case AWS_JSON_1_0, AWS_JSON_1_1 -> JsonBodyReader.read(request.body(), shape, values);
            case QUERY -> QueryReader.read(form(request), shape, values);
            case RPC_V2_CBOR -> CborReader.read(request.body(), shape, values);
        }
        return values;
    }

    /** Parameters of the query and of a form in the body are equal (companion R1.4). */
    private static QueryParameters form(WireRequest request) {
        String query = String.valueOf(request.query());
        String body = ServiceResolver.isForm(request) ? new String(request.body(), StandardCharsets.UTF_8) : "";
        try {
            return QueryParameters.of(request.query() == null ? body : query + '&' + body);
        } catch (IllegalArgumentException e) {
            throw QueryReader.malformed("Could not read the parameters: " + e.getMessage());
        }
    }

    /** From path, query, headers and body, as the model binds the members. */
    private static void restJson(
            Shape.Struct<?> shape, PathRouter.Match match, WireRequest request, @Nullable Object[] values) {
        List<Member> members = shape.members();
        QueryParameters query = query(request);
        boolean body = false;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            Shape memberShape = member.shape().get();
            switch (member.location()) {
                case BODY -> body = true;
                case LABEL -> {
                    String label = match.labels().get(member.wireName());
                    values[i] = label == null ? null : TextValues.read(label, memberShape);
                }
                case QUERY -> values[i] = parameter(query.all(member.wireName()), memberShape);
                case QUERY_PARAMS -> values[i] = unbound(query, members, match.literals(), memberShape);
                case HEADER -> {
                    String header = request.header(member.wireName());
                    values[i] = header == null ? null : TextValues.read(header, memberShape);
                }
                case PREFIX_HEADERS -> values[i] = prefixed(request, member.wireName());
                case PAYLOAD -> values[i] = payload(request.body(), memberShape);
                case STATUS -> throw new IllegalStateException("an input has no status: " + shape.name());
            }
        }
        if (body) {
            JsonBodyReader.read(request.body(), shape, values);
        }
    }

    private static QueryParameters query(WireRequest request) {
        try {
            return QueryParameters.of(request.query());
        } catch (IllegalArgumentException e) {
            throw Conversions.serialization("Could not read the query: " + e.getMessage());
        }
    }

    private static @Nullable Object parameter(List<String> texts, Shape shape) {
        if (texts.isEmpty()) {
            return null;
        }
        if (shape instanceof Shape.ListOf list) {
            Shape element = list.element().get();
            List<Object> values = new ArrayList<>(texts.size());
            texts.forEach(text -> values.add(TextValues.read(text, element)));
            return List.copyOf(values);
        }
        return TextValues.read(texts.getFirst(), shape);
    }

    /** Every parameter that nothing else claims (R1.10); a presigned URL's own parameters are not input. */
    private static Map<String, Object> unbound(
            QueryParameters query, List<Member> members, Set<String> literals, Shape shape) {
        Set<String> bound = new HashSet<>(literals);
        for (Member member : members) {
            if (member.location() == Member.Location.QUERY) {
                bound.add(member.wireName());
            }
        }
        boolean lists = shape instanceof Shape.MapOf map && map.value().get() instanceof Shape.ListOf;
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : query.names()) {
            if (!bound.contains(name) && !name.startsWith("X-Amz-")) {
                values.put(name, lists ? query.all(name) : String.valueOf(query.first(name)));
            }
        }
        return values;
    }

    private static Map<String, String> prefixed(WireRequest request, String prefix) {
        Map<String, String> values = new LinkedHashMap<>();
        for (WireRequest.Header header : request.headers()) {
            String name = header.name();
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                values.putIfAbsent(name.substring(prefix.length()).toLowerCase(Locale.ROOT), header.value());
            }
        }
        return values;
    }

    private static @Nullable Object payload(byte[] body, Shape shape) {
        if (body.length == 0) {
            return null;
        }
        return switch (shape) {
            case Shape.Text _ -> new String(body, StandardCharsets.UTF_8);
            case Shape.Struct<?> struct -> {
                @Nullable
                Object[] values = new @Nullable Object[struct.members().size()];
                yield JsonBodyReader.read(body, struct, values)
                        ? struct.create().apply(values)
                        : null;
            }
            default -> body;
        };
    }
}
