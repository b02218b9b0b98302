package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.CreateVpcLinkRequest;
import dev.sallyport.wire.apigateway.DeleteIntegrationRequest;
import dev.sallyport.wire.apigateway.DeleteStageRequest;
import dev.sallyport.wire.apigateway.DeleteVpcLinkRequest;
import dev.sallyport.wire.apigateway.GetVpcLinkRequest;
import dev.sallyport.wire.apigateway.GetVpcLinksRequest;
import dev.sallyport.wire.apigateway.PutIntegrationRequest;
import dev.sallyport.wire.apigateway.UpdateIntegrationRequest;
import dev.sallyport.wire.apigateway.UpdateVpcLinkRequest;
import dev.sallyport.wire.apigateway.VpcLink;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** VPC links (9.5, 10.12, 18) and the integrations that use them. */
class VpcLinkTest {

    private static final String TARGET =
            "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/nlb/50dc6c495c0c9188";

    private final Rest rest = new Rest();

    @Test
    void livesAsRecorded_R18_1() {
        VpcLink made = rest.send(ApiGateway.CREATE_VPC_LINK, create().build());
        assertThat(made)
                .isEqualTo(VpcLink.builder()
                        .id(made.id())
                        .name("link")
                        .targetArns(List.of(TARGET))
                        .status("PENDING")
                        .build());
        assertThat(made.id()).matches("[a-z0-9]{6}");
        VpcLink.Builder ready = VpcLink.builder()
                .id(made.id())
                .name("link")
                .targetArns(List.of(TARGET))
                .status("AVAILABLE")
                .statusMessage("Your vpc link is ready for use");
        assertThat(rest.send(
                                ApiGateway.GET_VPC_LINKS,
                                GetVpcLinksRequest.builder().build())
                        .items())
                .containsExactly(ready.build());
        assertThat(rest.send(ApiGateway.GET_VPC_LINK, get(given(made.id()))))
                .isEqualTo(ready.tags(Map.of()).build());
        VpcLink updated = rest.send(
                ApiGateway.UPDATE_VPC_LINK,
                UpdateVpcLinkRequest.builder()
                        .vpcLinkId(made.id())
                        .patchOperations(List.of(replace("/name", "link-updated")))
                        .build());
        assertThat(updated).isEqualTo(ready.name("link-updated").build());
        rest.send(ApiGateway.DELETE_VPC_LINK, delete(given(made.id())));
        assertThat(rest.refused(ApiGateway.GET_VPC_LINK, get(given(made.id()))).getMessage())
                .isEqualTo("Invalid Vpc Link identifier specified");
    }

    @Test
    void isRefusedAsRecorded_10_12() {
        refuses(create().targetArns(List.of("invalid-arn")), "Invalid ARN. ARN is not well formed invalid-arn");
        refuses(create().name(""), "Name cannot be empty");
        refuses(create().targetArns(List.of(TARGET, TARGET)), "More than one target arn specified for vpc link.");
        refuses(create().targetArns(List.of()), "No target arn specified for vpc link.");
    }

