package dev.sallyport.integration.function;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.HeaderRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a function returned to an HTTP API (http-api 3.6).
 *
 * @param headers with names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // made, read once, never compared
record HttpApiResult(int status, Headers headers, byte[] body) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NOTHING = {};
    private static final int OK = 200;

    /** What a function of format 2.0 returned: a response, or anything that becomes the body of one (R3.51). */
    static @Nullable HttpApiResult ofTwo(byte[] payload) {
        Reader reader = read(payload);
        if (reader == null) {
            return null;
        }
        return reader.hasStatus ? reader.response(true) : inferred(payload, reader);
    }

    /** What a function of format 1.0 returned; null when it is no response (R3.64). */
    static @Nullable HttpApiResult ofOne(byte[] payload) {
        Reader reader = read(payload);
        return reader == null || !reader.hasStatus ? null : reader.response(false);
    }

    /** R3.51 to R3.53, R3.61. */
    private static HttpApiResult inferred(byte[] payload, Reader reader) {
        Headers headers = new Headers(1).add("content-type", "application/json");
        byte[] body = reader.text == null ? payload : reader.text.getBytes(StandardCharsets.UTF_8);
        return new HttpApiResult(OK, headers, body);
    }

    private static @Nullable Reader read(byte[] payload) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), payload)) {
            Reader reader = new Reader(json);
            return reader.read() && json.nextToken() == null ? reader : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    /** Reads members as they come; whether they are legal counts only when there is a status. */
    private static final class Reader {
        private final JsonParser json;
        private final List<String> single = new ArrayList<>();
        private final List<String> multi = new ArrayList<>();
        private final List<String> cookies = new ArrayList<>(0);
        private boolean hasStatus;
        private boolean malformed;
        private int status;
        private @Nullable String body;
        private @Nullable String text;
        private boolean base64;

        Reader(JsonParser json) {
            this.json = json;
        }

        /** Whether there is anything to read. */
        boolean read() {
            JsonToken first = json.nextToken();
            if (first == JsonToken.VALUE_STRING) {
                text = json.getString();
                return true;
            }
            if (first != JsonToken.START_OBJECT) {
                json.skipChildren();
                return first != null;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "statusCode" -> readStatus(value);
                    case "headers" -> readHeaders(value);
                    case "multiValueHeaders" -> readMultiValueHeaders(value);
                    case "cookies" -> readCookies(value);
                    case "body" -> readBody(value);
                    case "isBase64Encoded" -> base64 = value == JsonToken.VALUE_TRUE;
                    default -> json.skipChildren(); // R3.66
                }
            }
            return true;
        }

        /** R3.63; an interim status would leave the client waiting for the answer itself. */
        private void readStatus(JsonToken value) {
            hasStatus = true;
            if (value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == JsonParser.NumberType.INT) {
                status = json.getIntValue();
            } else if (value == JsonToken.VALUE_STRING && json.getString().matches("\\d{3}")) {
                status = Integer.parseInt(json.getString());
            } else {
                json.skipChildren();
            }
            malformed |= status < OK || status > 599;
        }

        private void readHeaders(JsonToken value) {
            if (value != JsonToken.START_OBJECT) {
                other(value);
                return;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                scalar(single, name, json.nextToken());
            }
        }

        private void readMultiValueHeaders(JsonToken value) {
            if (value != JsonToken.START_OBJECT) {
                other(value);
                return;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken list = json.nextToken();
                if (list != JsonToken.START_ARRAY) {
                    other(list);
                    continue;
                }
                for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
                    scalar(multi, name, item);
                }
            }
        }

        private void readCookies(JsonToken value) {
            if (value != JsonToken.START_ARRAY) {
                other(value);
                return;
            }
            for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
                scalar(cookies, "set-cookie", item);
            }
        }

        /** R3.59. */
        private void readBody(JsonToken value) {
            if (value == JsonToken.VALUE_STRING) {
                body = json.getString();
            } else {
                other(value);
            }
        }

        private void other(JsonToken value) {
            malformed |= value != JsonToken.VALUE_NULL;
            json.skipChildren();
        }

        /** Nothing that a function says may forge a second answer. */
        private void scalar(List<String> to, String name, JsonToken value) {
            if (!value.isScalarValue()) {
                malformed = true;
                json.skipChildren();
                return;
            }
            if (value == JsonToken.VALUE_NULL) {
                return;
            }
            String text = json.getString().strip();
            malformed |= !isToken(name) || !HeaderRules.isSafeValue(text);
            to.add(name.toLowerCase(Locale.ROOT));
            to.add(text);
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

        @Nullable
        HttpApiResult response(boolean two) {
            byte[] bytes = malformed ? null : bytes();
            if (bytes == null) {
                return null;
            }
            Headers headers = new Headers(4);
            if (two) {
                add(headers, cookies); // R3.55; R3.60: of lists of headers nothing is heard
            } else {
                add(headers, multi); // R3.65
            }
            add(headers, single);
            if (!headers.contains("content-type")) {
                headers.add("content-type", "text/plain; charset=utf-8"); // R3.57
            }
            return new HttpApiResult(status, headers, bytes);
        }

        private static void add(Headers headers, List<String> lines) {
            for (int i = 0; i < lines.size(); i += 2) {
                headers.add(lines.get(i), lines.get(i + 1));
            }
        }

        /** R3.56, R3.58; null when it should be Base64 and is not. */
        private byte @Nullable [] bytes() {
            if (body == null || body.isEmpty()) {
                return NOTHING;
            }
            if (!base64) {
                return body.getBytes(StandardCharsets.UTF_8);
            }
            try {
                return Base64.getDecoder().decode(body);
            } catch (IllegalArgumentException invalid) {
                return null;
            }
        }
    }
}
