package dev.sallyport.control.http.domains;

import static dev.sallyport.control.http.domains.DomainWorld.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Tags;
import dev.sallyport.control.rest.usage.UsageOperations;
import dev.sallyport.model.Ids;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.ApiStage;
import dev.sallyport.wire.apigateway.CreateUsagePlanRequest;
import dev.sallyport.wire.apigateway.CreateVpcLinkRequest;
import dev.sallyport.wire.apigateway.DeleteClientCertificateRequest;
import dev.sallyport.wire.apigateway.DeleteVpcLinkRequest;
import dev.sallyport.wire.apigateway.GenerateClientCertificateRequest;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.DeleteIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.UpdateStageRequest;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What WebSocket APIs share with REST APIs: usage plans, client certificates and VPC links of apigateway. */
class WebSocketAccountTest {

    private final DomainWorld world = new DomainWorld();
    private final String api = given(world.send(
                    ApiGatewayV2.CREATE_API,
                    CreateApiRequest.builder()
                            .name("n")
                            .protocolType("WEBSOCKET")
                            .routeSelectionExpression("$request.body.action")
                            .build())
            .apiId());

    private void stage(CreateStageRequest.Builder stage) {
        world.send(ApiGatewayV2.CREATE_STAGE, stage.apiId(api).stageName("test").build());
    }

    @Test
    @DisplayName("W6.3: a usage plan names the stage of a WebSocket API")
    void usagePlans() {
        UsageOperations.register(
                world.registry,
                world.store,
                new Ids(RandomGeneratorFactory.of("L64X128MixRandom").create(1)),
                world,
                () -> {},
                new Tags(world.store));
        stage(CreateStageRequest.builder());
        List<ApiStage> stages =
                List.of(ApiStage.builder().apiId(api).stage("test").build());
        assertThat(world.send(
                                ApiGateway.CREATE_USAGE_PLAN,
                                CreateUsagePlanRequest.builder()
                                        .name("p")
                                        .apiStages(stages)
                                        .build())
                        .apiStages())
                .isEqualTo(stages);
        assertThat(world.refused(
                                ApiGateway.CREATE_USAGE_PLAN,
                                CreateUsagePlanRequest.builder()
                                        .name("p")
                                        .apiStages(List.of(ApiStage.builder()
                                                .apiId(api)
                                                .stage("nope")
                                                .build()))
                                        .build())
                        .status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("W18.3, R19.2: a certificate that a stage shows stays")
    void clientCertificates() {
        String id = given(world.send(
                        ApiGateway.GENERATE_CLIENT_CERTIFICATE,
                        GenerateClientCertificateRequest.builder().build())
                .clientCertificateId());
        stage(CreateStageRequest.builder().clientCertificateId(id));
        DeleteClientCertificateRequest delete =
                DeleteClientCertificateRequest.builder().clientCertificateId(id).build();
        assertThat(world.refused(ApiGateway.DELETE_CLIENT_CERTIFICATE, delete).getMessage())
                .isEqualTo("Cannot delete client certificate. Client certificate '" + id + "', is referenced in [" + api
                        + ":test] in format of [WebSocketApiId:Stage].");
        world.send(
                ApiGatewayV2.UPDATE_STAGE,
                UpdateStageRequest.builder()
                        .apiId(api)
                        .stageName("test")
                        .clientCertificateId("")
                        .build());
        world.send(ApiGateway.DELETE_CLIENT_CERTIFICATE, delete);
    }

    @Test
    @DisplayName("W21.1: a VPC link that an integration names stays")
    void vpcLinks() {
        String link = given(world.send(
                        ApiGateway.CREATE_VPC_LINK,
                        CreateVpcLinkRequest.builder()
                                .name("l")
                                .targetArns(List.of(
                                        "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/l/1"))
                                .build())
                .id());
        String integration = given(world.send(
                        ApiGatewayV2.CREATE_INTEGRATION,
                        CreateIntegrationRequest.builder()
                                .apiId(api)
                                .integrationType("HTTP_PROXY")
                                .integrationMethod("POST")
                                .integrationUri("http://backend.internal/")
                                .connectionType("VPC_LINK")
                                .connectionId(link)
                                .build())
                .integrationId());
        DeleteVpcLinkRequest delete =
                DeleteVpcLinkRequest.builder().vpcLinkId(link).build();
        ServiceException refused = world.refused(ApiGateway.DELETE_VPC_LINK, delete);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.getMessage())
                .isEqualTo("Cannot delete vpc link. Vpc link '" + link + "', is referenced in [" + api
                        + "] in format of [WebSocketApiId].");
        world.send(
                ApiGatewayV2.DELETE_INTEGRATION,
                DeleteIntegrationRequest.builder()
                        .apiId(api)
                        .integrationId(integration)
                        .build());
        world.send(ApiGateway.DELETE_VPC_LINK, delete);
    }
}
