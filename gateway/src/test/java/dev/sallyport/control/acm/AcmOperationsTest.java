package dev.sallyport.control.acm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationHandler;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.certificate.PemCertificate;
import dev.sallyport.model.Scope;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.acm.Acm;
import dev.sallyport.wire.acm.AddTagsToCertificateRequest;
import dev.sallyport.wire.acm.CertificateDetail;
import dev.sallyport.wire.acm.CertificateOptions;
import dev.sallyport.wire.acm.DeleteCertificateRequest;
import dev.sallyport.wire.acm.DescribeCertificateRequest;
import dev.sallyport.wire.acm.DomainValidation;
import dev.sallyport.wire.acm.ExtendedKeyUsage;
import dev.sallyport.wire.acm.Filters;
import dev.sallyport.wire.acm.GetCertificateRequest;
import dev.sallyport.wire.acm.GetCertificateResponse;
import dev.sallyport.wire.acm.ImportCertificateRequest;
import dev.sallyport.wire.acm.KeyUsage;
import dev.sallyport.wire.acm.ListCertificatesRequest;
import dev.sallyport.wire.acm.ListTagsForCertificateRequest;
import dev.sallyport.wire.acm.RemoveTagsFromCertificateRequest;
import dev.sallyport.wire.acm.RenewCertificateRequest;
import dev.sallyport.wire.acm.RequestCertificateRequest;
import dev.sallyport.wire.acm.Tag;
import dev.sallyport.wire.acm.UpdateCertificateOptionsRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcmOperationsTest implements InstantSource {

    private final InMemoryStore store = new InMemoryStore();
    private final OperationRegistry registry = new OperationRegistry();
    private final Set<String> used = new HashSet<>();
    private final Call call = new Call(new Scope("111111111111", "eu-west-1"), "request", "http://localhost:8080");
    private Instant now = Instant.parse("2026-06-01T10:00:00.123456Z");
    private int uuids;

    AcmOperationsTest() {
        AcmOperations.register(
                registry,
                store,
                (reader, scope, arn) ->
                        used.contains(arn) ? List.of("arn:aws:apigateway:x::/domainnames/d") : List.of(),
                () -> "00000000-0000-4000-8000-%012d".formatted(++uuids),
                this);
    }

    @Override
    public Instant instant() {
        return now;
    }

    private <I extends Structure, O extends Structure> O send(Operation<I, O> operation, I input) {
        OperationHandler<I, O> handler = registry.handler(operation);
        return requireNonNull(handler, operation.name()).handle(call, input);
    }

    private <I extends Structure, O extends Structure> String refused(Operation<I, O> operation, I input) {
        try {
            O answer = send(operation, input);
            throw new AssertionError(operation.name() + " was not refused but answered " + answer);
        } catch (ServiceException e) {
            return e.status() + " " + e.code() + " " + e.getMessage();
        }
    }

    private String request(RequestCertificateRequest.Builder request) {
        return requireNonNull(send(Acm.REQUEST_CERTIFICATE, request.build()).certificateArn());
    }

    private static RequestCertificateRequest.Builder dns(String domain) {
        return RequestCertificateRequest.builder().domainName(domain).validationMethod("DNS");
    }

    private CertificateDetail describe(String arn) {
        return requireNonNull(send(Acm.DESCRIBE_CERTIFICATE, new DescribeCertificateRequest(arn))
                .certificate());
    }

    private static byte[] pem(String file) {
        try (InputStream in = AcmOperationsTest.class.getResourceAsStream("/certificates/" + file)) {
            return requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ImportCertificateRequest.Builder importing(String certificate, String key, @Nullable String chain) {
        return ImportCertificateRequest.builder()
                .certificate(pem(certificate))
                .privateKey(pem(key))
                .certificateChain(chain == null ? null : pem(chain));
    }

    private String imported() {
        return requireNonNull(send(
                        Acm.IMPORT_CERTIFICATE,
                        importing("rsa.pem", "rsa.key.pem", "issuer.pem").build())
                .certificateArn());
    }

    @Test
    @DisplayName("companion R7.1, R7.3: a requested certificate shows what validates it")
    void showsRecords() {
        String arn = request(dns("example.com").subjectAlternativeNames(List.of("*.example.com", "www.example.com")));
        assertThat(arn)
                .isEqualTo("arn:aws:acm:eu-west-1:111111111111:certificate/00000000-0000-4000-8000-000000000001");
        CertificateDetail detail = describe(arn);
        List<DomainValidation> validations = requireNonNull(detail.domainValidationOptions());
        assertThat(detail)
                .isEqualTo(CertificateDetail.builder()
                        .certificateArn(arn)
                        .createdAt(Instant.parse("2026-06-01T10:00:00.123Z"))
                        .domainName("example.com")
                        .domainValidationOptions(validations)
                        .extendedKeyUsages(List.of())
                        .inUseBy(List.of())
                        .issuer("Amazon")
                        .keyAlgorithm("RSA-2048")
                        .keyUsages(List.of())
                        .options(CertificateOptions.builder()
                                .certificateTransparencyLoggingPreference("ENABLED")
                                .export("DISABLED")
                                .build())
                        .renewalEligibility("INELIGIBLE")
                        .signatureAlgorithm("SHA256WITHRSA")
                        .status("PENDING_VALIDATION")
                        .subject("CN=example.com")
                        .subjectAlternativeNames(List.of("example.com", "*.example.com", "www.example.com"))
                        .type("AMAZON_ISSUED")
                        .build());
        assertThat(validations).hasSize(3).allSatisfy(it -> {
            assertThat(it.validationStatus()).isEqualTo("PENDING_VALIDATION");
            assertThat(it.validationMethod()).isEqualTo("DNS");
            assertThat(requireNonNull(it.resourceRecord()).type()).isEqualTo("CNAME");
            assertThat(it.resourceRecord().name()).matches("_[0-9a-f]{32}\\.(www\\.)?example\\.com\\.");
            assertThat(it.resourceRecord().value()).matches("_[0-9a-f]{32}\\.acm-validations\\.aws\\.");
        });
    }

    @Test
    @DisplayName("companion R7.7: a wildcard and its base share a record")
    void sharesRecords() {
        List<DomainValidation> validations =
                requireNonNull(describe(request(dns("example.com").subjectAlternativeNames(List.of("*.example.com"))))
                        .domainValidationOptions());
        assertThat(validations.get(0).resourceRecord())
                .isEqualTo(validations.get(1).resourceRecord());
    }

    @Test
    @DisplayName("companion R7.2, R7.4, R7.15: the next look finds it issued by the local authority")
    void issues() throws Exception {
        String arn = request(dns("example.com").subjectAlternativeNames(List.of("*.example.com")));
        GetCertificateRequest get = new GetCertificateRequest(arn);
        assertThat(refused(Acm.GET_CERTIFICATE, get)).startsWith("400 RequestInProgressException");
        describe(arn);
        assertThat(refused(Acm.GET_CERTIFICATE, get)).startsWith("400 RequestInProgressException");
        CertificateDetail detail = describe(arn);
        assertThat(detail.status()).isEqualTo("ISSUED");
        assertThat(detail.issuedAt()).isEqualTo(Instant.parse("2026-06-01T10:00:00.123Z"));
        assertThat(detail.notBefore()).isEqualTo(Instant.parse("2026-06-01T10:00:00Z"));
        assertThat(detail.notAfter()).isEqualTo(Instant.parse("2027-07-01T10:00:00Z"));
        assertThat(detail.serial()).matches("[0-9a-f]{2}(:[0-9a-f]{2}){15,16}");
        assertThat(detail.keyUsages())
                .containsExactly(new KeyUsage("DIGITAL_SIGNATURE"), new KeyUsage("KEY_ENCIPHERMENT"));
        assertThat(detail.extendedKeyUsages())
                .containsExactly(
                        new ExtendedKeyUsage("TLS_WEB_SERVER_AUTHENTICATION", "1.3.6.1.5.5.7.3.1"),
                        new ExtendedKeyUsage("TLS_WEB_CLIENT_AUTHENTICATION", "1.3.6.1.5.5.7.3.2"));
        assertThat(detail.domainValidationOptions())
                .extracting(DomainValidation::validationStatus)
                .containsOnly("SUCCESS");

        GetCertificateResponse pems = send(Acm.GET_CERTIFICATE, get);
        X509Certificate certificate = PemCertificate.one(requireNonNull(pems.certificate()));
        X509Certificate authority = PemCertificate.one(requireNonNull(pems.certificateChain()));
        certificate.verify(authority.getPublicKey());
        authority.verify(authority.getPublicKey());
        assertThat(authority.getBasicConstraints()).isGreaterThanOrEqualTo(0);
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(it -> it.get(1))
                .isEqualTo(List.of("example.com", "*.example.com"));
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(authority.getSubjectX500Principal());
    }

    @ParameterizedTest
    @CsvSource({"EC_prime256v1, EC-prime256v1", "EC_secp384r1, EC-secp384r1"})
    @DisplayName("companion R7.8: keys of curves, all signed by one authority")
    void curves(String requested, String described) {
        String arn = request(dns("example.com").keyAlgorithm(requested));
        describe(arn);
        assertThat(describe(arn).keyAlgorithm()).isEqualTo(described);
        String other = request(dns("example.org").keyAlgorithm(requested));
        describe(other);
        describe(other);
        assertThat(send(Acm.GET_CERTIFICATE, new GetCertificateRequest(arn)).certificateChain())
                .isEqualTo(send(Acm.GET_CERTIFICATE, new GetCertificateRequest(other))
                        .certificateChain());
        assertThat(refused(
                        Acm.REQUEST_CERTIFICATE,
                        dns("example.com").keyAlgorithm("RSA_4096").build()))
                .startsWith("400 ValidationException");
    }

    @Test
    @DisplayName("companion R7.6: validation by e-mail has mailboxes and no record")
    void email() {
        DomainValidation validation = requireNonNull(describe(request(RequestCertificateRequest.builder()
                                .domainName("*.example.com")
                                .validationMethod("EMAIL")))
                        .domainValidationOptions())
                .getFirst();
        assertThat(validation.resourceRecord()).isNull();
        assertThat(validation.validationEmails()).hasSize(5).contains("admin@example.com");
    }

    @Test
    @DisplayName("companion R7.9: an idempotency token lasts an hour")
    void idempotency() {
        String first = request(dns("example.com").idempotencyToken("t"));
        assertThat(request(dns("example.com").idempotencyToken("t"))).isEqualTo(first);
        assertThat(request(dns("example.org").idempotencyToken("t"))).isNotEqualTo(first);
        now = now.plus(Duration.ofMinutes(61));
        assertThat(request(dns("example.com").idempotencyToken("t"))).isNotEqualTo(first);
    }

    @Test
    @DisplayName("companion R7.5: what an imported certificate shows")
    void imports() {
        String arn = imported();
        CertificateDetail detail = describe(arn);
        assertThat(detail.type()).isEqualTo("IMPORTED");
        assertThat(detail.status()).isEqualTo("ISSUED");
        assertThat(detail.domainName()).isEqualTo("api.example.com");
        assertThat(detail.issuer()).isEqualTo("test issuer");
        assertThat(detail.importedAt()).isEqualTo(detail.createdAt());
        assertThat(detail.issuedAt()).isNull();
        assertThat(requireNonNull(detail.options()).certificateTransparencyLoggingPreference())
                .isEqualTo("DISABLED");
        assertThat(detail.domainValidationOptions())
                .containsExactly(
                        DomainValidation.builder().domainName("api.example.com").build());
        assertThat(send(Acm.GET_CERTIFICATE, new GetCertificateRequest(arn)).certificate())
                .isEqualTo(new String(pem("rsa.pem"), StandardCharsets.US_ASCII));
    }

    @Test
    @DisplayName("companion R7.10: importing again keeps ARN and tags and takes the new material")
    void importsAgain() {
        String arn = imported();
        send(Acm.ADD_TAGS_TO_CERTIFICATE, new AddTagsToCertificateRequest(arn, List.of(new Tag("k", "v"))));
        now = now.plusSeconds(60);
        send(
                Acm.IMPORT_CERTIFICATE,
                importing("ec.pem", "ec.key.pem", null).certificateArn(arn).build());
        CertificateDetail detail = describe(arn);
        assertThat(detail.domainName()).isEqualTo("ec.example.com");
        assertThat(detail.keyAlgorithm()).isEqualTo("EC-prime256v1");
        assertThat(detail.importedAt()).isEqualTo(Instant.parse("2026-06-01T10:01:00.123Z"));
        assertThat(detail.createdAt()).isEqualTo(Instant.parse("2026-06-01T10:00:00.123Z"));
        assertThat(send(Acm.LIST_TAGS_FOR_CERTIFICATE, new ListTagsForCertificateRequest(arn))
                        .tags())
                .containsExactly(new Tag("k", "v"));
        String requested = request(dns("example.com"));
        assertThat(refused(
                        Acm.IMPORT_CERTIFICATE,
                        importing("ec.pem", "ec.key.pem", null)
                                .certificateArn(requested)
                                .build()))
                .startsWith("400 ValidationException");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rsa.pem | ec.key.pem | issuer.pem | The private key is not supported.",
                "rsa.pem | rsa.pem | issuer.pem | The private key is not supported.",
                "rsa.key.pem | rsa.key.pem | issuer.pem | The certificate is not a valid PEM-encoded X.509 certificate.",
                "rsa.pem | rsa.key.pem | ec.pem | Could not validate the certificate with the certificate chain.",
                "rsa.pem | rsa.key.pem | ec.key.pem"
                        + " | The certificate chain is not a valid PEM-encoded chain of certificates.",
                "rsa.pem | rsa.key.pem | | Provided certificate is not a valid self signed. Please provide either a valid"
                        + " self-signed certificate or certificate chain.",
                "issuer.pem | rsa.key.pem | | The private key does not match the public key in the certificate."
            })
    @DisplayName("companion R7.10: what does not belong together is not imported")
    void refusesImports(String certificate, String key, @Nullable String chain, String message) {
        assertThat(refused(
                        Acm.IMPORT_CERTIFICATE,
                        importing(certificate, key, chain).build()))
                .isEqualTo("400 ValidationException " + message);
        assertThat(send(Acm.LIST_CERTIFICATES, ListCertificatesRequest.builder().build())
                        .certificateSummaryList())
                .isEmpty();
    }

    @Test
    @DisplayName("companion R7.10: one certificate in the field of one")
    void refusesTwoCertificates() {
        byte[] two = (new String(pem("rsa.pem"), StandardCharsets.US_ASCII)
                        + new String(pem("issuer.pem"), StandardCharsets.US_ASCII))
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(refused(
                        Acm.IMPORT_CERTIFICATE,
                        importing("rsa.pem", "rsa.pkcs1.key.pem", "issuer.pem")
                                .certificate(two)
                                .build()))
                .contains("The certificate field contains more than one certificate.");
    }

    @Test
    @DisplayName("companion R7.11, R7.12: deleting, also what is in use and what is not there")
    void deletes() {
        String arn = imported();
        used.add(arn);
        DeleteCertificateRequest delete = new DeleteCertificateRequest(arn);
        assertThat(refused(Acm.DELETE_CERTIFICATE, delete))
                .isEqualTo("400 ResourceInUseException Certificate " + arn + " in account 111111111111 is in use.");
        assertThat(describe(arn).inUseBy()).hasSize(1);
        used.clear();
        send(Acm.DELETE_CERTIFICATE, delete);
        assertThat(refused(Acm.DELETE_CERTIFICATE, delete))
                .isEqualTo("400 ResourceNotFoundException Could not find certificate " + arn + ".");
        assertThat(refused(
                        Acm.DESCRIBE_CERTIFICATE,
                        new DescribeCertificateRequest("arn:aws:acm:eu-west-1:111111111111:other/x")))
                .startsWith("400 InvalidArnException");
    }

    @Test
    @DisplayName("companion R7.13: lists show RSA keys up to 2048 bits unless asked, filter and page")
    void lists() {
        String rsa = imported();
        String ec = requireNonNull(send(
                        Acm.IMPORT_CERTIFICATE,
                        importing("ec.pem", "ec.key.pem", null).build())
                .certificateArn());
        String pending = request(dns("example.com"));
        assertThat(list(ListCertificatesRequest.builder())).containsExactly(rsa, pending);
        assertThat(list(ListCertificatesRequest.builder().certificateStatuses(List.of("ISSUED"))))
                .containsExactly(rsa);
        assertThat(list(ListCertificatesRequest.builder()
                        .includes(Filters.builder()
                                .keyTypes(List.of("EC_prime256v1"))
                                .build())))
                .containsExactly(ec);
        assertThat(list(ListCertificatesRequest.builder().sortBy("CREATED_AT").sortOrder("DESCENDING")))
                .containsExactly(pending, rsa);
        assertThat(list(ListCertificatesRequest.builder().maxItems(1).nextToken(rsa)))
                .containsExactly(pending);
        assertThat(refused(
                        Acm.LIST_CERTIFICATES,
                        ListCertificatesRequest.builder().nextToken("x").build()))
                .startsWith("400 ValidationException");
    }

    private List<String> list(ListCertificatesRequest.Builder request) {
        return requireNonNull(send(Acm.LIST_CERTIFICATES, request.build()).certificateSummaryList()).stream()
                .map(it -> requireNonNull(it.certificateArn()))
                .toList();
    }

    @Test
    @DisplayName("companion section 7: tags, options, renewal")
    void changes() {
        String arn = request(dns("example.com").tags(List.of(new Tag("a", "1"), new Tag("b", "2"))));
        send(
                Acm.REMOVE_TAGS_FROM_CERTIFICATE,
                new RemoveTagsFromCertificateRequest(arn, List.of(new Tag("a", "other"), new Tag("b", null))));
        assertThat(send(Acm.LIST_TAGS_FOR_CERTIFICATE, new ListTagsForCertificateRequest(arn))
                        .tags())
                .containsExactly(new Tag("a", "1"));
        assertThat(refused(
                        Acm.ADD_TAGS_TO_CERTIFICATE,
                        new AddTagsToCertificateRequest(arn, List.of(new Tag("aws:x", "1")))))
                .startsWith("400 InvalidTagException");
        send(
                Acm.UPDATE_CERTIFICATE_OPTIONS,
                new UpdateCertificateOptionsRequest(
                        arn,
                        CertificateOptions.builder()
                                .certificateTransparencyLoggingPreference("DISABLED")
                                .build()));
        assertThat(requireNonNull(describe(arn).options()).certificateTransparencyLoggingPreference())
                .isEqualTo("DISABLED");
        String serial = describe(arn).serial();
        send(Acm.RENEW_CERTIFICATE, new RenewCertificateRequest(arn));
        assertThat(describe(arn).serial()).isNotEqualTo(serial);
    }
}
