package dev.sallyport.control.rest;

import dev.sallyport.wire.apigateway.Account;
import dev.sallyport.wire.apigateway.Deployment;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.Integration;
import dev.sallyport.wire.apigateway.IntegrationResponse;
import dev.sallyport.wire.apigateway.Method;
import dev.sallyport.wire.apigateway.MethodResponse;
import dev.sallyport.wire.apigateway.MethodSnapshot;
import dev.sallyport.wire.apigateway.Resource;
import dev.sallyport.wire.apigateway.RestApi;
import dev.sallyport.wire.apigateway.ThrottleSettings;
import dev.sallyport.wire.apigateway.TlsConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Model records as AWS answers them: which members are absent, and which are there although empty (R1.17, R1.18 and the
 * column "When" of rest-control-plane 7).
 */
public final class Views {

    private Views() {}

    /** As creation and lists answer: {@code tags} only when there are some (R7.2). */
    public static RestApi restApi(dev.sallyport.model.RestApi api) {
        return restApi(api, orAbsent(api.tags()));
    }

    /** As GetRestApi and UpdateRestApi answer: {@code tags} always (R7.2). */
    public static RestApi restApiWithTags(dev.sallyport.model.RestApi api) {
        return restApi(api, api.tags());
    }

    private static RestApi restApi(dev.sallyport.model.RestApi api, @Nullable Map<String, String> tags) {
        var endpoint = api.endpointConfiguration();
        return RestApi.builder()
                .id(api.id())
                .name(api.name())
                .description(api.description())
                .createdDate(api.createdDate())
                .version(api.version())
                .binaryMediaTypes(orAbsent(api.binaryMediaTypes()))
                .minimumCompressionSize(api.minimumCompressionSize())
                .apiKeySource(api.apiKeySource())
                .endpointConfiguration(EndpointConfiguration.builder()
                        .types(endpoint.types())
                        .ipAddressType(endpoint.ipAddressType())
                        .vpcEndpointIds(orAbsent(endpoint.vpcEndpointIds()))
                        .build())
                .policy(api.policy() == null ? null : ResourcePolicies.answered(api.policy()))
                .tags(tags)
                .disableExecuteApiEndpoint(api.disableExecuteApiEndpoint())
                .rootResourceId(api.rootResourceId())
                .securityPolicy(api.securityPolicy())
                .endpointAccessMode(api.endpointAccessMode())
                .build();
    }

    /** @param embed {@code methods} makes the methods whole (R6.10); other values are ignored (R6.12) */
    static Resource resource(dev.sallyport.model.Resource resource, @Nullable List<String> embed) {
        boolean whole = embed != null && embed.contains("methods");
        Method empty = Method.builder().build();
        return Resource.builder()
                .id(resource.id())
                .parentId(resource.parentId())
                .pathPart(resource.pathPart())
                .path(resource.path())
                .resourceMethods(mapOrAbsent(resource.methods(), method -> whole ? method(method) : empty))
                .build();
    }

    static Method method(dev.sallyport.model.Method method) {
        var integration = method.integration();
        return Method.builder()
                .httpMethod(method.httpMethod())
                .authorizationType(method.authorizationType())
                .authorizerId(method.authorizerId())
                .apiKeyRequired(method.apiKeyRequired())
                .requestValidatorId(method.requestValidatorId())
                .operationName(method.operationName())
                .requestParameters(orAbsent(method.requestParameters()))
                .requestModels(orAbsent(method.requestModels()))
                .methodResponses(mapOrAbsent(method.methodResponses(), Views::methodResponse))
                .methodIntegration(integration == null ? null : integration(integration))
                .authorizationScopes(orAbsent(method.authorizationScopes()))
                .build();
    }

    static MethodResponse methodResponse(dev.sallyport.model.Method.MethodResponse response) {
        return MethodResponse.builder()
                .statusCode(response.statusCode())
                .responseParameters(response.responseParameters())
                .responseModels(response.responseModels())
                .build();
    }

