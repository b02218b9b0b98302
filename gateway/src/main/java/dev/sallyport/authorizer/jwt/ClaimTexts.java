package dev.sallyport.authorizer.jwt;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Claims as the gateway shows them (AUT-56): all of them text. */
final class ClaimTexts {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ClaimTexts() {}

    /** The claims in their order; one without a value is left out. */
    static Map<String, String> of(Map<String, ? extends @Nullable Object> claims) {
        Map<String, String> texts = new LinkedHashMap<>();
        claims.forEach((name, value) -> {
            if (value != null) {
                texts.put(name, text(value));
            }
        });
        return texts;
    }

    private static String text(Object value) {
        return switch (value) {
            case Date date -> DATE.format(date.toInstant());
            case Collection<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(","));
            case Map<?, ?> object -> JsonMapper.shared().writeValueAsString(object);
            default -> value.toString();
        };
    }
}
