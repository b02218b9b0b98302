package dev.sallyport.control.http.domains;

import static dev.sallyport.control.http.domains.DomainWorld.CERTIFICATE;
import static dev.sallyport.control.http.domains.DomainWorld.IMPORTED;
import static dev.sallyport.control.http.domains.DomainWorld.NAME;
import static dev.sallyport.control.http.domains.DomainWorld.given;
import static dev.sallyport.control.http.domains.DomainWorld.newDomain;
import static dev.sallyport.control.http.domains.DomainWorld.regional;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateDomainNameRequest;
import dev.sallyport.wire.apigatewayv2.CreateDomainNameResponse;
import dev.sallyport.wire.apigatewayv2.DeleteDomainNameRequest;
import dev.sallyport.wire.apigatewayv2.DomainName;
import dev.sallyport.wire.apigatewayv2.DomainNameConfiguration;
import dev.sallyport.wire.apigatewayv2.GetDomainNameRequest;
import dev.sallyport.wire.apigatewayv2.GetDomainNameResponse;
import dev.sallyport.wire.apigatewayv2.GetDomainNamesRequest;
import dev.sallyport.wire.apigatewayv2.GetTagsRequest;
import dev.sallyport.wire.apigatewayv2.MutualTlsAuthentication;
import dev.sallyport.wire.apigatewayv2.MutualTlsAuthenticationInput;
import dev.sallyport.wire.apigatewayv2.TagResourceRequest;
import dev.sallyport.wire.apigatewayv2.UntagResourceRequest;
import dev.sallyport.wire.apigatewayv2.UpdateDomainNameRequest;
import dev.sallyport.wire.apigatewayv2.UpdateDomainNameResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Custom domain names of apigatewayv2 (http-api 16.1, 16.3), which are those of apigateway. */
class HttpDomainNameTest {

    private final DomainWorld world = new DomainWorld();

    private GetDomainNameResponse get() {
        return world.send(
                ApiGatewayV2.GET_DOMAIN_NAME,
                GetDomainNameRequest.builder().domainName(NAME).build());
    }

    private dev.sallyport.wire.apigateway.DomainName first() {
        return world.send(
                ApiGateway.GET_DOMAIN_NAME,
                dev.sallyport.wire.apigateway.GetDomainNameRequest.builder()
                        .domainName(NAME)
                        .build());
    }

    private UpdateDomainNameResponse update(UpdateDomainNameRequest.Builder change) {
        return world.send(
                ApiGatewayV2.UPDATE_DOMAIN_NAME, change.domainName(NAME).build());
    }

    private static void says(ServiceException refused, int status, String text) {
        assertThat(refused.getMessage()).isEqualTo(text);
        assertThat(refused.status()).isEqualTo(status);
    }

    private static DomainNameConfiguration only(List<DomainNameConfiguration> configurations) {
        assertThat(configurations).hasSize(1);
        return configurations.getFirst();
    }

    @Test
    @DisplayName("R16.1 to R16.5, R16.12: a domain name as it is answered")
    void asItIsAnswered() {
        CreateDomainNameResponse made = world.domain();
        String target = given(only(given(made.domainNameConfigurations())).apiGatewayDomainName());
        assertThat(target).matches("d-[a-z0-9]{10}\\.execute-api\\.us-east-1\\.amazonaws\\.com");
        assertThat(made)
                .isEqualTo(CreateDomainNameResponse.builder()
                        .apiMappingSelectionExpression("$request.basepath")
                        .domainName(NAME)
                        .domainNameArn("arn:aws:apigateway:us-east-1::/domainnames/" + NAME)
                        .domainNameConfigurations(List.of(DomainNameConfiguration.builder()
                                .apiGatewayDomainName(target)
                                .certificateArn(CERTIFICATE)
                                .endpointType("REGIONAL")
                                .hostedZoneId("Z1UJRXOUMOOFQ8")
                                .securityPolicy("TLS_1_2")
                                .domainNameStatus("AVAILABLE")
                                .ipAddressType("ipv4")
                                .build()))
                        .routingMode("API_MAPPING_ONLY")
                        .tags(Map.of())
                        .build());
        assertThat(get().domainNameConfigurations()).isEqualTo(made.domainNameConfigurations());
    }

