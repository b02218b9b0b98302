package dev.sallyport.control.acm;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.certificate.IssuedCertificate;
import dev.sallyport.control.certificate.LocalAuthority.KeyAlgorithm;
import dev.sallyport.model.Certificate;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.acm.CertificateOptions;
import dev.sallyport.wire.acm.DomainValidationOption;
import dev.sallyport.wire.acm.RenewCertificateRequest;
import dev.sallyport.wire.acm.RequestCertificateRequest;
import dev.sallyport.wire.acm.RequestCertificateResponse;
import dev.sallyport.wire.acm.ResendValidationEmailRequest;
import dev.sallyport.wire.acm.UpdateCertificateOptionsRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requested certificates: pending until the records that validate their domains have been shown, then issued by the
 * gateway's own authority (companion R7.2, R7.15).
 */
final class Requests {

    private static final Duration IDEMPOTENCY = Duration.ofHours(1);
    private static final Map<String, KeyAlgorithm> ALGORITHMS = Map.of(
            "RSA_2048", KeyAlgorithm.RSA_2048,
            "EC_prime256v1", KeyAlgorithm.EC_P256,
            "EC_secp384r1", KeyAlgorithm.EC_P384);

    private final AcmServices services;

    Requests(AcmServices services) {
        this.services = services;
    }

    RequestCertificateResponse request(Call call, RequestCertificateRequest in) {
        requireSupported(in);
        Scope scope = call.scope();
        String token = in.idempotencyToken();
        Certificate wanted = certificate(scope, in);
        String arn = services.store().write(store -> {
            Certificate before = token == null ? null : sameRequest(store, scope, token, wanted);
            if (before != null) {
                return before.arn();
            }
            store.put(Kind.CERTIFICATE, scope, "", wanted.arn(), wanted);
            return wanted.arn();
        });
        return RequestCertificateResponse.builder().certificateArn(arn).build();
    }

    private static void requireSupported(RequestCertificateRequest in) {
        if (in.certificateAuthorityArn() != null) {
            throw ServiceException.notSupported("A certificate of a private certificate authority");
        }
        if (in.managedBy() != null || "HTTP".equals(in.validationMethod())) {
            throw ServiceException.notSupported("A certificate that CloudFront manages");
        }
        if (in.keyAlgorithm() != null && !ALGORITHMS.containsKey(in.keyAlgorithm())) {
            throw AcmErrors.validation("The key algorithm " + in.keyAlgorithm() + " is not supported for requests.");
        }
    }

    private Certificate certificate(Scope scope, RequestCertificateRequest in) {
        Set<String> names = new LinkedHashSet<>();
        names.add(requireNonNull(in.domainName()).toLowerCase(Locale.ROOT));
        List<String> others = in.subjectAlternativeNames();
        for (String name : others == null ? List.<String>of() : others) {
            names.add(name.toLowerCase(Locale.ROOT));
        }
        CertificateOptions options = in.options();
        String transparency = options == null ? null : options.certificateTransparencyLoggingPreference();
        String export = options == null ? null : options.export();
        return new Certificate(
                "arn:" + scope.partition() + ":acm:" + scope.region() + ':' + scope.account() + ":certificate/"
                        + services.uuids().get(),
                List.copyOf(names),
                "AMAZON_ISSUED",
                in.keyAlgorithm() == null ? "RSA_2048" : in.keyAlgorithm(),
                new Certificate.Request(
                        in.validationMethod() == null ? "EMAIL" : in.validationMethod(),
                        validationDomains(names, in.domainValidationOptions()),
                        in.idempotencyToken()),
                services.now(),
                null,
                null,
                null,
                null,
                transparency == null ? "ENABLED" : transparency,
                export == null ? "DISABLED" : export,
                CertificateTags.of(in.tags()));
    }

    private static Map<String, String> validationDomains(
            Set<String> names, @Nullable List<DomainValidationOption> options) {
        Map<String, String> domains = new HashMap<>();
        for (DomainValidationOption option : options == null ? List.<DomainValidationOption>of() : options) {
            String name = requireNonNull(option.domainName()).toLowerCase(Locale.ROOT);
            String domain = requireNonNull(option.validationDomain()).toLowerCase(Locale.ROOT);
            if (!names.contains(name) || !(name.equals(domain) || name.endsWith('.' + domain))) {
                throw AcmErrors.error(
                        "InvalidDomainValidationOptionsException",
                        "The validation domain " + domain + " is not a superdomain of " + name + ".");
            }
            domains.put(name, domain);
        }
        return domains;
    }

