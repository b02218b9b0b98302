package dev.sallyport.integration.function;

import dev.sallyport.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the body of a request goes to a function as text or as Base64 (http-api 3.4). */
final class HttpApiBody {

    private static final Set<String> TEXT =
            Set.of("application/json", "application/xml", "application/javascript", "application/graphql");

    private HttpApiBody() {}

    static boolean isText(Headers headers) {
        if (headers.contains("Content-Encoding")) {
            return false;
        }
        String given = headers.last("Content-Type");
        if (given == null) {
            return false;
        }
        int semicolon = given.indexOf(';');
        String type =
                (semicolon < 0 ? given : given.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        String charset = semicolon < 0 ? null : charset(given.substring(semicolon + 1));
        return charset == null ? type.startsWith("text/") || TEXT.contains(type) : charset.equals("utf-8");
    }

    private static @Nullable String charset(String parameters) {
        for (String parameter : parameters.split(";")) {
            String stripped = parameter.strip().toLowerCase(Locale.ROOT);
            if (stripped.startsWith("charset=")) {
                return stripped.substring("charset=".length()).replace("\"", "");
            }
        }
        return null;
    }

    /** Adds the value of {@code body}. */
    static void write(JsonBytes json, ByteBuf body, boolean text) {
        if (text) {
            json.utf8(body);
        } else {
            json.string(Base64.getEncoder().encodeToString(ByteBufUtil.getBytes(body)));
        }
    }
}
