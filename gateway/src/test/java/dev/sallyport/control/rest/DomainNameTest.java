package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.DomainRequests.EAST;
import static dev.sallyport.control.rest.DomainRequests.NAME;
import static dev.sallyport.control.rest.DomainRequests.POLICY;
import static dev.sallyport.control.rest.DomainRequests.edge;
import static dev.sallyport.control.rest.DomainRequests.endpoint;
import static dev.sallyport.control.rest.DomainRequests.regional;
import static dev.sallyport.control.rest.DomainRequests.secret;
import static dev.sallyport.control.rest.DomainRequests.truststore;
import static dev.sallyport.control.rest.DomainRequests.withTags;
import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Certificate;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateBasePathMappingRequest;
import dev.sallyport.wire.apigateway.CreateDomainNameRequest;
import dev.sallyport.wire.apigateway.DeleteDomainNameRequest;
import dev.sallyport.wire.apigateway.DomainName;
import dev.sallyport.wire.apigateway.DomainNames;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.GetDomainNameRequest;
import dev.sallyport.wire.apigateway.GetDomainNamesRequest;
import dev.sallyport.wire.apigateway.MutualTlsAuthentication;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.UpdateDomainNameRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Custom domain names (7.13, 9.7, 10.11, 17). */
class DomainNameTest {

    private static final String EAST_2 = "arn:aws:acm:us-east-1:111111111111:certificate/a-2";
    private static final String WEST = "arn:aws:acm:eu-west-1:111111111111:certificate/b-1";

    private final Rest rest = new Rest();

    @BeforeEach
    void certificates() {
        certificate(EAST, "AMAZON_ISSUED");
        certificate(EAST_2, "AMAZON_ISSUED");
        certificate(WEST, "AMAZON_ISSUED");
    }

    private void certificate(String arn, String type) {
        String[] parts = arn.split(":", 6);
        Certificate certificate = new Certificate(
                arn,
                List.of(NAME),
                type,
                "RSA_2048",
                null,
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                "ENABLED",
                "DISABLED",
                new TreeMap<>());
        rest.store.write(tx -> {
            tx.put(Kind.CERTIFICATE, new Scope(parts[4], parts[3]), "", arn, certificate);
            return certificate;
        });
    }

    @Test
    void anEdgeDomainAsItIsAnswered_R7_13() {
        DomainName made = create(edge());
        assertThat(made.domainName()).isEqualTo(NAME);
        assertThat(made.domainNameArn()).isEqualTo("arn:aws:apigateway:us-east-1::/domainnames/" + NAME);
        assertThat(made.domainNameId()).isNull();
        assertThat(made.domainNameStatus()).isEqualTo("AVAILABLE");
        assertThat(made.securityPolicy()).isEqualTo("TLS_1_2");
        assertThat(made.routingMode()).isEqualTo("BASE_PATH_MAPPING_ONLY");
        assertThat(made.endpointConfiguration()).isEqualTo(endpoint("EDGE", "ipv4"));
        assertThat(made.certificateArn()).isEqualTo(EAST);
        assertThat(made.certificateUploadDate()).isEqualTo("2025-06-01T10:00:00Z");
        assertThat(made.distributionDomainName()).matches("d[a-z0-9]{13}\\.cloudfront\\.net");
        assertThat(made.distributionHostedZoneId()).isEqualTo("Z2FDTNDATAQYW2");
        assertThat(made.regionalDomainName()).isNull();
        assertThat(made.regionalHostedZoneId()).isNull();
        assertThat(made.mutualTlsAuthentication()).isNull();
        assertThat(made.tags()).isNull();
        assertThat(get(NAME)).isEqualTo(withTags(made, Map.of()));
    }

    @Test
    void aRegionalDomainAsItIsAnswered_R7_13() {
        DomainName made = create(regional().tags(Map.of("a", "b")));
        assertThat(made.endpointConfiguration()).isEqualTo(endpoint("REGIONAL", "ipv4"));
        assertThat(made.regionalCertificateArn()).isEqualTo(EAST);
        assertThat(made.regionalDomainName()).matches("d-[a-z0-9]{10}\\.execute-api\\.us-east-1\\.amazonaws\\.com");
        assertThat(made.regionalHostedZoneId()).isEqualTo("Z1UJRXOUMOOFQ8");
        assertThat(made.distributionDomainName()).isNull();
        assertThat(made.distributionHostedZoneId()).isNull();
        assertThat(made.tags()).isEqualTo(Map.of("a", "b"));
        assertThat(get(NAME)).isEqualTo(made);
    }

