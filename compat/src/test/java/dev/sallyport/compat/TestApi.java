package dev.sallyport.compat;

import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/** A REST API that a test builds through the SDK. */
record TestApi(GatewayProcess gateway, ApiGatewayClient client, String id, String rootId) {

    static TestApi create(GatewayProcess gateway, String name) {
        ApiGatewayClient client = gateway.apiGateway();
        CreateRestApiResponse api = client.createRestApi(request -> request.name(name));
        return new TestApi(gateway, client, api.id(), api.rootResourceId());
    }

    String resource(String parentId, String pathPart) {
        return client.createResource(
                        request -> request.restApiId(id).parentId(parentId).pathPart(pathPart))
                .id();
    }

    void method(String resourceId, String verb) {
        client.putMethod(request ->
                request.restApiId(id).resourceId(resourceId).httpMethod(verb).authorizationType("NONE"));
    }

    /** A method that answers a text. */
    void mock(String resourceId, String verb, String text) {
        method(resourceId, verb);
        client.putMethodResponse(request ->
                request.restApiId(id).resourceId(resourceId).httpMethod(verb).statusCode("200"));
        client.putIntegration(request -> request.restApiId(id)
                .resourceId(resourceId)
                .httpMethod(verb)
                .type(IntegrationType.MOCK)
                .requestTemplates(Map.of("application/json", "{\"statusCode\": 200}")));
        client.putIntegrationResponse(request -> request.restApiId(id)
                .resourceId(resourceId)
                .httpMethod(verb)
                .statusCode("200")
                .responseTemplates(Map.of("application/json", text)));
    }

    /** Changes what a method made by {@link #mock} answers after the next deployment. */
    void changeMock(String resourceId, String verb, String text) {
        client.updateIntegrationResponse(request -> request.restApiId(id)
                .resourceId(resourceId)
                .httpMethod(verb)
                .statusCode("200")
                .patchOperations(replace("/responseTemplates/application~1json", text)));
    }

    static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    /** A method that is answered by a function, which must allow it. */
    void function(String resourceId, String verb, String functionArn) {
        method(resourceId, verb);
        client.putIntegration(request -> request.restApiId(id)
                .resourceId(resourceId)
                .httpMethod(verb)
                .type(IntegrationType.AWS_PROXY)
                .integrationHttpMethod("POST")
                .uri("arn:aws:apigateway:" + Clients.REGION.id() + ":lambda:path/2015-03-31/functions/" + functionArn
                        + "/invocations"));
    }

    /** A method that is passed on to a server. */
    void httpProxy(String resourceId, String verb, URI backend) {
        method(resourceId, verb);
        client.putIntegration(request -> request.restApiId(id)
                .resourceId(resourceId)
                .httpMethod(verb)
                .type(IntegrationType.HTTP_PROXY)
                .integrationHttpMethod(verb)
                .uri(backend.toString()));
    }

    /** Deploys to a stage; returns the deployment's id. */
    String deploy(String stage) {
        return client.createDeployment(request -> request.restApiId(id).stageName(stage))
                .id();
    }

    URI url(String stage, String path) {
        return URI.create(gateway.endpoint() + "/_aws/execute-api/" + id + "/" + stage + path);
    }
}
