package dev.sallyport.control.acm;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Certificate;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.acm.CertificateSummary;
import dev.sallyport.wire.acm.DeleteCertificateRequest;
import dev.sallyport.wire.acm.DescribeCertificateRequest;
import dev.sallyport.wire.acm.DescribeCertificateResponse;
import dev.sallyport.wire.acm.Filters;
import dev.sallyport.wire.acm.GetCertificateRequest;
import dev.sallyport.wire.acm.GetCertificateResponse;
import dev.sallyport.wire.acm.ListCertificatesRequest;
import dev.sallyport.wire.acm.ListCertificatesResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and deletes certificates. */
final class Certificates {

    private static final int DEFAULT_ITEMS = 1000;
    private static final List<String> LISTED_KEY_TYPES = List.of("RSA_1024", "RSA_2048");

    private final AcmServices services;
    private final Requests requests;

    Certificates(AcmServices services, Requests requests) {
        this.services = services;
        this.requests = requests;
    }

    /**
     * The certificate of an ARN.
     *
     * @throws ServiceException R7.12
     */
    static Certificate require(Store.Reader store, Scope scope, @Nullable String arn) {
        String given = requireNonNull(arn);
        if (!given.contains(":certificate/")) {
            throw AcmErrors.error("InvalidArnException", "Invalid ARN: " + given);
        }
        Certificate certificate = store.find(Kind.CERTIFICATE, scope, "", given);
        if (certificate == null) {
            throw AcmErrors.notFound(given);
        }
        return certificate;
    }

    static Certificate find(Store store, Scope scope, @Nullable String arn) {
        return store.read(reader -> require(reader, scope, arn));
    }

    static ServiceException inProgress(Certificate certificate) {
        return AcmErrors.error(
                "RequestInProgressException",
                "The certificate request of " + certificate.arn() + " is in progress: it is not issued yet.");
    }

    DescribeCertificateResponse describe(Call call, DescribeCertificateRequest in) {
        Certificate stored = find(services.store(), call.scope(), in.certificateArn());
        Certificate certificate = requests.progressed(call.scope(), stored);
        List<String> inUseBy =
                services.store().read(store -> services.usage().of(store, call.scope(), certificate.arn()));
        return DescribeCertificateResponse.builder()
                .certificate(CertificateViews.detail(certificate, inUseBy, services.now()))
                .build();
    }

    GetCertificateResponse get(Call call, GetCertificateRequest in) {
        Certificate certificate = find(services.store(), call.scope(), in.certificateArn());
        Certificate.Material material = certificate.material();
        if (material == null) {
            throw inProgress(certificate);
        }
        return GetCertificateResponse.builder()
                .certificate(material.certificate())
                .certificateChain(material.chain())
                .build();
    }

    Unit delete(Call call, DeleteCertificateRequest in) {
        Scope scope = call.scope();
        return services.store().write(store -> {
            Certificate certificate = require(store, scope, in.certificateArn());
            if (!services.usage().of(store, scope, certificate.arn()).isEmpty()) {
                throw AcmErrors.error(
                        "ResourceInUseException",
                        "Certificate " + certificate.arn() + " in account " + scope.account() + " is in use.");
            }
            store.delete(Kind.CERTIFICATE, scope, "", certificate.arn());
            return Unit.INSTANCE;
        });
    }

    /** In the order of their creation. */
    ListCertificatesResponse list(Call call, ListCertificatesRequest in) {
        if ((in.sortBy() == null) != (in.sortOrder() == null)) {
            throw AcmErrors.validation("SortBy and SortOrder must be given together.");
        }
        Instant now = services.now();
        return services.store().read(store -> {
            List<CertificateSummary> found = new ArrayList<>();
            for (Certificate certificate : store.list(Kind.CERTIFICATE, call.scope(), "")) {
                boolean inUse = !services.usage()
                        .of(store, call.scope(), certificate.arn())
                        .isEmpty();
                CertificateSummary summary = CertificateViews.summary(certificate, inUse, now);
                if (CertificateViews.anyOf(in.certificateStatuses(), List.of(requireNonNull(summary.status())))
                        && isIncluded(certificate, summary, in.includes())) {
                    found.add(summary);
                }
            }
            if ("DESCENDING".equals(in.sortOrder())) {
                Collections.reverse(found);
            }
            return page(found, in);
        });
    }

    private static boolean isIncluded(Certificate certificate, CertificateSummary summary, @Nullable Filters filters) {
        List<String> keyTypes = filters == null ? null : filters.keyTypes();
        boolean keyType = (keyTypes == null || keyTypes.isEmpty() ? LISTED_KEY_TYPES : keyTypes)
                .contains(certificate.keyAlgorithm());
        if (!keyType || filters == null) {
            return keyType;
        }
        return filters.managedBy() == null
                && (filters.exportOption() == null || filters.exportOption().equals(summary.exportOption()))
                && CertificateViews.anyOf(filters.keyUsage(), requireNonNull(summary.keyUsages()))
                && CertificateViews.anyOf(filters.extendedKeyUsage(), requireNonNull(summary.extendedKeyUsages()));
    }

    /** The token is the ARN of the last certificate of the page before. */
    private static ListCertificatesResponse page(List<CertificateSummary> found, ListCertificatesRequest in) {
        int start = 0;
        if (in.nextToken() != null) {
            while (start < found.size()
                    && !in.nextToken().equals(found.get(start).certificateArn())) {
                start++;
            }
            if (start == found.size()) {
                throw AcmErrors.validation("The NextToken is not valid.");
            }
            start++;
        }
        int end = Math.min(found.size(), start + (in.maxItems() == null ? DEFAULT_ITEMS : in.maxItems()));
        return ListCertificatesResponse.builder()
                .certificateSummaryList(found.subList(start, end))
                .nextToken(end < found.size() ? found.get(end - 1).certificateArn() : null)
                .build();
    }
}