    static Integration integration(dev.sallyport.model.Integration integration) {
        Boolean skip = integration.insecureSkipVerification();
        Map<String, @Nullable String> templates = integration.requestTemplates();
        return Integration.builder()
                .type(integration.type())
                .httpMethod(integration.httpMethod())
                .uri(integration.uri())
                .connectionType(integration.connectionType())
                .connectionId(integration.connectionId())
                .credentials(integration.credentials())
                .requestParameters(orAbsent(integration.requestParameters()))
                .requestTemplates(templates.isEmpty() ? null : withNulls(templates))
                .passthroughBehavior(integration.passthroughBehavior())
                .contentHandling(integration.contentHandling())
                .timeoutInMillis(integration.timeoutMillis())
                .cacheNamespace(integration.cacheNamespace())
                .cacheKeyParameters(integration.cacheKeyParameters())
                .integrationResponses(mapOrAbsent(integration.integrationResponses(), Views::integrationResponse))
                .tlsConfig(
                        skip == null
                                ? null
                                : TlsConfig.builder()
                                        .insecureSkipVerification(skip)
                                        .build())
                .responseTransferMode(integration.responseTransferMode())
                .integrationTarget(integration.integrationTarget())
                .build();
    }

    static IntegrationResponse integrationResponse(dev.sallyport.model.Integration.IntegrationResponse response) {
        Map<String, @Nullable String> templates = response.responseTemplates();
        return IntegrationResponse.builder()
                .statusCode(response.statusCode())
                .selectionPattern(response.selectionPattern())
                .responseParameters(response.responseParameters())
                .responseTemplates(templates == null ? null : withNulls(templates))
                .contentHandling(response.contentHandling())
                .build();
    }

    static Deployment deployment(dev.sallyport.model.Deployment deployment) {
        return deployment(deployment, null);
    }

    /** With {@code apiSummary}: path, verb and what guards the method (R6.11). */
    static Deployment deploymentWithSummary(Deployments.Deployed deployed) {
        Map<String, Map<String, MethodSnapshot>> summary = new TreeMap<>();
        for (var resource : deployed.document().resources()) {
            if (!resource.methods().isEmpty()) {
                summary.put(
                        resource.path(),
                        map(
                                resource.methods(),
                                method -> MethodSnapshot.builder()
                                        .authorizationType(method.authorizationType())
                                        .apiKeyRequired(method.apiKeyRequired())
                                        .build()));
            }
        }
        return deployment(deployed.deployment(), summary);
    }

    private static Deployment deployment(
            dev.sallyport.model.Deployment deployment, @Nullable Map<String, Map<String, MethodSnapshot>> summary) {
        return Deployment.builder()
                .id(deployment.id())
                .description(deployment.description())
                .createdDate(deployment.createdDate())
                .apiSummary(summary)
                .build();
    }

    /** With the limits that every account begins with; nothing raises them here. */
    static Account account(dev.sallyport.model.Account account) {
        return Account.builder()
                .cloudwatchRoleArn(account.cloudwatchRoleArn())
                .throttleSettings(ThrottleSettings.builder()
                        .burstLimit(5000)
                        .rateLimit(10_000.0)
                        .build())
                .features(account.features())
                .apiKeyVersion("4")
                .build();
    }

    private static <V> @Nullable Map<String, V> orAbsent(Map<String, V> map) {
        return map.isEmpty() ? null : map;
    }

    private static <T> @Nullable List<T> orAbsent(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    private static <M, V> @Nullable Map<String, V> mapOrAbsent(Map<String, M> map, Function<M, V> view) {
        return map.isEmpty() ? null : map(map, view);
    }

    private static <M, V> Map<String, V> map(Map<String, M> map, Function<M, V> view) {
        Map<String, V> views = new LinkedHashMap<>();
        map.forEach((key, value) -> views.put(key, view.apply(value)));
        return views;
    }

    /** AWS: a template may be null, and it is answered as null; the generated records do not say so. */
    @SuppressWarnings({"unchecked", "NullAway"})
    private static Map<String, String> withNulls(Map<String, @Nullable String> templates) {
        return (Map<String, String>) (Map<String, ?>) templates;
    }
}
