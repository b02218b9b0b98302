package dev.sallyport.control.rest.domains;

import static dev.sallyport.control.rest.Input.required;

import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.rest.Lookups;
import dev.sallyport.control.rest.Taggable;
import dev.sallyport.control.rest.Taggable.Tagged;
import dev.sallyport.control.rest.Tags;
import dev.sallyport.control.rest.VpcLinkUses;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.DomainNameAccessAssociation;
import dev.sallyport.model.Ids;
import dev.sallyport.model.VpcLink;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.apigateway.ApiGateway;
import java.time.InstantSource;
import java.util.regex.Pattern;

/** The operations on custom domain names and what belongs to them, on VPC links and client certificates. */
public final class DomainOperations {

    private final DomainNames domains;
    private final BasePathMappings mappings;
    private final AccessAssociations associations;
    private final VpcLinks links;
    private final ClientCertificates certificates;

    private DomainOperations(Store store, Ids ids, InstantSource clock, Truststores truststores) {
        this.domains = new DomainNames(store, ids, clock, truststores);
        this.mappings = new BasePathMappings(store, ids);
        this.associations = new AccessAssociations(store);
        this.links = new VpcLinks(store, ids);
        this.certificates = new ClientCertificates(store, ids, clock);
    }

    /**
     * Registers the operations.
     *
     * @param ids the source of the ids of everything that is created
     * @param clock dates what is created, in whole seconds
     * @param tags get to know what of this is taggable
     * @param truststores are read from there
     */
    public static void register(
            OperationRegistry registry, Store store, Ids ids, InstantSource clock, Tags tags, Truststores truststores) {
        DomainOperations operations = new DomainOperations(store, ids, clock, truststores);
        operations.registerDomains(registry);
        operations.registerMappings(registry);
        operations.registerAssociations(registry);
        operations.registerLinks(registry);
        operations.registerCertificates(registry);
        registerTags(tags);
    }

    private void registerDomains(OperationRegistry registry) {
        registry.on(
                        ApiGateway.CREATE_DOMAIN_NAME,
                        (call, in) -> DomainViews.domainName(domains.create(call, in), call.scope()))
                .on(
                        ApiGateway.GET_DOMAIN_NAME,
                        (call, in) -> DomainViews.domainNameWithTags(
                                domains.get(call, required(in.domainName()), in.domainNameId()), call.scope()))
                .on(
                        ApiGateway.GET_DOMAIN_NAMES,
                        (call, in) -> DomainViews.domainNames(
                                domains.list(call, in.limit(), in.position(), in.resourceOwner())))
                .on(
                        ApiGateway.UPDATE_DOMAIN_NAME,
                        (call, in) -> DomainViews.domainNameWithTags(
                                domains.update(
                                        call, required(in.domainName()), in.domainNameId(), in.patchOperations()),
                                call.scope()))
                .on(ApiGateway.DELETE_DOMAIN_NAME, (call, in) -> {
                    domains.delete(call, required(in.domainName()), in.domainNameId());
                    return Unit.INSTANCE;
                });
    }

    private void registerMappings(OperationRegistry registry) {
        registry.on(ApiGateway.CREATE_BASE_PATH_MAPPING, (call, in) -> DomainViews.mapping(mappings.create(call, in)))
                .on(
                        ApiGateway.GET_BASE_PATH_MAPPING,
                        (call, in) -> DomainViews.mapping(mappings.get(
                                call, required(in.domainName()), in.domainNameId(), required(in.basePath()))))
                .on(
                        ApiGateway.GET_BASE_PATH_MAPPINGS,
                        (call, in) -> DomainViews.mappings(mappings.list(
                                call, required(in.domainName()), in.domainNameId(), in.limit(), in.position())))
                .on(
                        ApiGateway.UPDATE_BASE_PATH_MAPPING,
                        (call, in) -> DomainViews.mapping(mappings.update(
                                call,
                                required(in.domainName()),
                                in.domainNameId(),
                                required(in.basePath()),
                                in.patchOperations())))
                .on(ApiGateway.DELETE_BASE_PATH_MAPPING, (call, in) -> {
                    mappings.delete(call, required(in.domainName()), in.domainNameId(), required(in.basePath()));
                    return Unit.INSTANCE;
                });
    }

