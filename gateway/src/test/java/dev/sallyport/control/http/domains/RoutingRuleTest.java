package dev.sallyport.control.http.domains;

import static dev.sallyport.control.http.domains.DomainWorld.NAME;
import static dev.sallyport.control.http.domains.DomainWorld.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.DeleteRestApiRequest;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateRoutingRuleRequest;
import dev.sallyport.wire.apigatewayv2.CreateRoutingRuleResponse;
import dev.sallyport.wire.apigatewayv2.DeleteRoutingRuleRequest;
import dev.sallyport.wire.apigatewayv2.GetRoutingRuleRequest;
import dev.sallyport.wire.apigatewayv2.ListRoutingRulesRequest;
import dev.sallyport.wire.apigatewayv2.ListRoutingRulesResponse;
import dev.sallyport.wire.apigatewayv2.PutRoutingRuleRequest;
import dev.sallyport.wire.apigatewayv2.RoutingRule;
import dev.sallyport.wire.apigatewayv2.RoutingRuleAction;
import dev.sallyport.wire.apigatewayv2.RoutingRuleActionInvokeApi;
import dev.sallyport.wire.apigatewayv2.RoutingRuleCondition;
import dev.sallyport.wire.apigatewayv2.RoutingRuleMatchBasePaths;
import dev.sallyport.wire.apigatewayv2.RoutingRuleMatchHeaderValue;
import dev.sallyport.wire.apigatewayv2.RoutingRuleMatchHeaders;
import dev.sallyport.wire.apigatewayv2.UpdateDomainNameRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routing rules (http-api 16.4). */
class RoutingRuleTest {

    private final DomainWorld world = new DomainWorld();
    private final String api = world.restApi("prod");

    private static List<RoutingRuleAction> invoke(String apiId, String stage, @Nullable Boolean strip) {
        return List.of(RoutingRuleAction.builder()
                .invokeApi(RoutingRuleActionInvokeApi.builder()
                        .apiId(apiId)
                        .stage(stage)
                        .stripBasePath(strip)
                        .build())
                .build());
    }

    private static RoutingRuleCondition header(String name, String glob) {
        return RoutingRuleCondition.builder()
                .matchHeaders(RoutingRuleMatchHeaders.builder()
                        .anyOf(List.of(RoutingRuleMatchHeaderValue.builder()
                                .header(name)
                                .valueGlob(glob)
                                .build()))
                        .build())
                .build();
    }

    private static RoutingRuleCondition basePath(String... paths) {
        return RoutingRuleCondition.builder()
                .matchBasePaths(RoutingRuleMatchBasePaths.builder()
                        .anyOf(List.of(paths))
                        .build())
                .build();
    }

    private CreateRoutingRuleRequest.Builder newRule(int priority, RoutingRuleCondition... conditions) {
        return CreateRoutingRuleRequest.builder()
                .domainName(NAME)
                .priority(priority)
                .conditions(List.of(conditions))
                .actions(invoke(api, "prod", null));
    }

    private String rule(int priority, RoutingRuleCondition... conditions) {
        return given(world.send(
                        ApiGatewayV2.CREATE_ROUTING_RULE,
                        newRule(priority, conditions).build())
                .routingRuleId());
    }

    private ServiceException refused(CreateRoutingRuleRequest.Builder rule) {
        return world.refused(ApiGatewayV2.CREATE_ROUTING_RULE, rule.build());
    }

    private ListRoutingRulesResponse list(@Nullable Integer max, @Nullable String token) {
        return world.send(
                ApiGatewayV2.LIST_ROUTING_RULES,
                ListRoutingRulesRequest.builder()
                        .domainName(NAME)
                        .maxResults(max)
                        .nextToken(token)
                        .build());
    }

    private static void says(ServiceException refused, int status, String text) {
        assertThat(refused.getMessage()).isEqualTo(text);
        assertThat(refused.status()).isEqualTo(status);
    }

    @Test
    @DisplayName("R16.34, R16.35, R16.38, R16.42: a rule as it is answered")
    void asItIsAnswered() {
        world.domain("ROUTING_RULE_ONLY");
        List<RoutingRuleCondition> conditions =
                List.of(header("Hello", "World"), header("x-version", "*beta*"), basePath("PetStoreShopper"));
        CreateRoutingRuleResponse made = world.send(
                ApiGatewayV2.CREATE_ROUTING_RULE,
                newRule(50).conditions(conditions).build());
        assertThat(made)
                .isEqualTo(CreateRoutingRuleResponse.builder()
                        .actions(invoke(api, "prod", false))
                        .conditions(conditions)
                        .priority(50)
                        .routingRuleArn("arn:aws:apigateway:us-east-1:111111111111:/domainnames/" + NAME
                                + "/routingrules/" + made.routingRuleId())
                        .routingRuleId(made.routingRuleId())
                        .build());
        var read = world.send(
                ApiGatewayV2.GET_ROUTING_RULE,
                GetRoutingRuleRequest.builder()
                        .domainName(NAME)
                        .routingRuleId(made.routingRuleId())
                        .build());
        assertThat(read.conditions()).isEqualTo(conditions);
        assertThat(read.routingRuleArn()).isEqualTo(made.routingRuleArn());
    }

