package dev.sallyport.integration.function;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.HeaderRules;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a proxy function returned, read by the rules of INT-50 to INT-53.
 *
 * @param status 200 when the function named none
 * @param headers ready for the client: merged, remapped, with a Content-Type
 * @param body null or text; base64 when {@code base64Encoded}
 */
record ProxyResponse(int status, Headers headers, @Nullable String body, boolean base64Encoded) {

    private static final JsonFactory JSON = new JsonFactory();

    /** The response, or null when it is malformed, which AWS answers with 502. */
    static @Nullable ProxyResponse parse(byte[] payload) {
        Reader reader = read(payload, false);
        if (reader != null) {
            return reader.response();
        }
        // INT-116: of the streaming format, status and headers are used.
        StreamPrelude prelude = new StreamPrelude();
        StreamedMetadata metadata = prelude.read(Unpooled.wrappedBuffer(payload)) == StreamPrelude.Verdict.COMPLETE
                ? parseMetadata(prelude.metadata())
                : null;
        return metadata == null ? null : new ProxyResponse(metadata.status(), metadata.headers(), null, false);
    }

    /** What a streaming function says before its payload, or null when it is malformed (INT-112). */
    static @Nullable StreamedMetadata parseMetadata(byte[] json) {
        Reader reader = read(json, true);
        return reader == null ? null : reader.metadata();
    }