    private void registerAssociations(OperationRegistry registry) {
        registry.on(
                        ApiGateway.CREATE_DOMAIN_NAME_ACCESS_ASSOCIATION,
                        (call, in) -> DomainViews.association(associations.create(call, in)))
                .on(
                        ApiGateway.GET_DOMAIN_NAME_ACCESS_ASSOCIATIONS,
                        (call, in) -> DomainViews.associations(
                                associations.list(call, in.limit(), in.position(), in.resourceOwner())))
                .on(ApiGateway.REJECT_DOMAIN_NAME_ACCESS_ASSOCIATION, (call, in) -> {
                    associations.reject(
                            call, required(in.domainNameAccessAssociationArn()), required(in.domainNameArn()));
                    return Unit.INSTANCE;
                })
                .on(ApiGateway.DELETE_DOMAIN_NAME_ACCESS_ASSOCIATION, (call, in) -> {
                    associations.delete(call, required(in.domainNameAccessAssociationArn()));
                    return Unit.INSTANCE;
                });
    }

    private void registerLinks(OperationRegistry registry) {
        registry.on(ApiGateway.CREATE_VPC_LINK, (call, in) -> DomainViews.newVpcLink(links.create(call, in)))
                .on(
                        ApiGateway.GET_VPC_LINK,
                        (call, in) -> DomainViews.vpcLink(links.get(call, required(in.vpcLinkId()))))
                .on(
                        ApiGateway.GET_VPC_LINKS,
                        (call, in) -> DomainViews.vpcLinks(links.list(call, in.limit(), in.position())))
                .on(
                        ApiGateway.UPDATE_VPC_LINK,
                        (call, in) ->
                                DomainViews.vpcLink(links.update(call, required(in.vpcLinkId()), in.patchOperations())))
                .on(ApiGateway.DELETE_VPC_LINK, (call, in) -> {
                    links.delete(call, required(in.vpcLinkId()));
                    return Unit.INSTANCE;
                });
    }

    private void registerCertificates(OperationRegistry registry) {
        registry.on(
                        ApiGateway.GENERATE_CLIENT_CERTIFICATE,
                        (call, in) ->
                                DomainViews.clientCertificate(certificates.generate(call, in.description(), in.tags())))
                .on(
                        ApiGateway.GET_CLIENT_CERTIFICATE,
                        (call, in) -> DomainViews.clientCertificate(
                                certificates.get(call, required(in.clientCertificateId()))))
                .on(
                        ApiGateway.GET_CLIENT_CERTIFICATES,
                        (call, in) ->
                                DomainViews.clientCertificates(certificates.list(call, in.limit(), in.position())))
                .on(
                        ApiGateway.UPDATE_CLIENT_CERTIFICATE,
                        (call, in) -> DomainViews.clientCertificate(
                                certificates.update(call, required(in.clientCertificateId()), in.patchOperations())))
                .on(ApiGateway.DELETE_CLIENT_CERTIFICATE, (call, in) -> {
                    certificates.delete(call, required(in.clientCertificateId()));
                    return Unit.INSTANCE;
                });
    }

    /** R21.1; the ARNs of private domain names and of access associations tell the account. */
    private static void registerTags(Tags tags) {
        tags.on(Taggable.of(
                        "/vpclinks/([^/]+)", Kind.VPC_LINK, VpcLinkUses.NOT_FOUND, VpcLink::tags, VpcLink::withTags))
                .on(Taggable.of(
                        "/clientcertificates/([^/]+)",
                        Kind.CLIENT_CERTIFICATE,
                        Lookups.NO_CLIENT_CERTIFICATE,
                        ClientCertificate::tags,
                        ClientCertificate::withTags))
                .on(Taggable.of(
                        "/domainnames/([^/+]+)",
                        Kind.DOMAIN_NAME,
                        DomainNames.NOT_FOUND,
                        DomainName::tags,
                        DomainName::withTags))
                .on(new Taggable(Pattern.compile("/domainnames/([^/]+\\+[^/]+)"), true, (tx, call, names) -> {
                    String key = names.getFirst();
                    DomainName domain =
                            Lookups.orNotFound(tx.find(Kind.DOMAIN_NAME, call.scope(), "", key), DomainNames.NOT_FOUND);
                    return new Tagged(
                            domain.tags(),
                            (writer, changed) ->
                                    writer.put(Kind.DOMAIN_NAME, call.scope(), "", key, domain.withTags(changed)));
                }))
                .on(new Taggable(Pattern.compile("(/domainnameaccessassociations/.+)"), true, (tx, call, names) -> {
                    String arn = "arn:" + call.scope().partition() + ":apigateway:"
                            + call.scope().region() + ":" + call.scope().account() + ":" + names.getFirst();
                    DomainNameAccessAssociation association = Lookups.orNotFound(
                            tx.find(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION, call.scope(), "", arn),
                            AccessAssociations.NOT_FOUND);
                    return new Tagged(
                            association.tags(),
                            (writer, changed) -> writer.put(
                                    Kind.DOMAIN_NAME_ACCESS_ASSOCIATION,
                                    call.scope(),
                                    "",
                                    arn,
                                    association.withTags(changed)));
                }));
    }
}
