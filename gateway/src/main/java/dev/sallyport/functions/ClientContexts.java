package dev.sallyport.functions;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** The client context: base64 JSON on the way in, plain JSON in the header that the runtime reads. */
final class ClientContexts {

    private static final Logger LOG = LoggerFactory.getLogger(ClientContexts.class);

    /** A header holds ASCII; JSON can say everything in it. */
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ClientContexts() {}

    /** JSON on one line, or null when there is none or it is not base64 JSON. */
    static @Nullable String toJson(@Nullable String base64) {
        if (base64 == null) {
            return null;
        }
        try {
            return ASCII.writeValueAsString(ASCII.readTree(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException | JacksonException notJson) {
            LOG.debug("a client context is not base64 JSON", notJson);
            return null;
        }
    }
}
