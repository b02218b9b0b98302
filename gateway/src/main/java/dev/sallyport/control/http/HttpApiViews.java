package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiCors;
import dev.sallyport.model.HttpApiDeployment;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.HttpApiVpcLink;
import dev.sallyport.wire.apigatewayv2.AccessLogSettings;
import dev.sallyport.wire.apigatewayv2.Api;
import dev.sallyport.wire.apigatewayv2.Authorizer;
import dev.sallyport.wire.apigatewayv2.Cors;
import dev.sallyport.wire.apigatewayv2.Deployment;
import dev.sallyport.wire.apigatewayv2.Integration;
import dev.sallyport.wire.apigatewayv2.JWTConfiguration;
import dev.sallyport.wire.apigatewayv2.Route;
import dev.sallyport.wire.apigatewayv2.RouteSettings;
import dev.sallyport.wire.apigatewayv2.Stage;
import dev.sallyport.wire.apigatewayv2.TlsConfig;
import dev.sallyport.wire.apigatewayv2.VpcLink;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Resources as they are answered (http-api 21): what is unset is absent. */
final class HttpApiViews {

    private HttpApiViews() {}

    /** R21.1. */
    static String endpoint(Call call, String apiId) {
        return "https://" + host(call, apiId);
    }

    static Api api(Call call, HttpApi api) {
        return Api.builder()
                .apiEndpoint(endpoint(call, api.id()))
                .apiId(api.id())
                .apiKeySelectionExpression(api.apiKeySelectionExpression())
                .corsConfiguration(api.cors() == null ? null : cors(api.cors()))
                .createdDate(api.createdDate())
                .description(api.description())
                .disableExecuteApiEndpoint(api.disableExecuteApiEndpoint())
                .importInfo(orNull(api.importInfo()))
                .ipAddressType(api.ipAddressType())
                .name(api.name())
                .protocolType("HTTP")
                .routeSelectionExpression("$request.method $request.path")
                .tags(api.tags())
                .version(api.version())
                .warnings(orNull(api.warnings()))
                .build();
    }

    /** The host name of an API of either protocol. */
    static String host(Call call, String apiId) {
        String suffix = call.scope().partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
        return apiId + ".execute-api." + call.scope().region() + "." + suffix;
    }

    private static Cors cors(HttpApiCors cors) {
        return Cors.builder()
                .allowCredentials(cors.allowCredentials())
                .allowHeaders(orNull(cors.allowHeaders()))
                .allowMethods(orNull(cors.allowMethods()))
                .allowOrigins(orNull(cors.allowOrigins()))
                .exposeHeaders(orNull(cors.exposeHeaders()))
                .maxAge(cors.maxAge())
                .build();
    }

    static Route route(HttpApiRoute route) {
        return Route.builder()
                .apiGatewayManaged(managed(route.managed()))
                .apiKeyRequired(false)
                .authorizationScopes(orNull(route.authorizationScopes()))
                .authorizationType(route.authorizationType())
                .authorizerId(route.authorizerId())
                .operationName(route.operationName())
                .routeId(route.id())
                .routeKey(route.routeKey())
                .target(route.target())
                .build();
    }

    static Integration integration(HttpApiIntegration integration) {
        Map<String, Map<String, String>> responses = new TreeMap<>(integration.responseParameters());
        return Integration.builder()
                .apiGatewayManaged(managed(integration.managed()))
                .connectionId(integration.connectionId())
                .connectionType(integration.connectionType())
                .credentialsArn(integration.credentialsArn())
                .description(integration.description())
                .integrationId(integration.id())
                .integrationMethod(integration.method())
                .integrationSubtype(integration.subtype())
                .integrationType(integration.type())
                .integrationUri(integration.uri())
                .payloadFormatVersion(integration.payloadFormatVersion())
                .requestParameters(orNull(integration.requestParameters()))
                .responseParameters(orNull(responses))
                .timeoutInMillis(integration.timeoutInMillis())
                .tlsConfig(
                        integration.tls()
                                ? TlsConfig.builder()
                                        .serverNameToVerify(integration.serverNameToVerify())
                                        .build()
                                : null)
                .build();
    }

