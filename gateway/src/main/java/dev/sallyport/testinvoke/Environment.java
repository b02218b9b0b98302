package dev.sallyport.testinvoke;

import dev.sallyport.authorizer.jwt.TokenVerifier;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.integration.aws.AwsServices;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.pipeline.RequestListener;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What test invocations share with traffic.
 *
 * @param checkFunctionPermissions whether a function's resource policy must let API Gateway call it
 * @param payloadLimitBytes of requests and answers (LIM-4, INT-10)
 * @param tokens judges what user pools are sent
 * @param roles knows who may be what
 * @param listener hears of every end, as of those of traffic
 * @param nanoTime a monotonic clock
 */
public record Environment(
        FunctionCatalog catalog,
        FunctionHost functions,
        BackendSettings backends,
        AwsServices services,
        boolean checkFunctionPermissions,
        int payloadLimitBytes,
        TokenVerifier tokens,
        RoleTrust roles,
        RequestListener listener,
        InstantSource clock,
        LongSupplier nanoTime) {}
