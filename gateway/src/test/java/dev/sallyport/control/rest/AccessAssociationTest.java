package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Scope;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDomainNameAccessAssociationRequest;
import dev.sallyport.wire.apigateway.CreateDomainNameRequest;
import dev.sallyport.wire.apigateway.DeleteDomainNameAccessAssociationRequest;
import dev.sallyport.wire.apigateway.DeleteDomainNameRequest;
import dev.sallyport.wire.apigateway.DomainName;
import dev.sallyport.wire.apigateway.DomainNameAccessAssociation;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.GetDomainNameAccessAssociationsRequest;
import dev.sallyport.wire.apigateway.GetDomainNamesRequest;
import dev.sallyport.wire.apigateway.RejectDomainNameAccessAssociationRequest;
import dev.sallyport.wire.apigateway.UpdateDomainNameRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access associations of private domain names, in one account and between two (R7.19, R6.16, R17.8). */
class AccessAssociationTest {

    private static final String OTHER = "222222222222";

    private final Rest rest = new Rest();
    private final DomainName domain = rest.send(
            ApiGateway.CREATE_DOMAIN_NAME,
            CreateDomainNameRequest.builder()
                    .domainName("private.example.com")
                    .endpointConfiguration(EndpointConfiguration.builder()
                            .types(List.of("PRIVATE"))
                            .build())
                    .build());
    private final String arn = given(domain.domainNameArn());

    @Test
    void isAnsweredAsItIsStored_R7_19() {
        DomainNameAccessAssociation made = rest.send(
                ApiGateway.CREATE_DOMAIN_NAME_ACCESS_ASSOCIATION,
                create("vpce-1a2b").tags(Map.of("a", "b")).build());
        assertThat(made)
                .isEqualTo(DomainNameAccessAssociation.builder()
                        .domainNameAccessAssociationArn("arn:aws:apigateway:us-east-1:111111111111:"
                                + "/domainnameaccessassociations/domainname/private.example.com+"
                                + domain.domainNameId() + "/vpcesource/vpce-1a2b")
                        .domainNameArn(arn)
                        .accessAssociationSourceType("VPCE")
                        .accessAssociationSource("vpce-1a2b")
                        .tags(Map.of("a", "b"))
                        .build());
        assertThat(list(null)).containsExactly(made);
        assertThat(list("SELF")).containsExactly(made);
        assertThat(list("OTHER_ACCOUNTS")).isEmpty();
        refuses(
                create("vpce-1a2b"),
                409,
                "Domain name access association already exists for this access association source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vpc-1", "vpce-", "", "vpce-A/x"})
    void sourcesAreEndpoints(String source) {
        refuses(create(source), 400, "Invalid access association source specified: " + source);
    }

    @Test
    void theDomainMustBePrivateAndExist() {
        refuses(create("vpce-1").domainNameArn(arn + "x"), 404, "Invalid domain name identifier specified");
        for (String wrong : List.of(
                "nope",
                "arn:aws:apigateway:us-east-1::/domainnames/private.example.com",
                arn.replace("us-east-1", "eu-west-1"))) {
            refuses(create("vpce-1").domainNameArn(wrong), 400, "Invalid ARN specified in the request");
        }
    }

    @Test
    void isDeletedOrRejectedOnce_R17_8() {
        String first = make("vpce-1");
        String second = make("vpce-2");
        DeleteDomainNameAccessAssociationRequest delete = DeleteDomainNameAccessAssociationRequest.builder()
                .domainNameAccessAssociationArn(first)
                .build();
        rest.send(ApiGateway.DELETE_DOMAIN_NAME_ACCESS_ASSOCIATION, delete);
        assertThat(rest.refused(ApiGateway.DELETE_DOMAIN_NAME_ACCESS_ASSOCIATION, delete)
                        .status())
                .isEqualTo(404);
        RejectDomainNameAccessAssociationRequest reject = reject(second);
        rest.send(ApiGateway.REJECT_DOMAIN_NAME_ACCESS_ASSOCIATION, reject);
        assertThat(rest.refused(ApiGateway.REJECT_DOMAIN_NAME_ACCESS_ASSOCIATION, reject)
                        .status())
                .isEqualTo(404);
        assertThat(list(null)).isEmpty();
    }

