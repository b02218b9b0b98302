package dev.sallyport.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service model.
 *
 * @param key the short name that Sallyport uses: apigateway, apigatewayv2, apigatewaymanagementapi, lambda, iam, sts,
 *     acm, logs, monitoring
 * @param title as AWS writes it, for messages ("Amazon API Gateway")
 * @param signingName the service in SigV4's credential scope (apigateway for v1 and v2, execute-api, lambda …)
 * @param apiVersion for example {@code 2015-07-09}
 * @param protocols in the order of preference
 * @param targetPrefix the text before the dot in {@code X-Amz-Target}, or the service name of rpc-v2-cbor; null for
 *     rest-json and query
 * @param xmlNamespace of query answers, else null
 * @param operations in alphabetical order
 */
public record Service(
        String key,
        String title,
        String signingName,
        String apiVersion,
        List<Protocol> protocols,
        @Nullable String targetPrefix,
        @Nullable String xmlNamespace,
        List<Operation<?, ?>> operations) {}
