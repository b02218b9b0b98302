package dev.sallyport.snapshot;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.model.Scope;
import java.util.Map;

/** A method where it is compiled: its resource, its API and the stage that it will serve. */
record StageMethod(
        Scope owner,
        ApiDocument document,
        String stageName,
        Map<String, String> variables,
        Resource resource,
        Method method) {

    /** The ARN by which a function's resource policy knows the method (R3.46 of companion-services). */
    String sourceArn() {
        String verb = method.httpMethod().equals("ANY") ? "*" : method.httpMethod();
        return "arn:" + owner.partition() + ":execute-api:" + owner.region() + ":" + owner.account() + ":"
                + document.apiId() + "/" + stageName + "/" + verb + resource.path();
    }
}
