package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ApiGatewayV2Exception;
import software.amazon.awssdk.services.apigatewayv2.model.ApiMapping;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.ConflictException;
import software.amazon.awssdk.services.apigatewayv2.model.DomainName;
import software.amazon.awssdk.services.apigatewayv2.model.DomainNameConfiguration;
import software.amazon.awssdk.services.apigatewayv2.model.DomainNameStatus;
import software.amazon.awssdk.services.apigatewayv2.model.EndpointType;
import software.amazon.awssdk.services.apigatewayv2.model.NotFoundException;
import software.amazon.awssdk.services.apigatewayv2.model.RoutingMode;
import software.amazon.awssdk.services.apigatewayv2.model.RoutingRule;
import software.amazon.awssdk.services.apigatewayv2.model.RoutingRuleAction;
import software.amazon.awssdk.services.apigatewayv2.model.RoutingRuleCondition;
import software.amazon.awssdk.services.apigatewayv2.model.RoutingRuleMatchHeaderValue;
import software.amazon.awssdk.services.apigatewayv2.model.SecurityPolicy;

/** A custom domain name through the newer API's SDK: mappings to HTTP APIs, routing rules to REST APIs (http-api 16). */
@Timeout(300)
final class HttpApiDomainTest {

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    private static final String NAME = "api.http-api.example";

    private final ApiGatewayV2Client client = GATEWAY.apiGatewayV2();

    private static HttpResponse<String> get(String path, String... headers) {
        return Http.as(NAME, URI.create(GATEWAY.endpoint() + path), headers);
    }

    private void createDomain() {
        DomainNameConfiguration given = DomainNameConfiguration.builder()
                .certificateArn(Http.certificate(GATEWAY.endpoint(), "*.http-api.example"))
                .endpointType(EndpointType.REGIONAL)
                .securityPolicy(SecurityPolicy.TLS_1_2)
                .build();
        var made = client.createDomainName(request ->
                request.domainName(NAME).domainNameConfigurations(given).tags(Map.of("a", "b")));
        assertThat(made.apiMappingSelectionExpression()).isEqualTo("$request.basepath");
        assertThat(made.routingMode()).isEqualTo(RoutingMode.API_MAPPING_ONLY);
        var configuration = made.domainNameConfigurations().getFirst();
        assertThat(configuration.domainNameStatus()).isEqualTo(DomainNameStatus.AVAILABLE);
        assertThat(configuration.apiGatewayDomainName()).matches("d-[a-z0-9]{10}\\.execute-api\\.us-east-1\\..*");
        assertThatThrownBy(() -> client.createDomainName(
                        request -> request.domainName(NAME).domainNameConfigurations(given)))
                .isInstanceOf(ConflictException.class);
        assertThat(client.getDomainNames(request -> {}).items())
                .extracting(DomainName::domainName)
                .containsExactly(NAME);
    }

    @Test
    @DisplayName("R16.1 to R16.44: a domain name from its creation to its end, and whom it leads where")
    void domain() {
        createDomain();
        String echo = new TestFunctions(GATEWAY.lambda())
                .node("domain-echo", "exports.handler = async (event) => event.rawPath;");
        TestHttpApi api = TestHttpApi.create(GATEWAY, "mapped");
        api.route("GET /{proxy+}", api.function(echo, "2.0"));
        api.autoDeploy(TestHttpApi.DEFAULT, Map.of());
        String mapping = client.createApiMapping(request -> request.domainName(NAME)
                        .apiId(api.id())
                        .stage(TestHttpApi.DEFAULT)
                        .apiMappingKey("pets/v1"))
                .apiMappingId();
        assertThat(get("/pets/v1/a/b").body()).isEqualTo("/a/b");
        assertThat(get("/pets/v2/a").statusCode()).isEqualTo(404);
        assertThatThrownBy(() -> client.createApiMapping(request -> request.domainName(NAME)
                        .apiId(api.id())
                        .stage(TestHttpApi.DEFAULT)
                        .apiMappingKey("pets/v1")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("ApiMapping key already exists for this domain name");
        assertThatThrownBy(() -> client.createApiMapping(
                        request -> request.domainName(NAME).apiId(api.id()).stage("nothing")))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Invalid stage identifier specified");
        assertThatThrownBy(() -> client.deleteApi(request -> request.apiId(api.id())))
                .isInstanceOf(ApiGatewayV2Exception.class);
        client.updateApiMapping(request ->
                request.domainName(NAME).apiMappingId(mapping).apiId(api.id()).apiMappingKey("pets/v2"));
        assertThat(get("/pets/v2/a").body()).isEqualTo("/a");
        assertThat(client.getApiMappings(request -> request.domainName(NAME)).items())
                .extracting(ApiMapping::apiMappingKey)
                .containsExactly("pets/v2");
        rules();
        client.deleteApiMapping(request -> request.domainName(NAME).apiMappingId(mapping));
        assertThat(get("/pets/v2/a").statusCode()).as("R16.17").isBetween(400, 499);
        client.deleteDomainName(request -> request.domainName(NAME));
        assertThatThrownBy(() -> client.getDomainName(request -> request.domainName(NAME)))
                .isInstanceOf(NotFoundException.class);
    }

    /** R16.33 to R16.44. */
    private void rules() {
        TestApi rest = TestApi.create(GATEWAY, "ruled");
        rest.mock(rest.resource(rest.rootId(), "{proxy+}"), "GET", "by the rule");
        rest.deploy("dev");
        RoutingRuleCondition old = RoutingRuleCondition.builder()
                .matchHeaders(headers -> headers.anyOf(RoutingRuleMatchHeaderValue.builder()
                        .header("x-version")
                        .valueGlob("old*")
                        .build()))
                .build();
        RoutingRuleAction action = RoutingRuleAction.builder()
                .invokeApi(api -> api.apiId(rest.id()).stage("dev"))
                .build();
        assertThatThrownBy(() -> client.createRoutingRule(request ->
                        request.domainName(NAME).priority(5).conditions(old).actions(action)))
                .isInstanceOf(BadRequestException.class);
        client.updateDomainName(
                request -> request.domainName(NAME).routingMode(RoutingMode.ROUTING_RULE_THEN_API_MAPPING));
        String rule = client.createRoutingRule(request ->
                        request.domainName(NAME).priority(5).conditions(old).actions(action))
                .routingRuleId();
        assertThat(get("/pets/v2/a", "x-version", "older").body()).isEqualTo("by the rule");
        assertThat(get("/pets/v2/a", "x-version", "new").body()).isEqualTo("/a");
        client.putRoutingRule(request -> request.domainName(NAME)
                .routingRuleId(rule)
                .priority(7)
                .conditions(old)
                .actions(action));
        assertThat(client.getRoutingRule(request -> request.domainName(NAME).routingRuleId(rule))
                        .priority())
                .isEqualTo(7);
        assertThat(client.listRoutingRules(request -> request.domainName(NAME)).routingRules())
                .extracting(RoutingRule::routingRuleId)
                .containsExactly(rule);
        client.deleteRoutingRule(request -> request.domainName(NAME).routingRuleId(rule));
        assertThat(get("/pets/v2/a", "x-version", "older").body()).isEqualTo("/a");
    }
}
