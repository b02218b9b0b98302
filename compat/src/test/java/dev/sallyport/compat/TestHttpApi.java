package dev.sallyport.compat;

import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** An HTTP API that a test builds through the SDK. */
record TestHttpApi(URI endpoint, ApiGatewayV2Client client, String id) {

    static final String DEFAULT = "$default";

    static TestHttpApi create(GatewayProcess gateway, String name) {
        return create(gateway.endpoint(), gateway.apiGatewayV2(), name);
    }

    static TestHttpApi create(URI endpoint, ApiGatewayV2Client client, String name) {
        return new TestHttpApi(
                endpoint,
                client,
                client.createApi(request -> request.name(name).protocolType(ProtocolType.HTTP))
                        .apiId());
    }

    /** An integration with a function, which must allow it; returns its id. */
    String function(String functionArn, String payloadFormatVersion) {
        return client.createIntegration(request -> request.apiId(id)
                        .integrationType(IntegrationType.AWS_PROXY)
                        .integrationUri(functionArn)
                        .payloadFormatVersion(payloadFormatVersion))
                .integrationId();
    }

    /** An integration with a server; returns its id. */
    String backend(String uri) {
        return client.createIntegration(request -> request.apiId(id)
                        .integrationType(IntegrationType.HTTP_PROXY)
                        .integrationMethod("ANY")
                        .integrationUri(uri))
                .integrationId();
    }

    /** Returns the route's id. */
    String route(String key, String integrationId) {
        return client.createRoute(request -> request.apiId(id).routeKey(key).target("integrations/" + integrationId))
                .routeId();
    }

    /** A stage that every change is deployed to. */
    void autoDeploy(String stage, Map<String, String> variables) {
        client.createStage(
                request -> request.apiId(id).stageName(stage).autoDeploy(true).stageVariables(variables));
    }

    /** Where a stage serves a path. */
    URI url(String stage, String path) {
        return URI.create(endpoint + "/_aws/execute-api/" + id + (stage.equals(DEFAULT) ? "" : "/" + stage) + path);
    }

    URI url(String path) {
        return url(DEFAULT, path);
    }
}