    @Test
    @DisplayName("R16.2: what a configuration leaves out has its default")
    void defaults() {
        world.send(
                ApiGatewayV2.CREATE_DOMAIN_NAME,
                newDomain()
                        .domainNameConfigurations(List.of(DomainNameConfiguration.builder()
                                .certificateArn(CERTIFICATE)
                                .build()))
                        .build());
        DomainNameConfiguration configuration = only(given(get().domainNameConfigurations()));
        assertThat(configuration.endpointType()).isEqualTo("REGIONAL");
        assertThat(configuration.securityPolicy()).isEqualTo("TLS_1_2");
        assertThat(configuration.ipAddressType()).isEqualTo("ipv4");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    @DisplayName("R16.1: exactly one configuration")
    void exactlyOneConfiguration(int count) {
        CreateDomainNameRequest request = newDomain()
                .domainNameConfigurations(Collections.nCopies(count, regional().build()))
                .build();
        says(
                world.refused(ApiGatewayV2.CREATE_DOMAIN_NAME, request),
                400,
                "Invalid input. Expected one domain name configuration");
        CreateDomainNameRequest without =
                CreateDomainNameRequest.builder().domainName(NAME).build();
        says(
                world.refused(ApiGatewayV2.CREATE_DOMAIN_NAME, without),
                400,
                "Invalid input. Expected one domain name configuration");
    }

    @Test
    @DisplayName("R16.6, R16.7: taken and unknown names")
    void takenAndUnknown() {
        world.domain();
        says(
                world.refused(
                        ApiGatewayV2.CREATE_DOMAIN_NAME,
                        newDomain().domainName(NAME.toUpperCase(Locale.ROOT)).build()),
                409,
                "The domain name you provided already exists.");
        says(
                world.refused(
                        ApiGatewayV2.GET_DOMAIN_NAME,
                        GetDomainNameRequest.builder()
                                .domainName("other.example.com")
                                .build()),
                404,
                "Invalid domain name identifier specified");
        says(
                world.refused(
                        ApiGatewayV2.UPDATE_DOMAIN_NAME,
                        UpdateDomainNameRequest.builder()
                                .domainName("other.example.com")
                                .build()),
                404,
                "Invalid domain name identifier specified");
        says(
                world.refused(
                        ApiGatewayV2.DELETE_DOMAIN_NAME,
                        DeleteDomainNameRequest.builder()
                                .domainName("other.example.com")
                                .build()),
                404,
                "Invalid domain name identifier specified");
    }

    @Test
    @DisplayName("R16.10: EDGE and TLS 1.0 are for apigateway")
    void onlyRegionalWithTls12() {
        says(
                world.refused(
                        ApiGatewayV2.CREATE_DOMAIN_NAME,
                        newDomain()
                                .domainNameConfigurations(
                                        List.of(regional().endpointType("EDGE").build()))
                                .build()),
                400,
                "EDGE endpoint type is not supported for APIGatewayV2 domainName");
        says(
                world.refused(
                        ApiGatewayV2.CREATE_DOMAIN_NAME,
                        newDomain()
                                .domainNameConfigurations(List.of(
                                        regional().securityPolicy("TLS_1_0").build()))
                                .build()),
                400,
                "TLS_1_0 is not supported for APIGatewayV2 domainName.");
        edge();
        says(
                world.refused(
                        ApiGatewayV2.UPDATE_DOMAIN_NAME,
                        UpdateDomainNameRequest.builder()
                                .domainName(NAME)
                                .routingMode("ROUTING_RULE_ONLY")
                                .build()),
                400,
                "Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please"
                        + " use the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain"
                        + " names.");
    }

    private void edge() {
        world.send(
                ApiGateway.CREATE_DOMAIN_NAME,
                dev.sallyport.wire.apigateway.CreateDomainNameRequest.builder()
                        .domainName(NAME)
                        .certificateArn(CERTIFICATE)
                        .build());
    }

    @Test
    @DisplayName("R16.11: what apigateway made is told by apigatewayv2, but for private domain names")
    void ofTheFirst() {
        edge();
        world.send(
                ApiGateway.CREATE_DOMAIN_NAME,
                dev.sallyport.wire.apigateway.CreateDomainNameRequest.builder()
                        .domainName("private.example.com")
                        .endpointConfiguration(EndpointConfiguration.builder()
                                .types(List.of("PRIVATE"))
                                .build())
                        .build());
        DomainNameConfiguration configuration = only(given(get().domainNameConfigurations()));
        assertThat(configuration.endpointType()).isEqualTo("EDGE");
        assertThat(configuration.apiGatewayDomainName()).endsWith(".cloudfront.net");
        assertThat(configuration.hostedZoneId()).isEqualTo("Z2FDTNDATAQYW2");
        assertThat(configuration.certificateArn()).isEqualTo(CERTIFICATE);
        assertThat(names(null, null).items()).extracting(DomainName::domainName).containsExactly(NAME);
    }

    @Test
    @DisplayName("R16.11: what apigatewayv2 made is told and changed by apigateway")
    void ofTheSecond() {
        world.domain("ROUTING_RULE_THEN_API_MAPPING");
        assertThat(first().routingMode()).isEqualTo("ROUTING_RULE_THEN_BASE_PATH_MAPPING");
        assertThat(first().regionalCertificateArn()).isEqualTo(CERTIFICATE);
        assertThat(given(first().endpointConfiguration()).types()).containsExactly("REGIONAL");
        world.send(
                ApiGateway.UPDATE_DOMAIN_NAME,
                dev.sallyport.wire.apigateway.UpdateDomainNameRequest.builder()
                        .domainName(NAME)
                        .patchOperations(List.of(PatchOperation.builder()
                                .op("replace")
                                .path("/routingMode")
                                .value("BASE_PATH_MAPPING_ONLY")
                                .build()))
                        .build());
        assertThat(get().routingMode()).isEqualTo("API_MAPPING_ONLY");
    }

    private dev.sallyport.wire.apigatewayv2.GetDomainNamesResponse names(@Nullable String max, @Nullable String token) {
        return world.send(
                ApiGatewayV2.GET_DOMAIN_NAMES,
                GetDomainNamesRequest.builder().maxResults(max).nextToken(token).build());
    }

    @Test
    @DisplayName("R20.9: pages of domain names")
    void pages() {
        for (String name : List.of("a.example.com", "b.example.com", "c.example.com")) {
            world.send(
                    ApiGatewayV2.CREATE_DOMAIN_NAME,
                    newDomain().domainName(name).build());
        }
        var one = names("2", null);
        assertThat(one.items()).extracting(DomainName::domainName).containsExactly("a.example.com", "b.example.com");
        var two = names("2", one.nextToken());
        assertThat(two.items()).extracting(DomainName::domainName).containsExactly("c.example.com");
        assertThat(two.nextToken()).isNull();
        says(
                world.refused(
                        ApiGatewayV2.GET_DOMAIN_NAMES,
                        GetDomainNamesRequest.builder().nextToken("nonsense").build()),
                400,
                "Invalid NextToken");
    }

    @Test
    @DisplayName("R20.8: an update leaves what it does not name")
    void updates() {
        world.domain();
        String target = only(given(get().domainNameConfigurations())).apiGatewayDomainName();
        UpdateDomainNameResponse updated = update(UpdateDomainNameRequest.builder()
                .domainNameConfigurations(List.of(DomainNameConfiguration.builder()
                        .certificateArn(IMPORTED)
                        .ipAddressType("dualstack")
                        .build()))
                .routingMode("ROUTING_RULE_ONLY"));
        DomainNameConfiguration configuration = only(given(updated.domainNameConfigurations()));
        assertThat(configuration.certificateArn()).isEqualTo(IMPORTED);
        assertThat(configuration.ipAddressType()).isEqualTo("dualstack");
        assertThat(configuration.apiGatewayDomainName()).isEqualTo(target);
        assertThat(updated.routingMode()).isEqualTo("ROUTING_RULE_ONLY");
        assertThat(update(UpdateDomainNameRequest.builder())).isEqualTo(updated);
        says(
                world.refused(
                        ApiGatewayV2.UPDATE_DOMAIN_NAME,
                        UpdateDomainNameRequest.builder()
                                .domainName(NAME)
                                .domainNameConfigurations(List.of())
                                .build()),
                400,
                "Invalid input. Expected one domain name configuration");
        assertThat(get().domainNameConfigurations()).isEqualTo(updated.domainNameConfigurations());
    }

    @Test
    @DisplayName("R10.122: a certificate that is not there")
    void unknownCertificate() {
        String arn = "arn:aws:acm:eu-west-1:111111111111:certificate/a-1";
        says(
                world.refused(
                        ApiGatewayV2.CREATE_DOMAIN_NAME,
                        newDomain()
                                .domainNameConfigurations(
                                        List.of(regional().certificateArn(arn).build()))
                                .build()),
                400,
                "Invalid certificate ARN: " + arn + ". Certificate must be in 'us-east-1'.");
    }

    private static MutualTlsAuthenticationInput truststore(@Nullable String uri, @Nullable String version) {
        return MutualTlsAuthenticationInput.builder()
                .truststoreUri(uri)
                .truststoreVersion(version)
                .build();
    }

    @Test
    @DisplayName("R16.26, R16.30: mutual TLS is set, given another version, and disabled")
    void mutualTls() {
        CreateDomainNameResponse made = world.send(
                ApiGatewayV2.CREATE_DOMAIN_NAME,
                newDomain()
                        .mutualTlsAuthentication(truststore("s3://bucket/trusted.pem", "1"))
                        .build());
        assertThat(made.mutualTlsAuthentication()).isEqualTo(mutual("s3://bucket/trusted.pem", "1"));
        assertThat(update(UpdateDomainNameRequest.builder().mutualTlsAuthentication(truststore(null, "2")))
                        .mutualTlsAuthentication())
                .isEqualTo(mutual("s3://bucket/trusted.pem", "2"));
        assertThat(update(UpdateDomainNameRequest.builder()
                                .mutualTlsAuthentication(truststore("s3://bucket/other.pem", null)))
                        .mutualTlsAuthentication())
                .isEqualTo(mutual("s3://bucket/other.pem", null));
        assertThat(given(first().mutualTlsAuthentication()).truststoreUri()).isEqualTo("s3://bucket/other.pem");
        assertThat(update(UpdateDomainNameRequest.builder().mutualTlsAuthentication(truststore("", null)))
                        .mutualTlsAuthentication())
                .isNull();
        says(
                world.refused(
                        ApiGatewayV2.UPDATE_DOMAIN_NAME,
                        UpdateDomainNameRequest.builder()
                                .domainName(NAME)
                                .mutualTlsAuthentication(truststore("http://bucket/x", null))
                                .build()),
                400,
                "The s3 URI is malformed: http://bucket/x");
        assertThat(get().mutualTlsAuthentication()).isNull();
    }

    private static MutualTlsAuthentication mutual(String uri, @Nullable String version) {
        return MutualTlsAuthentication.builder()
                .truststoreUri(uri)
                .truststoreVersion(version)
                .build();
    }

    @Test
    @DisplayName("R16.8, R16.31: an imported certificate waits for the proof of ownership")
    void ownership() {
        world.send(
                ApiGatewayV2.CREATE_DOMAIN_NAME,
                newDomain()
                        .domainNameConfigurations(
                                List.of(regional().certificateArn(IMPORTED).build()))
                        .mutualTlsAuthentication(truststore("s3://bucket/trusted.pem", null))
                        .build());
        assertThat(only(given(get().domainNameConfigurations())).domainNameStatus())
                .isEqualTo("PENDING_OWNERSHIP_VERIFICATION");
        update(UpdateDomainNameRequest.builder()
                .domainNameConfigurations(List.of(DomainNameConfiguration.builder()
                        .ownershipVerificationCertificateArn(CERTIFICATE)
                        .build())));
        DomainNameConfiguration proved = only(given(get().domainNameConfigurations()));
        assertThat(proved.domainNameStatus()).isEqualTo("AVAILABLE");
        assertThat(proved.ownershipVerificationCertificateArn()).isEqualTo(CERTIFICATE);
    }

    @Test
    @DisplayName("R20.14, R20.15: tags of a domain name, by either service")
    void tags() {
        world.send(
                ApiGatewayV2.CREATE_DOMAIN_NAME,
                newDomain().tags(Map.of("a", "1")).build());
        String arn = "arn:aws:apigateway:us-east-1::/domainnames/" + NAME;
        world.send(
                ApiGatewayV2.TAG_RESOURCE,
                TagResourceRequest.builder()
                        .resourceArn(arn)
                        .tags(Map.of("b", "2"))
                        .build());
        world.send(
                ApiGatewayV2.UNTAG_RESOURCE,
                UntagResourceRequest.builder()
                        .resourceArn(arn)
                        .tagKeys(List.of("a"))
                        .build());
        assertThat(get().tags()).isEqualTo(Map.of("b", "2"));
        assertThat(world.send(
                                ApiGatewayV2.GET_TAGS,
                                GetTagsRequest.builder().resourceArn(arn).build())
                        .tags())
                .isEqualTo(Map.of("b", "2"));
        assertThat(first().tags()).isEqualTo(Map.of("b", "2"));
    }
}
