package dev.sallyport.control;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Web ACLs of AWS WAF. No stage can have one (R11.16), so whoever gives it one is told so: also where the service's calls are
 * forwarded, because the upstream would say that the stage is protected, and requests would pass as before.
 */
final class WebAcls {

    private static final Set<String> SERVICES = Set.of("wafv2", "waf-regional");
    private static final String ASSOCIATE = ".AssociateWebACL";

    private WebAcls() {}

    /**
     * Refuses calls that give a stage of an API a web ACL.
     *
     * @param service the signing name
     * @throws ServiceException when the call is one, or may be one
     */
    static void refuse(String service, WireRequest request) {
        String target = request.header("X-Amz-Target");
        if (!SERVICES.contains(service) || target == null || !target.endsWith(ASSOCIATE)) {
            return;
        }
        String resource = resource(request.body());
        if (resource == null || resource.contains(":apigateway:")) {
            throw new ServiceException(
                    501,
                    "NotImplementedException",
                    "The operation AssociateWebACL of AWS WAF is not supported by this version of Sallyport for "
                            + (resource == null ? "an unknown resource" : resource)
                            + ": web ACLs would not be enforced, so no stage can have one. Protect the API by a resource"
                            + " policy (aws:SourceIp) or put a web application firewall before the gateway.");
        }
    }

    /** The ARN that the call is about; null when that cannot be read. */
    private static @Nullable String resource(byte[] body) {
        try {
            JsonNode resource = JsonMapper.shared().readTree(body).path("ResourceArn");
            return resource.isString() ? resource.asString() : null;
        } catch (JacksonException e) {
            return null;
        }
    }
}