    private static @Nullable Reader read(byte[] payload, boolean streamed) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), payload)) {
            Reader reader = new Reader(json, streamed);
            return reader.read() ? reader : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    private static final class Reader {
        private final JsonParser json;
        private final boolean streamed;
        private final List<String> cookies = new ArrayList<>(0);
        private int status = 200;
        private Map<String, List<String>> single = Map.of();
        private Map<String, List<String>> multi = Map.of();
        private @Nullable String body;
        private boolean base64Encoded;

        /** @param streamed whether it is the metadata of a stream, which has other members than a whole response */
        Reader(JsonParser json, boolean streamed) {
            this.json = json;
            this.streamed = streamed;
        }

        boolean read() {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            int members = 0;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                members++;
                String name = json.currentName();
                JsonToken value = json.nextToken();
                boolean legal = switch (name) {
                    case "statusCode" -> readStatus(value);
                    case "headers" -> readHeaders(value);
                    case "multiValueHeaders" -> readMultiValueHeaders(value);
                    case "body" -> !streamed && readBody(value);
                    case "isBase64Encoded" -> !streamed && readFlag(value);
                    case "cookies" -> streamed && readCookies(value);
                    default -> false;
                };
                if (!legal) {
                    return false;
                }
            }
            // (inferred): metadata may be empty.
            return (members > 0 || streamed) && json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        }

        private boolean readStatus(JsonToken value) {
            if (value == JsonToken.VALUE_NUMBER_INT) {
                status = json.getNumberType() == JsonParser.NumberType.INT ? json.getIntValue() : -1;
            } else if (value == JsonToken.VALUE_STRING && json.getString().matches("\\d{1,9}")) {
                status = Integer.parseInt(json.getString());
            } else {
                return value == JsonToken.VALUE_NULL;
            }
            // An interim status would leave the client waiting for the answer itself.
            return status >= 200 && status <= 599;
        }

        private boolean readHeaders(JsonToken value) {
            if (value != JsonToken.START_OBJECT) {
                return value == JsonToken.VALUE_NULL;
            }
            single = single.isEmpty() ? new LinkedHashMap<>() : single;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken scalar = json.nextToken();
                if (!scalar.isScalarValue()) {
                    return false;
                }
                if (scalar != JsonToken.VALUE_NULL && !addIfSafe(single, name, json.getString())) {
                    return false;
                }
            }
            return true;
        }

        private boolean readMultiValueHeaders(JsonToken value) {
            if (value != JsonToken.START_OBJECT) {
                return value == JsonToken.VALUE_NULL;
            }
            multi = multi.isEmpty() ? new LinkedHashMap<>() : multi;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken list = json.nextToken();
                if (list == JsonToken.VALUE_NULL) {
                    continue;
                }
                if (list != JsonToken.START_ARRAY) {
                    return false;
                }
                JsonToken item = json.nextToken();
                while (item != JsonToken.END_ARRAY) {
                    if (!item.isScalarValue() || !addIfSafe(multi, name, json.getString())) {
                        return false;
                    }
                    item = json.nextToken();
                }
            }
            return true;
        }

        private boolean readCookies(JsonToken value) {
            if (value != JsonToken.START_ARRAY) {
                return value == JsonToken.VALUE_NULL;
            }
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                String cookie = json.getString().strip();
                if (!HeaderRules.isSafeValue(cookie)) {
                    return false;
                }
                cookies.add(cookie);
            }
            return json.currentToken() == JsonToken.END_ARRAY;
        }

        private boolean readBody(JsonToken value) {
            if (value == JsonToken.VALUE_STRING) {
                body = json.getString();
                return true;
            }
            return value == JsonToken.VALUE_NULL;
        }

        private boolean readFlag(JsonToken value) {
            base64Encoded = value == JsonToken.VALUE_TRUE;
            return value == JsonToken.VALUE_TRUE || value == JsonToken.VALUE_FALSE || value == JsonToken.VALUE_NULL;
        }

        /** A header that could split the response is refused: nothing a function says may forge a second answer. */
        private static boolean addIfSafe(Map<String, List<String>> to, String name, String value) {
            String stripped = value.strip();
            if (!isToken(name) || !HeaderRules.isSafeValue(stripped)) {
                return false;
            }
            to.computeIfAbsent(name, key -> new ArrayList<>(2)).add(stripped);
            return true;
        }

        private static boolean isToken(String name) {
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (c <= ' ' || c >= 127 || "()<>@,;:\\\"/[]?={}".indexOf(c) >= 0) {
                    return false;
                }
            }
            return !name.isEmpty();
        }

        ProxyResponse response() {
            return new ProxyResponse(status, headers(), body, base64Encoded);
        }

        /** INT-113: a Content-Length is the function's own; null when it is none. */
        @Nullable
        StreamedMetadata metadata() {
            Set<String> lengths = new HashSet<>();
            multi = withoutLengths(multi, lengths);
            single = withoutLengths(single, lengths);
            if (lengths.size() > 1 || !lengths.stream().allMatch(length -> length.matches("\\d{1,15}"))) {
                return null;
            }
            Headers headers = headers();
            cookies.forEach(cookie -> headers.add("Set-Cookie", cookie));
            return new StreamedMetadata(
                    status,
                    headers,
                    lengths.isEmpty() ? null : Long.valueOf(lengths.iterator().next()));
        }

        private static Map<String, List<String>> withoutLengths(Map<String, List<String>> given, Set<String> lengths) {
            Map<String, List<String>> others = new LinkedHashMap<>(given);
            given.forEach((name, values) -> {
                if (name.equalsIgnoreCase("Content-Length")) {
                    lengths.addAll(values);
                    others.remove(name);
                }
            });
            return others;
        }

        private Headers headers() {
            Headers headers = new Headers(4);
            multi.forEach((name, values) -> {
                values.forEach(value -> HeaderRules.addProxyResponseHeader(headers, name, value));
                single.forEach((other, more) -> {
                    if (other.equalsIgnoreCase(name)) {
                        more.forEach(value -> HeaderRules.addProxyResponseHeader(headers, name, value));
                    }
                });
            });
            single.forEach((name, values) -> {
                if (multi.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
                    values.forEach(value -> HeaderRules.addProxyResponseHeader(headers, name, value));
                }
            });
            if (!headers.contains("Content-Type")) {
                headers.add("Content-Type", "application/json");
            }
            return headers;
        }
    }
}
