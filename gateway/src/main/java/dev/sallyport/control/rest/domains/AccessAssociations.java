package dev.sallyport.control.rest.domains;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Lookups;
import dev.sallyport.control.rest.Page;
import dev.sallyport.control.rest.TagRules;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.DomainNameAccessAssociation;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateDomainNameAccessAssociationRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Access associations of private domain names (R7.19, R17.8). They belong to the account of the VPC endpoint, which may
 * be another than that of the domain name. There are no VPC endpoints here, so any id is taken.
 */
final class AccessAssociations {

    /** Inferred. */
    static final String NOT_FOUND = "Invalid domain name access association identifier specified";

    private static final Pattern DOMAIN_ARN =
            Pattern.compile("arn:(aws[a-z-]*):apigateway:([a-z0-9-]+):(\\d{12}):/domainnames/([^/+]+\\+[a-z0-9]+)");
    private static final Pattern ENDPOINT = Pattern.compile("vpce-[a-z0-9]+");

    private final Store store;

    AccessAssociations(Store store) {
        this.store = store;
    }

    DomainNameAccessAssociation create(Call call, CreateDomainNameAccessAssociationRequest request) {
        String source = Input.required(request.accessAssociationSource());
        String domainArn = Input.required(request.domainNameArn());
        Map<String, String> tags = Objects.requireNonNullElse(request.tags(), Map.of());
        TagRules.check(tags);
        if (!ENDPOINT.matcher(source).matches()) {
            throw ServiceException.badRequest("Invalid access association source specified: " + source);
        }
        return store.write(tx -> {
            DomainName domain = domain(tx, call, domainArn);
            String arn = "arn:" + call.scope().partition() + ":apigateway:"
                    + call.scope().region() + ":" + call.scope().account()
                    + ":/domainnameaccessassociations/domainname/" + domain.key() + "/vpcesource/" + source;
            if (tx.find(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION, call.scope(), "", arn) != null) {
                throw ServiceException.conflict(
                        "Domain name access association already exists for this access association source");
            }
            DomainNameAccessAssociation association = new DomainNameAccessAssociation(
                    arn, domainArn, Input.required(request.accessAssociationSourceType()), source, tags);
            tx.put(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION, call.scope(), "", arn, association);
            return association;
        });
    }

    /** A private domain name of the caller, or one whose owner shares it; all others do not exist for the caller. */
    private static DomainName domain(Store.Reader tx, Call call, String arn) {
        Matcher matcher = DOMAIN_ARN.matcher(arn);
        if (!matcher.matches()
                || !call.scope().partition().equals(matcher.group(1))
                || !call.scope().region().equals(matcher.group(2))) {
            throw ServiceException.badRequest("Invalid ARN specified in the request");
        }
        Scope owner = new Scope(matcher.group(3), matcher.group(2));
        DomainName domain = tx.find(Kind.DOMAIN_NAME, owner, "", matcher.group(4));
        boolean own = owner.equals(call.scope());
        if (domain != null
                && (own
                        || DomainPolicies.sharedWith(
                                domain.settings().managementPolicy(),
                                call.scope().account()))) {
            return domain;
        }
        throw ServiceException.notFound(DomainNames.NOT_FOUND);
    }

    /**
     * GetDomainNameAccessAssociations.
     *
     * @param resourceOwner {@code OTHER_ACCOUNTS} lists those that others have with the caller's domain names (R6.16)
     */
    Page<DomainNameAccessAssociation> list(
            Call call, @Nullable Integer limit, @Nullable String position, @Nullable String resourceOwner) {
        boolean others = "OTHER_ACCOUNTS".equals(resourceOwner);
        List<DomainNameAccessAssociation> all = store.read(tx ->
                others ? ofOthers(tx, call.scope()) : tx.list(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION, call.scope(), ""));
        return Page.of(all, DomainNameAccessAssociation::domainNameAccessAssociationArn, limit, position);
    }

    private static List<DomainNameAccessAssociation> ofOthers(Store.Reader tx, Scope scope) {
        return tx.listAll(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION).stream()
                .filter(entry -> !entry.scope().equals(scope))
                .filter(entry -> isOf(entry.entity(), scope))
                .map(Store.Entry::entity)
                .toList();
    }

    /** Whether an association is with a domain name of a scope. */
    private static boolean isOf(DomainNameAccessAssociation association, Scope scope) {
        Matcher domain = DOMAIN_ARN.matcher(association.domainNameArn());
        return domain.matches() && new Scope(domain.group(3), domain.group(2)).equals(scope);
    }

    /** DeleteDomainNameAccessAssociation, by the owner of the endpoint. */
    void delete(Call call, String arn) {
        store.write(tx -> {
            if (!tx.delete(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION, call.scope(), "", arn)) {
                throw ServiceException.notFound(NOT_FOUND);
            }
            return arn;
        });
    }

    /** RejectDomainNameAccessAssociation, by the owner of the domain name: the association is gone. */
    void reject(Call call, String arn, String domainArn) {
        store.write(tx -> {
            Store.Entry<DomainNameAccessAssociation> found = tx.listAll(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION).stream()
                    .filter(entry -> entry.id().equals(arn))
                    .filter(entry -> entry.entity().domainNameArn().equals(domainArn))
                    .filter(entry -> isOf(entry.entity(), call.scope()))
                    .findFirst()
                    .orElse(null);
            Store.Entry<DomainNameAccessAssociation> rejected = Lookups.orNotFound(found, NOT_FOUND);
            return tx.delete(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION, rejected.scope(), "", arn);
        });
    }

    /** Deletes all associations with a domain name, whoever has them. */
    static void deleteOf(Store.Writer tx, String domainArn) {
        for (Store.Entry<DomainNameAccessAssociation> entry : tx.listAll(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION)) {
            if (entry.entity().domainNameArn().equals(domainArn)) {
                tx.delete(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION, entry.scope(), "", entry.id());
            }
        }
    }
}