    @Test
    @DisplayName("R16.44: rules are listed in the order of their priorities, page by page")
    void pages() {
        world.domain("ROUTING_RULE_THEN_API_MAPPING");
        rule(30);
        rule(10);
        rule(20);
        ListRoutingRulesResponse one = list(2, null);
        assertThat(one.routingRules()).extracting(RoutingRule::priority).containsExactly(10, 20);
        ListRoutingRulesResponse two = list(2, one.nextToken());
        assertThat(two.routingRules()).extracting(RoutingRule::priority).containsExactly(30);
        assertThat(two.nextToken()).isNull();
        says(
                world.refused(
                        ApiGatewayV2.LIST_ROUTING_RULES,
                        ListRoutingRulesRequest.builder()
                                .domainName(NAME)
                                .nextToken("?")
                                .build()),
                400,
                "Invalid NextToken");
    }

    @Test
    @DisplayName("R16.40: a domain name of mappings alone takes no rule and lists those it has")
    void mappingsAlone() {
        world.domain("ROUTING_RULE_ONLY");
        rule(1);
        world.send(
                ApiGatewayV2.UPDATE_DOMAIN_NAME,
                UpdateDomainNameRequest.builder()
                        .domainName(NAME)
                        .routingMode("API_MAPPING_ONLY")
                        .build());
        says(
                refused(newRule(2)),
                400,
                "Routing rules cannot be created for a domain name with the routing mode API_MAPPING_ONLY");
        assertThat(list(null, null).routingRules()).hasSize(1);
    }

    @Test
    @DisplayName("R16.41, R16.43: priorities are unique, and a rule may keep its own")
    void priorities() {
        world.domain("ROUTING_RULE_ONLY");
        String first = rule(1);
        String second = rule(2);
        String text = "A routing rule with the priority 1 already exists for this domain name";
        says(refused(newRule(1)), 409, text);
        says(world.refused(ApiGatewayV2.PUT_ROUTING_RULE, put(second, 1)), 409, text);
        var put = world.send(ApiGatewayV2.PUT_ROUTING_RULE, put(first, 1));
        assertThat(put.routingRuleId()).isEqualTo(first);
        assertThat(put.conditions()).containsExactly(basePath("moved"));
        assertThat(put.actions()).isEqualTo(invoke(api, "prod", true));
        says(
                world.refused(ApiGatewayV2.PUT_ROUTING_RULE, put("nope", 9)),
                404,
                "Invalid RoutingRule identifier specified nope");
    }

    private PutRoutingRuleRequest put(String id, int priority) {
        return PutRoutingRuleRequest.builder()
                .domainName(NAME)
                .routingRuleId(id)
                .priority(priority)
                .conditions(List.of(basePath("moved")))
                .actions(invoke(api, "prod", true))
                .build();
    }

    @Test
    @DisplayName("R16.39: rules lead to stages of REST APIs")
    void targets() {
        world.domain("ROUTING_RULE_ONLY");
        String http = world.httpApi("prod");
        String secret = world.restApi("prod", "PRIVATE");
        says(refused(newRule(1).actions(invoke(http, "prod", null))), 400, "Routing rules can invoke REST APIs only");
        says(refused(newRule(1).actions(invoke("nope", "prod", null))), 404, "Invalid API identifier specified");
        says(refused(newRule(1).actions(invoke(api, "nope", null))), 400, "Invalid stage identifier specified");
        says(
                refused(newRule(1).actions(invoke(secret, "prod", null))),
                400,
                "A private domain name can only invoke private APIs, and a public one public APIs");
        says(refused(newRule(1).actions(List.of())), 400, "A routing rule must have exactly one action");
        assertThat(list(null, null).routingRules()).isEmpty();
    }

