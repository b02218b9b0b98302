package dev.sallyport.pipeline;

import dev.sallyport.telemetry.requests.RequestMeter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request of one method runs: only the steps that the method needs, in AWS's order.
 *
 * @param httpMethod the configured verb, or {@code ANY}
 * @param resourcePath the template, {@code /pets/{petId}}
 * @param pathParameters names in the order of the path
 * @param traced whether answers carry {@code X-Amzn-Trace-Id} (HDR-31)
 * @param forgetsExchange whether no step keeps an exchange beyond its normal end
 * @param log what is written of each request, or null
 * @param meter counts the requests of the method by themselves, and with them those of the stage; null when the stage's
 *     own meter does (LOG-31)
 */
public record MethodPlan(
        String resourceId,
        String resourcePath,
        String httpMethod,
        @Nullable String operationName,
        List<String> pathParameters,
        boolean traced,
        List<Step> steps,
        boolean forgetsExchange,
        @Nullable MethodLog log,
        @Nullable RequestMeter meter) {

    /** A plan of steps; it forgets its exchanges when all of them do. */
    public MethodPlan(
            String resourceId,
            String resourcePath,
            String httpMethod,
            @Nullable String operationName,
            List<String> pathParameters,
            boolean traced,
            List<Step> steps) {
        this(
                resourceId,
                resourcePath,
                httpMethod,
                operationName,
                pathParameters,
                traced,
                steps,
                steps.stream().allMatch(Step::forgetsExchange),
                null,
                null);
    }

    /** The same plan with an execution log, or with none. */
    public MethodPlan withLog(@Nullable MethodLog newLog) {
        return new MethodPlan(
                resourceId,
                resourcePath,
                httpMethod,
                operationName,
                pathParameters,
                traced,
                steps,
                forgetsExchange,
                newLog,
                meter);
    }

    /** The same plan whose requests are counted by themselves, or not. */
    public MethodPlan withMeter(@Nullable RequestMeter newMeter) {
        return new MethodPlan(
                resourceId,
                resourcePath,
                httpMethod,
                operationName,
                pathParameters,
                traced,
                steps,
                forgetsExchange,
                log,
                newMeter);
    }
}
