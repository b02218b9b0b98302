package dev.sallyport.control.rest;

import dev.sallyport.model.ApiDocument;
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

    /** Who asks for a test. */
    record Caller(Scope scope, String requestId, @Nullable String accessKey, @Nullable String userAgent) {}

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
     */
    record MethodTest(Caller caller, ApiDocument document, String httpMethod, TestRequest request) {}

    /**
     * What a method answered.
     *
     * @param headers by name, in their order
     * @param log the execution log, AWS's text
     * @param latencyMillis from the beginning to the end
     */
    record MethodAnswer(int status, Map<String, List<String>> headers, String body, String log, long latencyMillis) {}
}