    @ParameterizedTest
    @CsvSource({"eu-west-1, ZLY8HYME6SFDD", "us-gov-west-1, Z1K6XKP9SAGWDV", "xx-nowhere-1,"})
    void theHostedZoneIsThatOfTheRegion(String region, @Nullable String zone) {
        rest.call = new Call(new Scope("111111111111", region), "request", "http://localhost");
        DomainName made = create(
                CreateDomainNameRequest.builder().domainName(NAME).endpointConfiguration(endpoint("REGIONAL", "ipv4")));
        assertThat(made.regionalHostedZoneId()).isEqualTo(zone);
    }

    @Test
    void privateDomainsOfOneNameDifferByTheirId_R17_7() {
        DomainName first = create(secret());
        DomainName second = create(secret());
        assertThat(first.domainNameId()).matches("[a-z0-9]{10}").isNotEqualTo(second.domainNameId());
        assertThat(first.domainNameArn())
                .isEqualTo(
                        "arn:aws:apigateway:us-east-1:111111111111:/domainnames/" + NAME + "+" + first.domainNameId());
        assertThat(first.endpointConfiguration()).isEqualTo(endpoint("PRIVATE", "dualstack"));
        assertThat(first.policy()).isEqualTo(POLICY);
        assertThat(first.distributionDomainName()).isNull();
        assertThat(first.regionalDomainName()).isNull();
        assertThat(get(NAME, second.domainNameId()).domainNameArn()).isEqualTo(second.domainNameArn());
        GetDomainNameRequest withoutId =
                GetDomainNameRequest.builder().domainName(NAME).build();
        assertThat(rest.refused(ApiGateway.GET_DOMAIN_NAME, withoutId).getMessage())
                .isEqualTo("Invalid domain name identifier specified");
        rest.send(
                ApiGateway.DELETE_DOMAIN_NAME,
                DeleteDomainNameRequest.builder()
                        .domainName(NAME)
                        .domainNameId(first.domainNameId())
                        .build());
        assertThat(given(list().items())).extracting(DomainName::domainNameId).containsExactly(second.domainNameId());
    }