    @Test
    @DisplayName("R16.44, R17.7: rules of a private domain name are found by its id")
    void ofPrivateDomains() {
        String id = given(world.send(
                        ApiGateway.CREATE_DOMAIN_NAME,
                        dev.sallyport.wire.apigateway.CreateDomainNameRequest.builder()
                                .domainName(NAME)
                                .endpointConfiguration(EndpointConfiguration.builder()
                                        .types(List.of("PRIVATE"))
                                        .build())
                                .routingMode("ROUTING_RULE_ONLY")
                                .build())
                .domainNameId());
        String secret = world.restApi("prod", "PRIVATE");
        says(
                refused(newRule(1).actions(invoke(secret, "prod", null))),
                404,
                "Invalid domain name identifier specified");
        CreateRoutingRuleResponse made = world.send(
                ApiGatewayV2.CREATE_ROUTING_RULE,
                newRule(1)
                        .domainNameId(id)
                        .actions(invoke(secret, "prod", null))
                        .build());
        assertThat(made.routingRuleArn()).contains("/domainnames/" + NAME + "+" + id + "/routingrules/");
        assertThat(world.send(
                                ApiGatewayV2.LIST_ROUTING_RULES,
                                ListRoutingRulesRequest.builder()
                                        .domainName(NAME)
                                        .domainNameId(id)
                                        .build())
                        .routingRules())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "World", "Dog-*", "*json", "*a*", "image/webp", "a, b"})
    @DisplayName("R16.37: values with an asterisk at an end")
    void globs(String glob) {
        world.domain("ROUTING_RULE_ONLY");
        rule(1, header("x-version", glob));
    }

    @ParameterizedTest
    @CsvSource({"a*b", "**a", "a**", "''", "ä"})
    @DisplayName("R16.37: other values are refused")
    void otherGlobs(String glob) {
        world.domain("ROUTING_RULE_ONLY");
        says(
                refused(newRule(1, header("x-version", glob))),
                400,
                "Invalid header value in the condition of a routing rule: " + glob);
    }

    @Test
    @DisplayName("R16.37: lengths of values, on both sides of the border")
    void lengths() {
        world.domain("ROUTING_RULE_ONLY");
        rule(1, header("a".repeat(39), "b".repeat(127)));
        rule(2, header("a", "*" + "b".repeat(37) + "*"));
        rule(3, basePath("p".repeat(127)));
        for (RoutingRuleCondition condition : List.of(
                header("a".repeat(40), "b"),
                header("a", "b".repeat(128)),
                header("a", "*" + "b".repeat(38) + "*"),
                basePath("p".repeat(128)))) {
            assertThat(refused(newRule(4, condition)).status()).isEqualTo(400);
        }
        assertThat(list(null, null).routingRules()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "X-Amz-Date", "x-amzn-trace-id", "Via", "X-Forwarded-For", "apigw-x"})
    @DisplayName("R16.35: headers that rules cannot see")
    void reservedHeaders(String name) {
        world.domain("ROUTING_RULE_ONLY");
        says(
                refused(newRule(1, header(name, "a"))),
                400,
                "The header " + name + " is not supported in conditions of routing rules");
    }

    @Test
    @DisplayName("R16.35, R16.36: how many conditions, and of what")
    void conditions() {
        world.domain("ROUTING_RULE_ONLY");
        says(
                refused(newRule(1, header("a", "1"), header("b", "1"), header("c", "1"))),
                400,
                "A routing rule can have at most 2 matchHeaders conditions");
        says(
                refused(newRule(1, basePath("a"), basePath("b"))),
                400,
                "A routing rule can have at most 1 matchBasePaths condition");
        RoutingRuleCondition both = RoutingRuleCondition.builder()
                .matchBasePaths(basePath("a").matchBasePaths())
                .matchHeaders(header("a", "b").matchHeaders())
                .build();
        for (RoutingRuleCondition wrong :
                List.of(both, RoutingRuleCondition.builder().build())) {
            says(
                    refused(newRule(1, wrong)),
                    400,
                    "A condition of a routing rule must have either matchHeaders or matchBasePaths");
        }
        says(refused(newRule(1, basePath())), 400, "anyOf of a condition of a routing rule cannot be empty");
        for (String wrong : List.of("/a", "a/", "a b", "a?b", "")) {
            says(
                    refused(newRule(1, basePath(wrong))),
                    400,
                    "Invalid base path in the condition of a routing rule: " + wrong);
        }
        says(
                refused(newRule(1, header("x-*", "a"))),
                400,
                "Invalid header name in the condition of a routing rule: x-*");
        rule(1, header("a", "1"), header("b", "1"), basePath("a/b", "c"));
    }

    @Test
    @DisplayName("INV-58: 50 rules of a domain name")
    void fifty() {
        world.domain("ROUTING_RULE_ONLY");
        for (int priority = 1; priority <= 50; priority++) {
            rule(priority);
        }
        says(refused(newRule(51)), 429, "Maximum number of routing rules for this domain name has been reached");
        assertThat(Objects.requireNonNull(list(100, null).routingRules())).hasSize(50);
    }

    @Test
    @DisplayName("R20.11, R10.10: a rule is deleted, and until then its API is not")
    void deletion() {
        world.domain("ROUTING_RULE_ONLY");
        String id = rule(1);
        DeleteRestApiRequest deleteApi =
                DeleteRestApiRequest.builder().restApiId(api).build();
        assertThat(world.refused(ApiGateway.DELETE_REST_API, deleteApi).status())
                .isEqualTo(400);
        DeleteRoutingRuleRequest delete = DeleteRoutingRuleRequest.builder()
                .domainName(NAME)
                .routingRuleId(id)
                .build();
        world.send(ApiGatewayV2.DELETE_ROUTING_RULE, delete);
        says(
                world.refused(ApiGatewayV2.DELETE_ROUTING_RULE, delete),
                404,
                "Invalid RoutingRule identifier specified " + id);
        world.send(ApiGateway.DELETE_REST_API, deleteApi);
    }
}