    static Authorizer authorizer(HttpApiAuthorizer authorizer) {
        return Authorizer.builder()
                .authorizerCredentialsArn(authorizer.credentialsArn())
                .authorizerId(authorizer.id())
                .authorizerPayloadFormatVersion(authorizer.payloadFormatVersion())
                .authorizerResultTtlInSeconds(authorizer.resultTtlInSeconds())
                .authorizerType(authorizer.type())
                .authorizerUri(authorizer.uri())
                .enableSimpleResponses(authorizer.enableSimpleResponses())
                .identitySource(authorizer.identitySource())
                .jwtConfiguration(
                        authorizer.issuer() == null
                                ? null
                                : JWTConfiguration.builder()
                                        .audience(authorizer.audience())
                                        .issuer(authorizer.issuer())
                                        .build())
                .name(authorizer.name())
                .build();
    }

    static Deployment deployment(HttpApiDeployment deployment) {
        return Deployment.builder()
                .autoDeployed(deployment.autoDeployed())
                .createdDate(deployment.createdDate())
                .deploymentId(deployment.id())
                .deploymentStatus("DEPLOYED")
                .description(deployment.description())
                .build();
    }

    static Stage stage(HttpApiStage stage) {
        Map<String, RouteSettings> routes = new TreeMap<>();
        stage.routeSettings().forEach((key, settings) -> routes.put(key, settings(settings)));
        return Stage.builder()
                .accessLogSettings(
                        stage.accessLogSettings() == null
                                ? null
                                : AccessLogSettings.builder()
                                        .destinationArn(
                                                stage.accessLogSettings().destinationArn())
                                        .format(stage.accessLogSettings().format())
                                        .build())
                .apiGatewayManaged(managed(stage.managed()))
                .autoDeploy(stage.autoDeploy())
                .clientCertificateId(stage.clientCertificateId())
                .createdDate(stage.createdDate())
                .defaultRouteSettings(settings(stage.defaultRouteSettings()))
                .deploymentId(stage.deploymentId())
                .description(stage.description())
                .lastDeploymentStatusMessage(stage.lastDeploymentStatusMessage())
                .lastUpdatedDate(stage.lastUpdatedDate())
                .routeSettings(routes)
                .stageName(stage.name())
                .stageVariables(stage.variables())
                .tags(stage.tags())
                .build();
    }

    private static RouteSettings settings(HttpApiStage.RouteSettings settings) {
        return RouteSettings.builder()
                .dataTraceEnabled(settings.dataTraceEnabled())
                .detailedMetricsEnabled(settings.detailedMetricsEnabled())
                .loggingLevel(settings.loggingLevel())
                .throttlingBurstLimit(settings.throttlingBurstLimit())
                .throttlingRateLimit(settings.throttlingRateLimit())
                .build();
    }

    /** @param ready whether it is answered as ready, as it is from the first reading on */
    static VpcLink vpcLink(HttpApiVpcLink link, boolean ready) {
        return VpcLink.builder()
                .createdDate(link.createdDate())
                .name(link.name())
                .securityGroupIds(link.securityGroupIds())
                .subnetIds(link.subnetIds())
                .tags(link.tags())
                .vpcLinkId(link.id())
                .vpcLinkStatus(ready ? "AVAILABLE" : "PENDING")
                .vpcLinkStatusMessage(ready ? "VPC link is ready to route traffic" : "VPC link is provisioning ENIs")
                .vpcLinkVersion("V2")
                .build();
    }

    /** R20.4: only what quick create made says so. */
    private static @Nullable Boolean managed(boolean isManaged) {
        return isManaged ? Boolean.TRUE : null;
    }

    private static @Nullable List<String> orNull(List<String> list) {
        return list.isEmpty() ? null : list;
    }

    /** A map, unless it is empty. */
    static <V> @Nullable Map<String, V> orNull(Map<String, V> map) {
        return map.isEmpty() ? null : map;
    }
}