    @Test
    void needsAName_R10_120() {
        refuses(edge().domainName(""), 400, "No Domain Name specified");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "-a.com", "a..com", "a.com.", "*.*.com", "a.*.com", "http://a.com", "a+b.com", "ä.de"})
    void namesAreHostNames(String name) {
        refuses(edge().domainName(name), 400, "Invalid domain name specified: " + name);
    }

    @Test
    void namesAreStoredInLowerCaseAndMayHaveAWildcard_R17_3() {
        assertThat(create(edge().domainName("*.Example.COM")).domainName()).isEqualTo("*.example.com");
        assertThat(get("*.EXAMPLE.com").domainName()).isEqualTo("*.example.com");
    }

    @Test
    void existsOnce_R10_121() {
        create(edge());
        refuses(edge(), 409, "The domain name you provided already exists.");
        refuses(regional().domainName("API.example.com"), 409, "The domain name you provided already exists.");
        rest.call = new Call(new Scope("222222222222", "us-east-1"), "request", "http://localhost");
        refuses(edge(), 409, "The domain name you provided already exists.");
        rest.call = new Call(new Scope("111111111111", "eu-west-1"), "request", "http://localhost");
        ServiceException refusal = rest.refused(ApiGateway.CREATE_DOMAIN_NAME, edge().build());
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.getMessage())
                .startsWith("The domain name you provided is already associated with an existing CloudFront");
        create(regional().regionalCertificateArn(WEST));
    }

    @Test
    void certificatesAreOfTheEndpointsRegion_R10_122() {
        String wrong = "Invalid certificate ARN: " + WEST + ". Certificate must be in 'us-east-1'.";
        refuses(edge().certificateArn(WEST), 400, wrong);
        refuses(regional().regionalCertificateArn(WEST), 400, wrong);
        refuses(secret().certificateArn(WEST), 400, wrong);
        refuses(regional().ownershipVerificationCertificateArn(WEST), 400, wrong);
        refuses(
                edge().certificateArn("arn:aws:iam::111111111111:server-certificate/x"),
                400,
                "Invalid certificate ARN: arn:aws:iam::111111111111:server-certificate/x."
                        + " Certificate must be in 'us-east-1'.");
        rest.call = new Call(new Scope("111111111111", "eu-west-1"), "request", "http://localhost");
        create(edge());
        create(regional().domainName("b.example.com").regionalCertificateArn(WEST));
        refuses(
                regional().domainName("c.example.com"),
                400,
                "Invalid certificate ARN: " + EAST + ". Certificate must be in 'eu-west-1'.");
    }

    @Test
    void certificatesAreThereAndTheAccountsOwn_R10_122() {
        for (String arn : List.of(
                "arn:aws:acm:us-east-1:111111111111:certificate/gone",
                "arn:aws:acm:us-east-1:222222222222:certificate/a-1")) {
            String missing = "Invalid certificate ARN: " + arn + ". Certificate must be in 'us-east-1'.";
            refuses(edge().certificateArn(arn), 400, missing);
            refuses(regional().regionalCertificateArn(arn), 400, missing);
            refuses(regional().ownershipVerificationCertificateArn(arn), 400, missing);
        }
        create(regional());
        refusesUpdate(
                "Invalid certificate ARN: arn:aws:acm:us-east-1:111111111111:certificate/gone."
                        + " Certificate must be in 'us-east-1'.",
                replace("/regionalCertificateArn", "arn:aws:acm:us-east-1:111111111111:certificate/gone"));
    }

    @Test
    void anImportedCertificateWithMutualTlsNeedsProofOfOwnership_R10_131() {
        String imported = "arn:aws:acm:us-east-1:111111111111:certificate/i-1";
        certificate(imported, "IMPORTED");
        DomainName made = create(regional()
                .regionalCertificateArn(imported)
                .mutualTlsAuthentication(truststore("s3://bucket/trust.pem", null)));
        assertThat(made.domainNameStatus()).isEqualTo("PENDING_OWNERSHIP_VERIFICATION");
        assertThat(update(replace("/ownershipVerificationCertificateArn", EAST)).domainNameStatus())
                .isEqualTo("AVAILABLE");
        assertThat(update(replace("/ownershipVerificationCertificateArn", ""), replace("/regionalCertificateArn", EAST))
                        .domainNameStatus())
                .as("a certificate of ACM's own is proof enough")
                .isEqualTo("AVAILABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://bucket/key", "s3://bucket", "s3://bucket/", "s3:///key", "bucket/key"})
    void truststoresAreObjectsOfS3_R10_130(String uri) {
        refuses(regional().mutualTlsAuthentication(truststore(uri, null)), 400, "The s3 URI is malformed: " + uri);
    }

    @Test
    void mutualTlsIsSwitchedOnAndOff() {
        rest.now = Instant.parse("2027-01-01T00:00:00Z"); // the truststore is valid then
        DomainName made = create(regional().mutualTlsAuthentication(truststore("s3://bucket/trust.pem", "v1")));
        assertThat(made.mutualTlsAuthentication())
                .isEqualTo(MutualTlsAuthentication.builder()
                        .truststoreUri("s3://bucket/trust.pem")
                        .truststoreVersion("v1")
                        .build());
        assertThat(update(replace("/mutualTlsAuthentication/truststoreUri", "")).mutualTlsAuthentication())
                .isNull();
        refusesUpdate(
                "A truststoreVersion requires a truststoreUri",
                replace("/mutualTlsAuthentication/truststoreVersion", "v2"));
    }

    @Test
    void anUploadedCertificateWithMutualTlsNeedsProofOfOwnership_R10_131() {
        CreateDomainNameRequest.Builder request = regional()
                .regionalCertificateArn(null)
                .certificateBody(resource("rsa.pem"))
                .certificatePrivateKey(resource("rsa.key.pem"))
                .certificateChain(resource("issuer.pem"))
                .mutualTlsAuthentication(truststore("s3://bucket/trust.pem", null));
        DomainName made = create(request);
        assertThat(made.domainNameStatus()).isEqualTo("PENDING_OWNERSHIP_VERIFICATION");
        assertThat(made.certificateUploadDate()).isEqualTo("2025-06-01T10:00:00Z");
        DomainName proven = update(replace("/ownershipVerificationCertificateArn", EAST));
        assertThat(proven.domainNameStatus()).isEqualTo("AVAILABLE");
        assertThat(proven.ownershipVerificationCertificateArn()).isEqualTo(EAST);
    }

    @Test
    void keysAreNeverAnswered_R7_17() {
        DomainName made = create(edge().certificateArn(null)
                .certificateName("mine")
                .certificateBody(resource("rsa.pem"))
                .certificatePrivateKey(resource("rsa.key.pem")));
        assertThat(made.certificateName()).isEqualTo("mine");
        assertThat(made.toString() + get(NAME) + list()).doesNotContain("BEGIN");
        assertThat(rest.store.<String>read(
                        tx -> String.valueOf(given(tx.find(Kind.DOMAIN_NAME, Rest.SCOPE, "", NAME)))))
                .doesNotContain("BEGIN");
    }

    @Test
    void modernSecurityPoliciesNeedAnAccessMode_R7_20() {
        String modern = "SecurityPolicy_TLS13_1_3_2025_09";
        refuses(
                regional().securityPolicy(modern),
                400,
                "The security policy " + modern + " requires an endpointAccessMode");
        refuses(
                regional().endpointAccessMode("BASIC"),
                400,
                "endpointAccessMode is not supported with the security policy TLS_1_2");
        refuses(
                edge().securityPolicy(modern).endpointAccessMode("BASIC"),
                400,
                "The security policy " + modern + " is not supported for the endpoint type EDGE");
        refuses(
                regional().securityPolicy("SecurityPolicy_TLS13_2025_EDGE").endpointAccessMode("BASIC"),
                400,
                "The security policy SecurityPolicy_TLS13_2025_EDGE is not supported for the endpoint type REGIONAL");
        create(regional());
        update(replace("/securityPolicy", modern), replace("/endpointAccessMode", "BASIC"));
        DomainName strict = update(replace("/endpointAccessMode", "STRICT"));
        assertThat(strict.securityPolicy()).isEqualTo(modern);
        assertThat(strict.endpointAccessMode()).isEqualTo("STRICT");
        create(edge().domainName("e.example.com")
                .securityPolicy("SecurityPolicy_TLS13_2025_EDGE")
                .endpointAccessMode("BASIC"));
    }

    @Test
    void policiesAreForPrivateDomains() {
        refuses(edge().policy(POLICY), 400, "policy is supported for private custom domain names only");
        create(regional());
        refusesUpdate(
                "managementPolicy is supported for private custom domain names only",
                replace("/managementPolicy", POLICY));
        for (String broken : List.of("{", "[]", "{}", "{\"Statement\":[{\"Effect\":\"Maybe\"}]}")) {
            refuses(
                    secret().policy(broken),
                    400,
                    "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.");
        }
        DomainName secret = create(secret().policy(" " + POLICY.replace(",", " , ")));
        assertThat(secret.policy()).as("compact").isEqualTo(POLICY);
    }

    @Test
    void endpointTypes() {
        refuses(
                edge().endpointConfiguration(EndpointConfiguration.builder()
                        .types(List.of("EDGE", "REGIONAL"))
                        .build()),
                400,
                "Cannot create an api with multiple Endpoint Types.");
        refuses(
                edge().endpointConfiguration(
                                EndpointConfiguration.builder().types(List.of()).build()),
                400,
                "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
        refuses(
                secret().endpointConfiguration(endpoint("PRIVATE", "ipv4")),
                400,
                "Only dualstack ipAddressType is supported for Private domain names.");
    }

    @Test
    void migratesInTwoSteps_R9_7() {
        DomainName edge = create(edge());
        rest.now = rest.now.plusSeconds(60);
        DomainName both = update(
                op("add", "/endpointConfiguration/types", "REGIONAL"), op("add", "/regionalCertificateArn", EAST_2));
        assertThat(given(both.endpointConfiguration()).types()).containsExactly("EDGE", "REGIONAL");
        assertThat(both.distributionDomainName()).isEqualTo(edge.distributionDomainName());
        assertThat(both.regionalDomainName()).isNotNull();
        assertThat(both.certificateUploadDate()).isEqualTo("2025-06-01T10:01:00Z");
        DomainName regional = update(op("remove", "/endpointConfiguration/types", "EDGE"));
        assertThat(given(regional.endpointConfiguration()).types()).containsExactly("REGIONAL");
        assertThat(regional.certificateArn()).isNull();
        assertThat(regional.distributionDomainName()).isNull();
        assertThat(regional.regionalDomainName()).isEqualTo(both.regionalDomainName());
        assertThat(regional.regionalCertificateArn()).isEqualTo(EAST_2);
        refusesUpdate(
                "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.",
                op("remove", "/endpointConfiguration/types", "REGIONAL"));
    }

    @Test
    void migratesAsTerraformDoes_R9_7() {
        create(edge());
        DomainName regional = update(
                replace("/certificateArn", ""),
                replace("/endpointConfiguration/types/0", "REGIONAL"),
                replace("/regionalCertificateArn", EAST_2));
        assertThat(given(regional.endpointConfiguration()).types()).containsExactly("REGIONAL");
        assertThat(regional.certificateArn()).isNull();
        assertThat(regional.regionalHostedZoneId()).isEqualTo("Z1UJRXOUMOOFQ8");
        assertThat(get(NAME)).isEqualTo(regional);
        refusesUpdate(
                "A domain name cannot be migrated between public and private endpoint types.",
                replace("/endpointConfiguration/types/0", "PRIVATE"),
                replace("/endpointConfiguration/ipAddressType", "dualstack"));
    }

    @Test
    void theUploadDateIsThatOfTheCertificate() {
        create(edge());
        rest.now = rest.now.plusSeconds(60);
        assertThat(update(replace("/certificateName", "new")).certificateUploadDate())
                .isEqualTo("2025-06-01T10:00:00Z");
        assertThat(update(replace("/certificateArn", EAST_2)).certificateUploadDate())
                .isEqualTo("2025-06-01T10:01:00Z");
        assertThat(update(replace("/certificateArn", "")).certificateUploadDate())
                .isNull();
    }

    @Test
    void aRefusedUpdateChangesNothing_R8_1() {
        create(edge());
        DomainName before = get(NAME);
        refusesUpdate(
                "Invalid certificate ARN: nope. Certificate must be in 'us-east-1'.",
                replace("/certificateName", "other"),
                replace("/certificateArn", "nope"));
        assertThat(get(NAME)).isEqualTo(before);
        assertThat(update()).as("R8.12").isEqualTo(before);
    }

    @Test
    void listsByPages_R6_4() {
        for (String name : List.of("a.com", "b.com", "c.com")) {
            create(edge().domainName(name));
        }
        DomainNames first = rest.send(
                ApiGateway.GET_DOMAIN_NAMES,
                GetDomainNamesRequest.builder().limit(2).build());
        assertThat(given(first.items())).extracting(DomainName::domainName).containsExactly("a.com", "b.com");
        DomainNames second = rest.send(
                ApiGateway.GET_DOMAIN_NAMES,
                GetDomainNamesRequest.builder()
                        .limit(2)
                        .position(first.position())
                        .build());
        assertThat(given(second.items())).extracting(DomainName::domainName).containsExactly("c.com");
        assertThat(second.position()).isNull();
    }

    @Test
    void deletingTakesTheMappingsWithIt_R10_129() {
        create(edge());
        rest.send(
                ApiGateway.CREATE_BASE_PATH_MAPPING,
                CreateBasePathMappingRequest.builder()
                        .domainName(NAME)
                        .restApiId(rest.api().id())
                        .build());
        DeleteDomainNameRequest delete =
                DeleteDomainNameRequest.builder().domainName(NAME).build();
        rest.send(ApiGateway.DELETE_DOMAIN_NAME, delete);
        ServiceException refusal = rest.refused(ApiGateway.DELETE_DOMAIN_NAME, delete);
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.getMessage()).isEqualTo("Invalid domain name identifier specified");
        assertThat(rest.store.<Boolean>read(
                        tx -> tx.listAll(Kind.BASE_PATH_MAPPING).isEmpty()))
                .isTrue();
    }

    private static String resource(String certificate) {
        return Rest.file("/certificates/" + certificate);
    }

    private DomainName create(CreateDomainNameRequest.Builder request) {
        return rest.send(ApiGateway.CREATE_DOMAIN_NAME, request.build());
    }

    private void refuses(CreateDomainNameRequest.Builder request, int status, String message) {
        ServiceException refusal = rest.refused(ApiGateway.CREATE_DOMAIN_NAME, request.build());
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.getMessage()).isEqualTo(message);
    }

    private DomainName update(PatchOperation... operations) {
        return rest.send(ApiGateway.UPDATE_DOMAIN_NAME, updateRequest(operations));
    }

    private void refusesUpdate(String message, PatchOperation... operations) {
        ServiceException refusal = rest.refused(ApiGateway.UPDATE_DOMAIN_NAME, updateRequest(operations));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).isEqualTo(message);
    }

    private static UpdateDomainNameRequest updateRequest(PatchOperation... operations) {
        return UpdateDomainNameRequest.builder()
                .domainName(NAME)
                .patchOperations(List.of(operations))
                .build();
    }

    private DomainName get(String name) {
        return get(name, null);
    }

    private DomainName get(String name, @Nullable String id) {
        return rest.send(
                ApiGateway.GET_DOMAIN_NAME,
                GetDomainNameRequest.builder().domainName(name).domainNameId(id).build());
    }

    private DomainNames list() {
        return rest.send(
                ApiGateway.GET_DOMAIN_NAMES, GetDomainNamesRequest.builder().build());
    }
}
