package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateApiKeyRequest;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.CreateDomainNameAccessAssociationRequest;
import dev.sallyport.wire.apigateway.CreateDomainNameRequest;
import dev.sallyport.wire.apigateway.CreateUsagePlanRequest;
import dev.sallyport.wire.apigateway.CreateVpcLinkRequest;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.GenerateClientCertificateRequest;
import dev.sallyport.wire.apigateway.GetTagsRequest;
import dev.sallyport.wire.apigateway.TagResourceRequest;
import dev.sallyport.wire.apigateway.UntagResourceRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tags by ARN (21). */
class TagsTest {

    private static final String PREFIX = "arn:aws:apigateway:us-east-1::";

    private final Rest rest = new Rest();
    private final Api api = rest.api();

    @Test
    void tagsOfEveryKindOfThing_R21_1_R21_3() {
        rest.mock(api, api.root(), "GET");
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .build());
        rest.send(
                ApiGateway.CREATE_API_KEY,
                CreateApiKeyRequest.builder().tags(Map.of("_custom_id_", "k")).build());
        rest.send(
                ApiGateway.CREATE_USAGE_PLAN,
                CreateUsagePlanRequest.builder()
                        .name("gold")
                        .tags(Map.of("_custom_id_", "p"))
                        .build());
        List<String> own = List.of(PREFIX + "/apikeys/k", PREFIX + "/usageplans/p");
        own.forEach(arn -> rest.send(
                ApiGateway.UNTAG_RESOURCE,
                UntagResourceRequest.builder()
                        .resourceArn(arn)
                        .tagKeys(List.of("_custom_id_"))
                        .build()));
        for (String arn : List.of(
                PREFIX + "/restapis/" + api.id(),
                PREFIX + "/restapis/" + api.id() + "/stages/dev",
                own.get(0),
                own.get(1))) {
            assertThat(tags(arn)).isEmpty();
            tag(arn, Map.of("a", "1", "b", "2"));
            tag(arn, Map.of("b", "3", "c", "4"));
            rest.send(
                    ApiGateway.UNTAG_RESOURCE,
                    UntagResourceRequest.builder()
                            .resourceArn(arn)
                            .tagKeys(List.of("a", "unknown"))
                            .build());
            assertThat(tags(arn)).isEqualTo(Map.of("b", "3", "c", "4"));
        }
    }

    @Test
    void tagsOfWhatLiesAroundApis_R21_1() {
        String link = given(rest.send(
                        ApiGateway.CREATE_VPC_LINK,
                        CreateVpcLinkRequest.builder()
                                .name("link")
                                .targetArns(List.of("arn:aws:elasticloadbalancing:us-east-1:111111111111:x"))
                                .build())
                .id());
        String certificate = given(rest.send(
                        ApiGateway.GENERATE_CLIENT_CERTIFICATE,
                        GenerateClientCertificateRequest.builder().build())
                .clientCertificateId());
        String open = given(rest.send(
                        ApiGateway.CREATE_DOMAIN_NAME,
                        CreateDomainNameRequest.builder()
                                .domainName("*.example.com")
                                .build())
                .domainNameArn());
        String secret = given(rest.send(
                        ApiGateway.CREATE_DOMAIN_NAME,
                        CreateDomainNameRequest.builder()
                                .domainName("a.example.com")
                                .endpointConfiguration(EndpointConfiguration.builder()
                                        .types(List.of("PRIVATE"))
                                        .build())
                                .build())
                .domainNameArn());
        String association = given(rest.send(
                        ApiGateway.CREATE_DOMAIN_NAME_ACCESS_ASSOCIATION,
                        CreateDomainNameAccessAssociationRequest.builder()
                                .domainNameArn(secret)
                                .accessAssociationSourceType("VPCE")
                                .accessAssociationSource("vpce-1")
                                .build())
                .domainNameAccessAssociationArn());
        for (String arn : List.of(
                PREFIX + "/vpclinks/" + link,
                PREFIX + "/clientcertificates/" + certificate,
                open,
                secret,
                association)) {
            assertThat(tags(arn)).as(arn).isEmpty();
            tag(arn, Map.of("a", "1"));
            assertThat(tags(arn)).as(arn).isEqualTo(Map.of("a", "1"));
            rest.send(
                    ApiGateway.UNTAG_RESOURCE,
                    UntagResourceRequest.builder()
                            .resourceArn(arn)
                            .tagKeys(List.of("a"))
                            .build());
            assertThat(tags(arn)).as(arn).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:apigateway:us-east-1::/restapis/nope, 404, Invalid API identifier specified 111111111111:nope",
        "arn:aws:apigateway:us-east-1::/vpclinks/x, 404, Invalid Vpc Link identifier specified",
        "arn:aws:apigateway:us-east-1::/clientcertificates/x, 404, Invalid Client Certificate identifier specified",
        "arn:aws:apigateway:us-east-1::/domainnames/x, 404, Invalid domain name identifier specified",
        "arn:aws:apigateway:us-east-1:111111111111:/domainnames/x+y, 404, Invalid domain name identifier specified",
        "arn:aws:apigateway:us-east-1:222222222222:/domainnames/x+y, 400, Invalid ARN specified in the request",
        "arn:aws:apigateway:us-east-1::/apikeys/x, 404, Invalid API Key identifier specified",
        "arn:aws:apigateway:us-east-1::/usageplans/x, 404, Invalid Usage Plan ID specified",
        "arn:aws:apigateway:us-east-1:111111111111:/apikeys/x, 400, Invalid ARN specified in the request",
        "arn:aws:apigateway:us-east-1::/apikeys/x/y, 400, Invalid ARN specified in the request",
        "arn:aws:apigateway:us-east-1::/apikeys/, 400, Invalid ARN specified in the request",
        "arn:aws:apigateway:us-east-1::/account, 400, Invalid ARN specified in the request",
        "arn:aws:apigateway:eu-west-1::/restapis/x, 400, Invalid ARN specified in the request",
        "nope, 400, Invalid ARN specified in the request"
    })
    void unknownArns_R21_5(String arn, int status, String message) {
        ServiceException refusal = rest.refused(
                ApiGateway.GET_TAGS, GetTagsRequest.builder().resourceArn(arn).build());
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.getMessage()).isEqualTo(message);
    }

    /** R6.4; the answer has no position, so a page would lose tags. */
    @Test
    void pagesOfTagsAreTheWhole() {
        String arn = PREFIX + "/restapis/" + api.id();
        tag(arn, Map.of("a", "1", "b", "2"));
        assertThat(rest.send(
                                ApiGateway.GET_TAGS,
                                GetTagsRequest.builder()
                                        .resourceArn(arn)
                                        .limit(1)
                                        .position("x")
                                        .build())
                        .tags())
                .hasSize(2);
    }

    @Test
    void tagsBeyondTheLimitsChangeNothing_R21_4() {
        String arn = PREFIX + "/restapis/" + api.id();
        tag(arn, Map.of("a", "1"));
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            many.put("k" + i, "v");
        }
        ServiceException refusal = rest.refused(
                ApiGateway.TAG_RESOURCE,
                TagResourceRequest.builder().resourceArn(arn).tags(many).build());
        assertThat(refusal.getMessage()).isEqualTo("Too many tags: 51, at most 50 are allowed");
        assertThat(tags(arn)).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void unknownStage() {
        String arn = PREFIX + "/restapis/" + api.id() + "/stages/nope";
        assertThat(rest.refused(
                                ApiGateway.TAG_RESOURCE,
                                TagResourceRequest.builder()
                                        .resourceArn(arn)
                                        .tags(Map.of("a", "b"))
                                        .build())
                        .getMessage())
                .isEqualTo("Invalid Stage identifier specified");
    }

    private Map<String, String> tags(String arn) {
        return Rest.given(rest.send(
                        ApiGateway.GET_TAGS,
                        GetTagsRequest.builder().resourceArn(arn).build())
                .tags());
    }

    private void tag(String arn, Map<String, String> tags) {
        rest.send(
                ApiGateway.TAG_RESOURCE,
                TagResourceRequest.builder().resourceArn(arn).tags(tags).build());
    }
}
