package dev.sallyport.pipeline.http;

import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.pipeline.ApiStages;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.FrontDoor;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.RequestHead;
import dev.sallyport.pipeline.RouteMatch;
import dev.sallyport.pipeline.StageSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the requests of a stage of an HTTP API begin and fail (http-api 1, 2, 8, 18). */
public final class HttpApiDoor implements FrontDoor {

    /** The name of the stage that takes what no other stage does (R1.3). */
    public static final String DEFAULT_STAGE = "$default";

    /** Where there is no stage: every request is answered with 404 (R1.4, R1.10, R16.17). */
    public static final ApiStages NOWHERE = ApiStages.none(new HttpApiDoor(RouteTable.of(List.of(), null), null));

    private static final byte[] NO_PATH = {};
    private static final HeaderLine JSON = HeaderLine.of("content-type", "application/json");
    private static final String CHALLENGE = "www-authenticate";

    private final RouteTable routes;
    private final @Nullable CorsAnswers cors;
    private final @Nullable MethodPlan preflight;

    /** @param cors null when the API answers no preflight by itself */
    public HttpApiDoor(RouteTable routes, @Nullable CorsAnswers cors) {
        this.routes = routes;
        this.cors = cors;
        this.preflight = cors == null
                ? null
                : new MethodPlan("", "-", "OPTIONS", null, List.of(), false, List.of(new AnswerPreflight(cors)));
    }

    @Override
    public void begin(Exchange exchange) {
        exchange.identity().shorten();
        exchange.head().takeLiterally();
    }

    /** R1.2 to R1.7: the stage that the first segment names, otherwise that without a name. */
    @Override
    public @Nullable StageSnapshot stageOf(RequestHead head, ApiStages stages) {
        String segment = head.stage();
        if (head.isMapped()) { // R16.18
            return stages.find(segment);
        }
        String name = segment.indexOf('%') < 0 ? segment : QueryString.decode(segment, false);
        StageSnapshot named = name.isEmpty() || name.equals(DEFAULT_STAGE) ? null : stages.find(name);
        if (named != null) {
            return named;
        }
        head.withoutStage();
        return stages.find(DEFAULT_STAGE);
    }

    @Override
    public boolean match(Exchange exchange, RouteMatch into) {
        RequestHead head = exchange.head();
        if (preflight != null && CorsAnswers.isPreflight(head)) {
            into.begin(NO_PATH);
            return into.found(preflight, 0);
        }
        return head.match(routes, into);
    }

    @Override
    public Fault notFound() {
        return HttpApiFaults.NOT_FOUND;
    }

    @Override
    public Fault told(Exchange exchange, Fault fault) {
        Fault told = HttpApiFaults.told(fault);
        if (exchange.stageLog() != null && fault.reason() != null && told.status() >= 500) {
            boolean ofAuthorizer = fault.type().name().startsWith("AUTHORIZER");
            exchange.note(ofAuthorizer ? "authorizer.error" : "integrationErrorMessage", fault.reason());
            exchange.note(ofAuthorizer ? "authorizer.error" : "integration.error", fault.reason());
        }
        return told;
    }

    /** R1.13 to R1.15: nothing but the type, the id, a challenge of the authorizer's, and what CORS adds (R8.12). */
    @Override
    public void answer(Exchange exchange, Fault fault) {
        Headers headers = exchange.responseHeaders();
        String challenge = fault.status() == 401 || fault.status() == 403 ? headers.first(CHALLENGE) : null;
        headers.clear();
        headers.add(JSON);
        if (challenge != null) {
            headers.add(CHALLENGE, challenge);
        }
        if (cors != null) {
            cors.add(headers, exchange.head());
        }
        exchange.identity().addShortId(headers);
        exchange.client().respond(fault.status(), headers, HttpApiFaults.body(fault));
    }
}
