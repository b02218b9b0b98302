package dev.sallyport.pipeline.http;

import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.Headers;
import dev.sallyport.model.HttpApiCors;
import dev.sallyport.pipeline.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What an API says to browsers of other origins (http-api 8), compiled. */
public final class CorsAnswers {

    private static final String PREFIX = "access-control-";
    private static final String ALLOW_ORIGIN = "access-control-allow-origin";
    private static final HeaderLine ANY_ORIGIN = HeaderLine.of(ALLOW_ORIGIN, "*");
    private static final HeaderLine VARY = HeaderLine.of("vary", "origin");

    private final boolean anyOrigin;
    private final boolean anyHttps;
    private final boolean anyHttp;
    private final Set<String> origins;
    private final List<HeaderLine> always;
    private final List<HeaderLine> ofPreflight;

    public CorsAnswers(HttpApiCors cors) {
        anyOrigin = cors.allowOrigins().contains("*");
        anyHttps = cors.allowOrigins().contains("https://*");
        anyHttp = cors.allowOrigins().contains("http://*");
        // R8.8: whatever their case.
        origins = cors.allowOrigins().stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        List<HeaderLine> both = new ArrayList<>();
        if (Boolean.TRUE.equals(cors.allowCredentials())) {
            both.add(HeaderLine.of("access-control-allow-credentials", "true"));
        }
        always = new ArrayList<>(both);
        addList(always, "access-control-expose-headers", cors.exposeHeaders());
        ofPreflight = new ArrayList<>(both);
        addList(ofPreflight, "access-control-allow-methods", cors.allowMethods());
        addList(ofPreflight, "access-control-allow-headers", cors.allowHeaders());
        if (cors.maxAge() != null) {
            ofPreflight.add(HeaderLine.of("access-control-max-age", Integer.toString(cors.maxAge())));
        }
    }

    /** R8.4. */
    private static void addList(List<HeaderLine> lines, String name, List<String> values) {
        if (!values.isEmpty()) {
            lines.add(HeaderLine.of(name, String.join(",", values)));
        }
    }

    /** R8.2. */
    static boolean isPreflight(RequestHead head) {
        return head.method().equals("OPTIONS")
                && head.headers().contains("Origin")
                && head.headers().contains("Access-Control-Request-Method");
    }

    /** Adds what a real request's answer says (R8.9, R8.11, R8.13). */
    void add(Headers to, RequestHead head) {
        add(to, head, always);
    }

    /** Adds what the answer to a preflight says (R8.3, R8.5). */
    void addPreflight(Headers to, RequestHead head) {
        add(to, head, ofPreflight);
    }

    private void add(Headers to, RequestHead head, List<HeaderLine> lines) {
        String origin = head.headers().first("Origin");
        if (origin == null || !isAllowed(origin)) {
            return;
        }
        if (anyOrigin) {
            to.add(ANY_ORIGIN);
        } else {
            to.add(ALLOW_ORIGIN, origin);
            to.add(VARY);
        }
        for (int i = 0; i < lines.size(); i++) {
            to.add(lines.get(i));
        }
    }

    /** R8.6. */
    private boolean isAllowed(String origin) {
        if (anyOrigin) {
            return true;
        }
        String folded = origin.toLowerCase(Locale.ROOT);
        return (anyHttps && folded.startsWith("https://"))
                || (anyHttp && folded.startsWith("http://"))
                || origins.contains(folded);
    }

    /** R8.10: what integrations say of it does not count. */
    static void drop(Headers from) {
        for (String name : names(from)) {
            from.remove(name);
        }
    }

    private static List<String> names(Headers from) {
        List<String> found = new ArrayList<>(0);
        for (int i = 0; i < from.size(); i++) {
            String name = from.name(i);
            if (name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
                found.add(name);
            }
        }
        return found;
    }
}
