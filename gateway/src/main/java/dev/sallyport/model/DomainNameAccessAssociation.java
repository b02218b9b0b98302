package dev.sallyport.model;

import java.util.Map;

/**
 * The right of a VPC endpoint to a private custom domain name (R7.19).
 *
 * @param domainNameAccessAssociationArn in the scope of the endpoint's owner
 * @param domainNameArn of the private domain name
 * @param accessAssociationSourceType {@code VPCE}
 * @param accessAssociationSource the id of the endpoint
 */
public record DomainNameAccessAssociation(
        String domainNameAccessAssociationArn,
        String domainNameArn,
        String accessAssociationSourceType,
        String accessAssociationSource,
        Map<String, String> tags) {

    public DomainNameAccessAssociation {
        tags = Copies.of(tags);
    }

    /** The same association with other tags. */
    public DomainNameAccessAssociation withTags(Map<String, String> newTags) {
        return new DomainNameAccessAssociation(
                domainNameAccessAssociationArn,
                domainNameArn,
                accessAssociationSourceType,
                accessAssociationSource,
                newTags);
    }
}
