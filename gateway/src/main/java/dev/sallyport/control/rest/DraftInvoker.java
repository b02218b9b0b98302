package dev.sallyport.control.rest;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs what a draft holds, once and without a client (R22, R23): the only way of the control plane to the data plane, which
 * implements it. May block.
 */
public interface DraftInvoker {

    /** The stage that test invocations of methods run on (R22.1). */
    String STAGE = "test-invoke-stage";

    /** Runs a method as traffic would be, without its authorizer and API key. */
    MethodAnswer invokeMethod(MethodTest test);

    /** Asks an authorizer, a Lambda function or user pools, without any cache of what it answered (R23.3). */
    AuthorizerAnswer invokeAuthorizer(AuthorizerTest test);

    /** Who asks for a test. */
    record Caller(
            Scope scope,
            String requestId,
            String accessKeyId,
            @Nullable String userAgent) {}

    /**
     * What a test sends.
     *
     * @param path raw, beginning with a slash; null when the template of the resource stands for it
     * @param query raw, without its question mark
     * @param headers in the order in which they were given
     */
    record TestRequest(
            @Nullable String path,
            @Nullable String query,
            Map<String, List<String>> headers,
            String body,
            Map<String, String> stageVariables) {}

    /**
     * A method to run.
     *
     * @param document the draft, with the one resource that has the one method
     * @param certificate what an HTTP backend is shown over TLS, or null
     */
    record MethodTest(
            Caller caller,
            ApiDocument document,
            String httpMethod,
            TestRequest request,
            @Nullable ClientCertificate certificate) {}

    /**
     * What a method answered.
     *
     * @param headers by name, in their order
     * @param log the execution log, AWS's text
     * @param latencyMillis from the beginning to the end
     */
    record MethodAnswer(int status, Map<String, List<String>> headers, String body, String log, long latencyMillis) {}

    /**
     * An authorizer to call.
     *
     * @param additionalContext values of {@code $context} by variable
     */
    record AuthorizerTest(
            Caller caller,
            String apiId,
            Authorizer authorizer,
            TestRequest request,
            Map<String, String> additionalContext) {}

    /**
     * What became of it.
     *
     * @param clientStatus 0 when the client would pass, otherwise the status that it would see
     * @param principalId null with another status than 0 and of user pools, as is the policy
     * @param policy the policy document's JSON
     * @param claims of a user pool's token, by name; null in all other cases
     * @param latencyMillis from the beginning to the end
     */
    record AuthorizerAnswer(
            int clientStatus,
            @Nullable String principalId,
            @Nullable String policy,
            @Nullable Map<String, String> claims,
            String log,
            long latencyMillis) {}
}
