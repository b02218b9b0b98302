package dev.sallyport.pipeline.http;

import dev.sallyport.pipeline.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of a request of an HTTP API from its route on, in the order in which its steps run; null for one that the route
 * does not need. The numbers are those of the order of processing (http-api 1). What comes before, the stage (4), the answer
 * to a preflight (5) and the route (6), is {@link HttpApiDoor}; what comes at the end (13) is everybody's.
 *
 * @param throttle 7: the rates of the route and the account
 * @param authorizer 8: JWT, Lambda or IAM
 * @param readBody 9: the whole body, because nothing streams (R4.14)
 * @param requestParameters 9: headers, query and path of the integration request
 * @param integration 10: the call of the function or the backend
 * @param takeResponse 11: what of the integration's answer may be part of the route's
 * @param responseParameters 11: its headers and status, mapped
 * @param send 12 and 13: headers of CORS, the id, and the answer to the client
 */
public record HttpApiSteps(
        @Nullable Step throttle,
        @Nullable Step authorizer,
        Step readBody,
        @Nullable Step requestParameters,
        Step integration,
        Step takeResponse,
        @Nullable Step responseParameters,
        Step send) {

    /** The steps that are there, in their order. */
    public List<Step> inOrder() {
        List<Step> steps = new ArrayList<>();
        addIfPresent(steps, throttle);
        addIfPresent(steps, authorizer);
        steps.add(readBody);
        addIfPresent(steps, requestParameters);
        steps.add(integration);
        steps.add(takeResponse);
        addIfPresent(steps, responseParameters);
        steps.add(send);
        return List.copyOf(steps);
    }

    private static void addIfPresent(List<Step> steps, @Nullable Step step) {
        if (step != null) {
            steps.add(step);
        }
    }
}
