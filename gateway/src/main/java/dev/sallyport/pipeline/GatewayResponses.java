package dev.sallyport.pipeline;

import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.model.GatewayResponse;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a stage answers by itself: the one place that turns a fault into the response that the client sees (rest-data-plane
 * 3). Compiled at deployment; the answers that are built in cost nothing to make.
 */
public final class GatewayResponses {

    private static final HeaderLine JSON = HeaderLine.of("Content-Type", "application/json");
    private static final HeaderLine TEXT = HeaderLine.of("Content-Type", "text/plain");

    /** Answers to what attacks and mistakes are made of: the same bytes each time. */
    private static final Prepared[] PREPARED = {
        new Prepared(Fault.FORBIDDEN),
        new Prepared(Fault.MISSING_AUTHENTICATION_TOKEN),
        new Prepared(Fault.UNAUTHORIZED),
        new Prepared(Fault.INVALID_API_KEY),
        new Prepared(Fault.THROTTLED),
        new Prepared(Fault.quotaExceeded("")),
        new Prepared(Fault.INTEGRATION_TIMEOUT),
        new Prepared(Fault.UNSUPPORTED_MEDIA_TYPE),
        new Prepared(Fault.PAYLOAD_TOO_LARGE)
    };

    /** No type is customised. */
    public static final GatewayResponses BUILT_IN = new GatewayResponses(Map.of());

    private final Map<GatewayResponseType, CustomResponse> customised;

    private GatewayResponses(Map<GatewayResponseType, CustomResponse> customised) {
        this.customised = customised;
    }

    /**
     * Compiles what an API customises.
     *
     * @param stageVariables of the stage that will answer
     * @param complaints told of each parameter that cannot be part of an answer
     */
    public static GatewayResponses compile(
            List<GatewayResponse> responses, Map<String, String> stageVariables, Consumer<String> complaints) {
        Map<GatewayResponseType, CustomResponse> customised = new EnumMap<>(GatewayResponseType.class);
        for (GatewayResponse response : responses) {
            customised.put(
                    GatewayResponseType.valueOf(response.responseType()),
                    CustomResponse.compile(response, stageVariables, complaints));
        }
        return customised.isEmpty() ? BUILT_IN : new GatewayResponses(customised);
    }

    /** Sends the answer to a fault: the type's own, that of its class, or the one that is built in (GWR-10). */
    static void send(Exchange exchange, Fault fault) {
        FrontDoor door = exchange.frontDoor();
        if (door != null) {
            door.answer(exchange, fault);
            return;
        }
        StageSnapshot stage = exchange.knownStage();
        CustomResponse custom = stage == null ? null : stage.gatewayResponses().of(fault.type());
        Headers headers = exchange.responseHeaders();
        headers.clear();
        exchange.identity().addIds(headers);
        Prepared prepared = prepared(fault);
        if (prepared == null) {
            headers.add("x-amzn-ErrorType", fault.errorType());
        } else {
            headers.add(prepared.errorType);
        }
        if (custom != null) {
            custom.send(exchange, fault);
            return;
        }
        headers.add(fault.type() == GatewayResponseType.REQUEST_TOO_LARGE ? TEXT : JSON);
        if (prepared == null) {
            exchange.client().respond(fault.status(), headers, Unpooled.wrappedBuffer(bytes(fault)));
        } else {
            exchange.client().respond(fault.status(), headers, prepared.body);
        }
    }

    private @Nullable CustomResponse of(GatewayResponseType type) {
        if (customised.isEmpty() || type.isFixed()) {
            return null;
        }
        CustomResponse own = customised.get(type);
        return own != null ? own : customised.get(type.common());
    }

    private static @Nullable Prepared prepared(Fault fault) {
        for (Prepared prepared : PREPARED) {
            // Of a limit all faults of a type have the same answer; they differ in what the log says.
            if (prepared.fault == fault || (fault.isOfLimit() && prepared.fault.type() == fault.type())) {
                return prepared;
            }
        }
        return null;
    }

    static byte[] bytes(Fault fault) {
        return body(fault).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The body that is built in. GWR-2: errors of the execution phase have a blank after the colon, those of the front door
     * have none; GWR-21: denials have a capital letter.
     */
    public static String body(Fault fault) {
        if (fault.type() == GatewayResponseType.REQUEST_TOO_LARGE) {
            return String.valueOf(fault.message());
        }
        String name = fault.type() == GatewayResponseType.ACCESS_DENIED ? "{\"Message\":" : "{\"message\":";
        return name + (fault.type().executionPhase() ? " " : "") + JsonText.quoted(fault.message()) + "}";
    }

    private static final class Prepared {
        private final Fault fault;
        private final HeaderLine errorType;
        private final byte[] body;

        Prepared(Fault fault) {
            this.fault = fault;
            this.errorType = HeaderLine.of("x-amzn-ErrorType", fault.errorType());
            this.body = bytes(fault);
        }
    }
}