    /** R7.9. */
    private @Nullable Certificate sameRequest(Store.Reader store, Scope scope, String token, Certificate wanted) {
        Instant oldest = services.now().minus(IDEMPOTENCY);
        for (Certificate certificate : store.list(Kind.CERTIFICATE, scope, "")) {
            Certificate.Request request = certificate.request();
            if (request != null
                    && token.equals(request.idempotencyToken())
                    && certificate.createdAt().isAfter(oldest)
                    && certificate.domainNames().equals(wanted.domainNames())) {
                return certificate;
            }
        }
        return null;
    }

    /**
     * A pending certificate on its way: the first look shows the validation records, the next one finds it issued
     * (R7.2).
     */
    Certificate progressed(Scope scope, Certificate certificate) {
        if (certificate.material() != null) {
            return certificate;
        }
        if (certificate.shownAt() != null) {
            return issued(scope, certificate);
        }
        return services.store().write(store -> {
            Certificate shown = Certificates.require(store, scope, certificate.arn());
            if (shown.shownAt() == null) {
                store.put(Kind.CERTIFICATE, scope, "", shown.arn(), shown.shown(services.now()));
            }
            return shown;
        });
    }

    /** Keys are made outside of the transaction, because that takes long. */
    private Certificate issued(Scope scope, Certificate certificate) {
        Instant now = services.now();
        KeyAlgorithm algorithm = requireNonNull(ALGORITHMS.get(certificate.keyAlgorithm()));
        IssuedCertificate made = services.authority().issue(certificate.domainNames(), algorithm, now);
        Certificate.Material material = new Certificate.Material(made.certificate(), made.chain(), made.privateKey());
        return services.store().write(store -> {
            Certificate current = Certificates.require(store, scope, certificate.arn());
            if (!Objects.equals(current.material(), certificate.material())) {
                return current;
            }
            Certificate issued = current.issued(material, now);
            store.put(Kind.CERTIFICATE, scope, "", issued.arn(), issued);
            return issued;
        });
    }

    Unit renew(Call call, RenewCertificateRequest in) {
        Certificate certificate = Certificates.find(services.store(), call.scope(), in.certificateArn());
        if (certificate.request() == null) {
            throw AcmErrors.validation("Certificate " + certificate.arn() + " is not eligible for renewal.");
        }
        if (certificate.material() == null) {
            throw Certificates.inProgress(certificate);
        }
        issued(call.scope(), certificate);
        return Unit.INSTANCE;
    }

    /** No e-mail leaves the gateway: the certificate is issued without an answer to one. */
    Unit resendEmail(Call call, ResendValidationEmailRequest in) {
        Certificate certificate = Certificates.find(services.store(), call.scope(), in.certificateArn());
        Certificate.Request request = certificate.request();
        if (request == null || !request.validationMethod().equals("EMAIL") || certificate.material() != null) {
            throw AcmErrors.invalidState(
                    "Certificate " + certificate.arn() + " is not waiting for validation by email.");
        }
        return Unit.INSTANCE;
    }

    Unit updateOptions(Call call, UpdateCertificateOptionsRequest in) {
        CertificateOptions options = requireNonNull(in.options());
        return services.store().write(store -> {
            Certificate certificate = Certificates.require(store, call.scope(), in.certificateArn());
            if (certificate.request() == null) {
                throw AcmErrors.invalidState("Certificate " + certificate.arn() + " is imported.");
            }
            String transparency = options.certificateTransparencyLoggingPreference();
            String export = options.export();
            Certificate changed = certificate.withOptions(
                    transparency == null ? certificate.transparencyLogging() : transparency,
                    export == null ? certificate.export() : export);
            store.put(Kind.CERTIFICATE, call.scope(), "", changed.arn(), changed);
            return Unit.INSTANCE;
        });
    }
}
