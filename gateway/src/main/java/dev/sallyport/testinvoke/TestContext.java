package dev.sallyport.testinvoke;

import dev.sallyport.control.rest.DraftInvoker.Caller;
import java.util.HashMap;
import java.util.Map;

/** What {@code $context} says of a test invocation (R22.1): the caller of the control plane stands for the client. */
final class TestContext {

    private TestContext() {}

    static Map<String, String> of(Caller caller) {
        String account = caller.scope().account();
        Map<String, String> context = new HashMap<>();
        context.put("identity.sourceIp", "test-invoke-source-ip");
        context.put("identity.apiKey", "test-invoke-api-key");
        context.put("identity.apiKeyId", "test-invoke-api-key-id");
        // (inferred): callers are known by their account alone, so each is its root
        context.put("identity.accountId", account);
        context.put("identity.caller", account);
        context.put("identity.user", account);
        context.put("identity.userArn", "arn:" + caller.scope().partition() + ":iam::" + account + ":root");
        if (!caller.accessKeyId().isEmpty()) {
            context.put("identity.accessKey", caller.accessKeyId());
        }
        if (caller.userAgent() != null) {
            context.put("identity.userAgent", caller.userAgent());
        }
        context.put("domainName", "testPrefix.testDomainName"); // (inferred)
        context.put("domainPrefix", "testPrefix"); // (inferred)
        return context;
    }
}
