package dev.sallyport.snapshot;

import dev.sallyport.integration.http.ClientIdentity;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.model.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method where it is compiled: its resource, its API and the stage that it will serve.
 *
 * @param variant whether the stage itself is compiled or its canary
 * @param identity what the stage shows to its HTTP backends over TLS, or null
 */
record StageMethod(
        Scope owner,
        ApiDocument document,
        String stageName,
        Variant variant,
        Map<String, String> variables,
        @Nullable ClientIdentity identity,
        Resource resource,
        Method method) {

    /** The ARN by which a function's resource policy knows the method (R3.46 of companion-services). */
    String sourceArn() {
        String verb = method.httpMethod().equals("ANY") ? "*" : method.httpMethod();
        return "arn:" + owner.partition() + ":execute-api:" + owner.region() + ":" + owner.account() + ":"
                + document.apiId() + "/" + stageName + "/" + verb + resource.path();
    }
}
