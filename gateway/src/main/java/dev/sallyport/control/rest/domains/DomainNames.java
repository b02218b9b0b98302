package dev.sallyport.control.rest.domains;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.DomainPatch;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Lookups;
import dev.sallyport.control.rest.Page;
import dev.sallyport.control.rest.TagRules;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.DomainName.Settings;
import dev.sallyport.model.DomainName.Truststore;
import dev.sallyport.model.DomainName.UploadedCertificate;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateDomainNameRequest;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.MutualTlsAuthenticationInput;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Custom domain names (rest-control-plane 7.13, 10.11, 17). Those of apigatewayv2 are the same ones, so it makes and changes
 * them here too (http-api R16.11).
 */
public final class DomainNames {

    public static final String NOT_FOUND = "Invalid domain name identifier specified";

    private static final int DISTRIBUTION_ID = 13;

    private final Store store;
    private final Ids ids;
    private final InstantSource clock;
    private final ReadTruststores truststores;

    public DomainNames(Store store, Ids ids, InstantSource clock, Truststores truststores) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        this.truststores = new ReadTruststores(truststores, clock);
    }

    DomainName create(Call call, CreateDomainNameRequest request) {
        String name = DomainRules.name(request.domainName());
        Settings settings = settings(request);
        if (settings.types().size() > 1) {
            throw ServiceException.badRequest("Cannot create an api with multiple Endpoint Types.");
        }
        DomainRules.check(settings);
        return create(
                call,
                name,
                settings,
                Objects.requireNonNullElse(request.tags(), Map.of()),
                UploadedCertificates.of(request));
    }

    /**
     * Makes a domain name.
     *
     * @param given in whatever case
     * @throws ServiceException R10.120 to R10.122, R10.130
     */
    public DomainName create(Call call, String given, Settings settings, Map<String, String> tags) {
        String name = DomainRules.name(given);
        DomainRules.check(settings);
        return create(call, name, settings, tags, null);
    }

    private DomainName create(
            Call call,
            String name,
            Settings settings,
            Map<String, String> tags,
            @Nullable UploadedCertificate uploaded) {
        TagRules.check(tags);
        Truststore truststore = truststores.read(settings, call.scope().region());
        boolean secret = settings.has("PRIVATE");
        return store.write(tx -> {
            List<Store.Entry<DomainName>> all = tx.listAll(Kind.DOMAIN_NAME);
            if (!secret) {
                requireFree(all, call.scope(), name, settings);
            }
            CertificateArns.check(tx, settings, call.scope());
            String id = secret ? ids.next(Ids.LONG, taken(all, DomainName::domainNameId)) : null;
            DomainName bare =
                    new DomainName(name, id, settings, null, null, null, "AVAILABLE", null, tags, uploaded, truststore);
            DomainName domain = settled(tx, all, call.scope(), bare, null);
            tx.put(Kind.DOMAIN_NAME, call.scope(), "", domain.key(), domain);
            return domain;
        });
    }

    private static Settings settings(CreateDomainNameRequest request) {
        EndpointConfiguration endpoint = Objects.requireNonNullElseGet(
                request.endpointConfiguration(),
                () -> EndpointConfiguration.builder().build());
        List<String> types = Objects.requireNonNullElse(endpoint.types(), List.of("EDGE"));
        MutualTlsAuthenticationInput mutualTls = Objects.requireNonNullElseGet(
                request.mutualTlsAuthentication(),
                () -> MutualTlsAuthenticationInput.builder().build());
        return new Settings(
                types.stream().distinct().toList(),
                Objects.requireNonNullElse(endpoint.ipAddressType(), types.contains("PRIVATE") ? "dualstack" : "ipv4"),
                Input.orNull(request.certificateName()),
                Input.orNull(request.certificateArn()),
                Input.orNull(request.regionalCertificateName()),
                Input.orNull(request.regionalCertificateArn()),
                Objects.requireNonNullElse(request.securityPolicy(), "TLS_1_2"),
                request.endpointAccessMode(),
                Input.orNull(mutualTls.truststoreUri()),
                Input.orNull(mutualTls.truststoreVersion()),
                Input.orNull(request.ownershipVerificationCertificateArn()),
                null,
                DomainPolicies.stored(request.policy()),
                Objects.requireNonNullElse(request.routingMode(), "BASE_PATH_MAPPING_ONLY"));
    }

    /**
     * R10.121. AWS: a public name is unique in its Region, whoever owns it, and behind CloudFront in all Regions, because
     * a request tells nothing but the name.
     */
    private static void requireFree(List<Store.Entry<DomainName>> all, Scope scope, String name, Settings settings) {
        for (Store.Entry<DomainName> entry : all) {
            DomainName other = entry.entity();
            if (other.domainNameId() != null || !other.domainName().equals(name)) {
                continue;
            }
            if (entry.scope().region().equals(scope.region())) {
                throw ServiceException.conflict("The domain name you provided already exists.");
            }
            if (settings.has("EDGE") && other.settings().has("EDGE")) {
                throw ServiceException.conflict(
                        "The domain name you provided is already associated with an existing CloudFront distribution."
                                + " Remove the domain name from the existing CloudFront distribution or use a different"
                                + " domain name. If you own this domain name and are not using it on an existing"
                                + " CloudFront distribution, please contact support.");
            }
        }
    }

    /** The domain name with what follows from its settings: targets of its endpoints, upload date and status. */
    private DomainName settled(
            Store.Reader tx,
            List<Store.Entry<DomainName>> all,
            Scope scope,
            DomainName domain,
            @Nullable Settings before) {
        Settings settings = domain.settings();
        String distribution = domain.distributionDomainName();
        if (!settings.has("EDGE")) {
            distribution = null;
        } else if (distribution == null) {
            Function<String, String> target = id -> "d" + id + ".cloudfront.net";
            distribution = target.apply(ids.next(
                    DISTRIBUTION_ID,
                    id -> taken(all, DomainName::distributionDomainName).test(target.apply(id))));
        }
        String regional = domain.regionalDomainName();
        if (!settings.has("REGIONAL")) {
            regional = null;
        } else if (regional == null) {
            Function<String, String> target = id -> "d-" + id + ".execute-api." + scope.region() + ".amazonaws.com";
            regional = target.apply(ids.next(
                    Ids.LONG, id -> taken(all, DomainName::regionalDomainName).test(target.apply(id))));
        }
        boolean unverified = settings.truststoreUri() != null
                && (domain.uploadedCertificate() != null || CertificateArns.isImported(tx, settings, scope))
                && settings.ownershipVerificationCertificateArn() == null;
        return new DomainName(
                domain.domainName(),
                domain.domainNameId(),
                settings,
                distribution,
                regional,
                uploadDate(domain, before),
                unverified ? "PENDING_OWNERSHIP_VERIFICATION" : "AVAILABLE", // R10.131
                null,
                domain.tags(),
                domain.uploadedCertificate(),
                settings.truststoreUri() == null ? null : domain.truststore());
    }

    private @Nullable Instant uploadDate(DomainName domain, @Nullable Settings before) {
        Settings settings = domain.settings();
        if (settings.certificateArn() == null
                && settings.regionalCertificateArn() == null
                && domain.uploadedCertificate() == null) {
            return null;
        }
        boolean same = before != null
                && Objects.equals(before.certificateArn(), settings.certificateArn())
                && Objects.equals(before.regionalCertificateArn(), settings.regionalCertificateArn());
        return same ? domain.certificateUploadDate() : clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Predicate<String> taken(
            List<Store.Entry<DomainName>> all, Function<DomainName, @Nullable String> member) {
        return candidate -> all.stream().anyMatch(entry -> candidate.equals(member.apply(entry.entity())));
    }

    public DomainName get(Call call, String name, @Nullable String id) {
        return store.read(tx -> find(tx, call, name, id));
    }

    /** @param id demanded for private domain names, which it tells apart (R17.7) */
    public static DomainName find(Store.Reader tx, Call call, String name, @Nullable String id) {
        String key = DomainName.key(name.toLowerCase(Locale.ROOT), Input.orNull(id));
        return Lookups.orNotFound(tx.find(Kind.DOMAIN_NAME, call.scope(), "", key), NOT_FOUND);
    }

    /** A domain name with the scope that owns it. */
    record Owned(Scope owner, DomainName domain) {}

    /** @param resourceOwner {@code OTHER_ACCOUNTS} lists the private domain names shared with the caller (R6.16) */
    Page<Owned> list(Call call, @Nullable Integer limit, @Nullable String position, @Nullable String resourceOwner) {
        boolean others = "OTHER_ACCOUNTS".equals(resourceOwner);
        List<Owned> all = store.read(tx -> others ? shared(tx, call.scope()) : own(tx, call.scope()));
        return Page.of(all, each -> each.domain().arn(each.owner()), limit, position);
    }

    private static List<Owned> own(Store.Reader tx, Scope scope) {
        return tx.list(Kind.DOMAIN_NAME, scope, "").stream()
                .map(domain -> new Owned(scope, domain))
                .toList();
    }

    private static List<Owned> shared(Store.Reader tx, Scope scope) {
        return tx.listAll(Kind.DOMAIN_NAME).stream()
                .filter(entry -> entry.scope().region().equals(scope.region()))
                .filter(entry -> !entry.scope().equals(scope))
                .filter(entry ->
                        DomainPolicies.sharedWith(entry.entity().settings().managementPolicy(), scope.account()))
                .map(entry -> new Owned(entry.scope(), entry.entity()))
                .toList();
    }

    /** UpdateDomainName (9.7). */
    DomainName update(Call call, String name, @Nullable String id, @Nullable List<PatchOperation> operations) {
        if (operations == null || operations.isEmpty()) {
            return get(call, name, id);
        }
        return update(
                call,
                name,
                id,
                settings -> DomainPatch.DOMAIN_NAME.apply(settings, operations),
                ReadTruststores.isNamed(operations));
    }

    /**
     * Changes a domain name.
     *
     * @param change is asked once more inside of the transaction, so it does nothing else
     * @param namesTruststore whether the truststore is named, and so read
     */
    public DomainName update(
            Call call, String name, @Nullable String id, UnaryOperator<Settings> change, boolean namesTruststore) {
        Truststore named = null;
        if (namesTruststore) {
            Settings asked = change.apply(get(call, name, id).settings());
            DomainRules.check(asked);
            named = truststores.read(asked, call.scope().region());
        }
        Truststore read = named;
        return store.write(tx -> {
            DomainName current = find(tx, call, name, id);
            Settings patched = cleaned(current, change.apply(current.settings()));
            DomainRules.check(patched);
            CertificateArns.check(tx, patched, call.scope());
            if (patched.has("PRIVATE") != current.settings().has("PRIVATE")) {
                throw ServiceException.badRequest(
                        "A domain name cannot be migrated between public and private endpoint types.");
            }
            MappedApis.requireFit(tx, call.scope(), current, patched);
            DomainName changed = new DomainName(
                    current.domainName(),
                    current.domainNameId(),
                    patched,
                    current.distributionDomainName(),
                    current.regionalDomainName(),
                    current.certificateUploadDate(),
                    current.domainNameStatus(),
                    current.domainNameStatusMessage(),
                    current.tags(),
                    current.uploadedCertificate(),
                    namesTruststore ? read : current.truststore());
            List<Store.Entry<DomainName>> all = tx.listAll(Kind.DOMAIN_NAME);
            DomainName settled = settled(tx, all, call.scope(), changed, current.settings());
            tx.put(Kind.DOMAIN_NAME, call.scope(), "", settled.key(), settled);
            return settled;
        });
    }

    /** Policies checked and compact, and an endpoint that was removed has left its certificate behind. */
    private static Settings cleaned(DomainName current, Settings patched) {
        boolean edgeGone = current.settings().has("EDGE") && !patched.has("EDGE");
        boolean regionalGone = current.settings().has("REGIONAL") && !patched.has("REGIONAL");
        return new Settings(
                patched.types(),
                patched.ipAddressType(),
                edgeGone ? null : patched.certificateName(),
                edgeGone ? null : patched.certificateArn(),
                regionalGone ? null : patched.regionalCertificateName(),
                regionalGone ? null : patched.regionalCertificateArn(),
                patched.securityPolicy(),
                patched.endpointAccessMode(),
                patched.truststoreUri(),
                patched.truststoreVersion(),
                patched.ownershipVerificationCertificateArn(),
                DomainPolicies.stored(patched.managementPolicy()),
                DomainPolicies.stored(patched.policy()),
                patched.routingMode());
    }

    /** DeleteDomainName, with everything that hangs on the name (R10.129, http-api R16.25). */
    public void delete(Call call, String name, @Nullable String id) {
        store.write(tx -> {
            DomainName domain = find(tx, call, name, id);
            tx.deleteAll(Kind.BASE_PATH_MAPPING, call.scope(), domain.key());
            tx.deleteAll(Kind.ROUTING_RULE, call.scope(), domain.key());
            AccessAssociations.deleteOf(tx, domain.arn(call.scope()));
            return tx.delete(Kind.DOMAIN_NAME, call.scope(), "", domain.key());
        });
    }
}
