package dev.sallyport.pipeline;

import dev.sallyport.iam.Policy;
import dev.sallyport.model.Scope;
import java.util.Set;

/**
 * A private custom domain name (EDG-6).
 *
 * @param owner whose it is
 * @param key the name and the id, {@code api.example.com+abc123}
 * @param policy who may invoke by the name; {@link Policy#NOTHING} when it has none
 * @param vpcEndpointIds of the endpoints that it is associated with
 */
public record PrivateDomain(Scope owner, String key, Policy policy, Set<String> vpcEndpointIds, DomainRoutes routes) {

    public PrivateDomain {
        vpcEndpointIds = Set.copyOf(vpcEndpointIds);
    }

    /** The ARN by which its policy knows it. */
    public String arn() {
        return "arn:" + owner.partition() + ":execute-api:" + owner.region() + ":" + owner.account() + ":/domainnames/"
                + key;
    }

    /** The ARN with all but the last digits of the account hidden, as answers show it. */
    String maskedArn() {
        return arn().replace(
                        ":" + owner.account() + ":",
                        ":********" + owner.account().substring(8) + ":");
    }
}
