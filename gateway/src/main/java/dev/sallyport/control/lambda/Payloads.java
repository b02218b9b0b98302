package dev.sallyport.control.lambda;

import dev.sallyport.control.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** What an invocation may carry (R4.3, R4.4). */
final class Payloads {

    /** AWS's bound on the event of a synchronous invocation. */
    static final int REQUEST_RESPONSE_BYTES = 6_291_456;

    /** AWS's bound on the event of an asynchronous invocation. */
    static final int EVENT_BYTES = 1_048_576;

    private static final int CLIENT_CONTEXT_CHARACTERS = 3583;

    /** How much of an unreadable event the error repeats. */
    private static final int QUOTED_CHARACTERS = 500;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(REQUEST_RESPONSE_BYTES)
                    .maxNumberLength(REQUEST_RESPONSE_BYTES)
                    .maxNameLength(REQUEST_RESPONSE_BYTES)
                    .build())
            .build();

    private static final byte[] EMPTY_EVENT = {'{', '}'};

    private Payloads() {}

    /**
     * The event to give to the function: one JSON value, {@code {}} when the caller sent nothing.
     *
     * @throws ServiceException 413 when it is too large, 400 when it is not JSON
     */
    static byte[] checked(byte @Nullable [] payload, int maximumBytes) {
        if (payload == null || payload.length == 0) {
            return EMPTY_EVENT.clone();
        }
        if (payload.length > maximumBytes) {
            throw new ServiceException(
                    413,
                    "RequestTooLargeException",
                    "Request must be smaller than " + maximumBytes + " bytes for the InvokeFunction operation");
        }
        requireJson(payload);
        return payload;
    }

    private static void requireJson(byte[] payload) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), payload)) {
            if (parser.nextToken() == null) {
                throw notJson("No content to map due to end-of-input", payload, parser.currentLocation());
            }
            parser.skipChildren();
            JsonToken after = parser.nextToken();
            if (after != null) {
                throw notJson(
                        "Trailing token (of type " + after + ") found after value",
                        payload,
                        parser.currentTokenLocation());
            }
        } catch (JacksonException e) {
            throw notJson(e.getOriginalMessage(), payload, e.getLocation());
        }
    }

    /** AWS: the tail is what the service's JSON parser said, with the place (R4.3). */
    private static ServiceException notJson(
            @Nullable String problem, byte[] payload, @Nullable TokenStreamLocation location) {
        String text = new String(payload, 0, Math.min(payload.length, QUOTED_CHARACTERS), StandardCharsets.UTF_8);
        String quoted = payload.length > QUOTED_CHARACTERS
                ? text + "\"[truncated " + (payload.length - QUOTED_CHARACTERS) + " bytes]"
                : text + '"';
        String place = location == null
                ? ""
                : "\n at [Source: (byte[])\"" + quoted + "; line: " + location.getLineNr() + ", column: "
                        + location.getColumnNr() + "]";
        return invalidContent(
                "Could not parse request body into json: Could not parse payload into json: " + problem + place);
    }

    /**
     * Checks the client context.
     *
     * @throws ServiceException 400 when it is not base64 or too long
     */
    static @Nullable String clientContext(@Nullable String base64) {
        if (base64 == null || base64.isEmpty()) {
            return null;
        }
        if (base64.length() > CLIENT_CONTEXT_CHARACTERS) {
            throw invalidContent("Client context must be at most " + CLIENT_CONTEXT_CHARACTERS + " bytes long.");
        }
        try {
            requireJson(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException | ServiceException e) {
            throw invalidContent("Client context must be a valid Base64-encoded JSON object.");
        }
        return base64;
    }

    private static ServiceException invalidContent(String message) {
        return new ServiceException(400, "InvalidRequestContentException", message);
    }
}