    @Test
    void unknownLinks_R2_3() {
        String expected = "Invalid Vpc Link identifier specified";
        ServiceException refusal = rest.refused(ApiGateway.GET_VPC_LINK, get("nope"));
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.getMessage()).isEqualTo(expected);
        assertThat(rest.refused(ApiGateway.DELETE_VPC_LINK, delete("nope")).getMessage())
                .isEqualTo(expected);
        UpdateVpcLinkRequest update =
                UpdateVpcLinkRequest.builder().vpcLinkId("nope").build();
        assertThat(rest.refused(ApiGateway.UPDATE_VPC_LINK, update).getMessage())
                .isEqualTo(expected);
    }

    @Test
    void tagsOfCreationAreAnswered_R21_6() {
        VpcLink made = rest.send(
                ApiGateway.CREATE_VPC_LINK,
                create().description("d").tags(Map.of("a", "b")).build());
        assertThat(made.tags()).isEqualTo(Map.of("a", "b"));
        assertThat(made.description()).isEqualTo("d");
    }

    @Test
    void anIntegrationNamesALinkThatExists_R10_52() {
        Api api = rest.api();
        rest.method(api, api.root(), "GET");
        for (String missing : new String[] {"nope", null}) {
            ServiceException refusal = rest.refused(
                    ApiGateway.PUT_INTEGRATION,
                    through(api).connectionId(missing).build());
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.getMessage()).isEqualTo("Invalid Vpc Link identifier specified");
        }
        rest.send(
                ApiGateway.PUT_INTEGRATION,
                through(api).connectionId("second").integrationTarget(TARGET).build());
        String link = link();
        rest.send(ApiGateway.PUT_INTEGRATION, through(api).connectionId(link).build());
        UpdateIntegrationRequest update = UpdateIntegrationRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .patchOperations(List.of(replace("/connectionId", "nope")))
                .build();
        assertThat(rest.refused(ApiGateway.UPDATE_INTEGRATION, update).getMessage())
                .isEqualTo("Invalid Vpc Link identifier specified");
    }

    @Test
    void aLinkInUseStays_10_12() {
        Api api = rest.api();
        rest.method(api, api.root(), "GET");
        String link = link();
        rest.send(ApiGateway.PUT_INTEGRATION, through(api).connectionId(link).build());
        refusesDelete(link, "[" + api.id() + ":GET:" + api.root() + "] in format of [RESTApiId:Method:Resource].");
        deploy(api, Map.of());
        String deployed =
                "[" + api.id() + ":GET:" + api.root() + ":dev] in format of [RESTApiId:Method:Resource:Stage].";
        refusesDelete(link, deployed);
        rest.send(
                ApiGateway.DELETE_INTEGRATION,
                DeleteIntegrationRequest.builder()
                        .restApiId(api.id())
                        .resourceId(api.root())
                        .httpMethod("GET")
                        .build());
        refusesDelete(link, deployed);
        rest.send(
                ApiGateway.DELETE_STAGE,
                DeleteStageRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .build());
        rest.send(ApiGateway.DELETE_VPC_LINK, delete(link));
    }

    @Test
    void aLinkThatAStageVariableNamesStays_10_12() {
        Api api = rest.api();
        rest.method(api, api.root(), "GET");
        rest.send(
                ApiGateway.PUT_INTEGRATION,
                through(api).connectionId("${stageVariables.link}").build());
        String used = link();
        String free = link();
        deploy(api, Map.of("link", used));
        refusesDelete(
                used, "[" + api.id() + ":GET:" + api.root() + ":dev] in format of [RESTApiId:Method:Resource:Stage].");
        rest.send(ApiGateway.DELETE_VPC_LINK, delete(free));
    }

    private static CreateVpcLinkRequest.Builder create() {
        return CreateVpcLinkRequest.builder().name("link").targetArns(List.of(TARGET));
    }

    private String link() {
        return given(rest.send(ApiGateway.CREATE_VPC_LINK, create().build()).id());
    }

    private static PutIntegrationRequest.Builder through(Api api) {
        return Rest.putIntegration(api, api.root(), "GET", "HTTP_PROXY")
                .integrationHttpMethod("GET")
                .uri("http://nlb.example.com")
                .connectionType("VPC_LINK");
    }

    private void deploy(Api api, Map<String, String> variables) {
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .variables(variables)
                        .build());
    }

    private void refuses(CreateVpcLinkRequest.Builder request, String message) {
        ServiceException refusal = rest.refused(ApiGateway.CREATE_VPC_LINK, request.build());
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).isEqualTo(message);
    }

    private void refusesDelete(String link, String uses) {
        ServiceException refusal = rest.refused(ApiGateway.DELETE_VPC_LINK, delete(link));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage())
                .isEqualTo("Cannot delete vpc link. Vpc link '" + link + "', is referenced in " + uses);
    }

    private static GetVpcLinkRequest get(String id) {
        return GetVpcLinkRequest.builder().vpcLinkId(id).build();
    }

    private static DeleteVpcLinkRequest delete(String id) {
        return DeleteVpcLinkRequest.builder().vpcLinkId(id).build();
    }
}