    @Test
    void anotherAccountNeedsTheOwnersConsent_R6_16() {
        as(OTHER);
        refuses(create("vpce-9"), 404, "Invalid domain name identifier specified");
        assertThat(sharedDomains()).isEmpty();
        as("111111111111");
        share("\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"arn:aws:iam::" + OTHER + ":root\"]},"
                + "\"Action\":\"apigateway:CreateAccessAssociation\"");
        as(OTHER);
        assertThat(sharedDomains()).containsExactly(arn);
        String association = make("vpce-9");
        assertThat(association).startsWith("arn:aws:apigateway:us-east-1:" + OTHER + ":");
        assertThat(rest.refused(ApiGateway.REJECT_DOMAIN_NAME_ACCESS_ASSOCIATION, reject(association))
                        .status())
                .as("only the owner rejects")
                .isEqualTo(404);
        as("111111111111");
        assertThat(list(null)).isEmpty();
        assertThat(list("OTHER_ACCOUNTS"))
                .extracting(DomainNameAccessAssociation::domainNameAccessAssociationArn)
                .containsExactly(association);
        rest.send(ApiGateway.REJECT_DOMAIN_NAME_ACCESS_ASSOCIATION, reject(association));
        as(OTHER);
        assertThat(list(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"222222222222\"},\"Action\":\"*\"",
                "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"333333333333\"},\"Action\":\"*\"",
                "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"222222222222\"},\"Action\":\"apigateway:GET\"",
                "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"222222222222\"},\"Action\":\"*\",\"Condition\":{}",
                "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"222222222222\"},\"Action\":\"*\"},"
                        + "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\""
            })
    void whatCannotBeJudgedIsNoConsent(String statement) {
        share(statement);
        as(OTHER);
        assertThat(sharedDomains()).isEmpty();
        refuses(create("vpce-9"), 404, "Invalid domain name identifier specified");
    }

    @Test
    void deletingTheDomainTakesThemWithIt() {
        make("vpce-1");
        rest.send(
                ApiGateway.DELETE_DOMAIN_NAME,
                DeleteDomainNameRequest.builder()
                        .domainName(domain.domainName())
                        .domainNameId(domain.domainNameId())
                        .build());
        assertThat(list(null)).isEmpty();
    }

    private void share(String statement) {
        rest.send(
                ApiGateway.UPDATE_DOMAIN_NAME,
                UpdateDomainNameRequest.builder()
                        .domainName(domain.domainName())
                        .domainNameId(domain.domainNameId())
                        .patchOperations(List.of(replace("/managementPolicy", "{\"Statement\":[{" + statement + "}]}")))
                        .build());
    }

    private void as(String account) {
        rest.call = new Call(new Scope(account, "us-east-1"), "request", "http://localhost");
    }

    private List<String> sharedDomains() {
        GetDomainNamesRequest request =
                GetDomainNamesRequest.builder().resourceOwner("OTHER_ACCOUNTS").build();
        return given(rest.send(ApiGateway.GET_DOMAIN_NAMES, request).items()).stream()
                .map(each -> given(each.domainNameArn()))
                .toList();
    }

    private List<DomainNameAccessAssociation> list(@Nullable String owner) {
        GetDomainNameAccessAssociationsRequest request = GetDomainNameAccessAssociationsRequest.builder()
                .resourceOwner(owner)
                .build();
        return given(rest.send(ApiGateway.GET_DOMAIN_NAME_ACCESS_ASSOCIATIONS, request)
                .items());
    }

    private CreateDomainNameAccessAssociationRequest.Builder create(String source) {
        return CreateDomainNameAccessAssociationRequest.builder()
                .domainNameArn(arn)
                .accessAssociationSourceType("VPCE")
                .accessAssociationSource(source);
    }

    private String make(String source) {
        return given(rest.send(
                        ApiGateway.CREATE_DOMAIN_NAME_ACCESS_ASSOCIATION,
                        create(source).build())
                .domainNameAccessAssociationArn());
    }

    private RejectDomainNameAccessAssociationRequest reject(String association) {
        return RejectDomainNameAccessAssociationRequest.builder()
                .domainNameAccessAssociationArn(association)
                .domainNameArn(arn)
                .build();
    }

    private void refuses(CreateDomainNameAccessAssociationRequest.Builder request, int status, String message) {
        ServiceException refusal = rest.refused(ApiGateway.CREATE_DOMAIN_NAME_ACCESS_ASSOCIATION, request.build());
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.getMessage()).isEqualTo(message);
    }
}
