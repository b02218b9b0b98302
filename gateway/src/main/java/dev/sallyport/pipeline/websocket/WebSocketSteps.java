package dev.sallyport.pipeline.websocket;

import dev.sallyport.pipeline.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The life of a handshake, of a message, and of a connection's end from its route on, in the order in which their steps
 * run; null for one that the route does not need. What comes before, the stage and the route, is {@link WebSocketDoor}.
 *
 * @param throttle the rates of the route and the account (section 17)
 * @param authorizer of a handshake: IAM or a Lambda authorizer (5)
 * @param apiKey of a handshake (6)
 * @param parameters of a handshake: those that the route requires (W9.12)
 * @param model the message against its model (13)
 * @param content the message made bytes, where the integration wants that (14)
 * @param template which request template, or none (W9.16)
 * @param requestParameters headers, query and path of the integration request (W9.10)
 * @param rendering the template, when it is not the same text for every message
 * @param integration the call of the function or the backend; null for a route that has none
 * @param response which integration response, and the answer that it makes (12)
 * @param end the connection, the reply, or nothing (3, 11)
 */
public record WebSocketSteps(
        @Nullable Step throttle,
        @Nullable Step authorizer,
        @Nullable Step apiKey,
        @Nullable Step parameters,
        @Nullable Step model,
        @Nullable Step content,
        @Nullable Step template,
        @Nullable Step requestParameters,
        @Nullable Step rendering,
        @Nullable Step integration,
        @Nullable Step response,
        Step end) {

    /** The steps that are there, in their order. */
    public List<Step> inOrder() {
        List<Step> steps = new ArrayList<>();
        Stream.of(
                        throttle,
                        authorizer,
                        apiKey,
                        parameters,
                        model,
                        content,
                        template,
                        requestParameters,
                        rendering,
                        integration,
                        response,
                        end)
                .filter(Objects::nonNull)
                .forEach(steps::add);
        return List.copyOf(steps);
    }
}
