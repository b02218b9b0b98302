package dev.sallyport.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request of one method runs: only the steps that the method needs, in AWS's order.
 *
 * @param httpMethod the configured verb, or {@code ANY}
 * @param resourcePath the template, {@code /pets/{petId}}
 * @param pathParameters names in the order of the path
 * @param traced whether answers carry {@code X-Amzn-Trace-Id} (HDR-31)
 */
public record MethodPlan(
        String resourceId,
        String resourcePath,
        String httpMethod,
        @Nullable String operationName,
        List<String> pathParameters,
        boolean traced,
        List<Step> steps) {}
