package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.putMethod;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.Authorizer;
import dev.sallyport.wire.apigateway.Authorizers;
import dev.sallyport.wire.apigateway.CreateAuthorizerRequest;
import dev.sallyport.wire.apigateway.CreateRequestValidatorRequest;
import dev.sallyport.wire.apigateway.DeleteAuthorizerRequest;
import dev.sallyport.wire.apigateway.DeleteRequestValidatorRequest;
import dev.sallyport.wire.apigateway.DeleteResourceRequest;
import dev.sallyport.wire.apigateway.GetAuthorizerRequest;
import dev.sallyport.wire.apigateway.GetAuthorizersRequest;
import dev.sallyport.wire.apigateway.GetRequestValidatorsRequest;
import dev.sallyport.wire.apigateway.Method;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutMethodRequest;
import dev.sallyport.wire.apigateway.RequestValidator;
import dev.sallyport.wire.apigateway.RequestValidators;
import dev.sallyport.wire.apigateway.UpdateAuthorizerRequest;
import dev.sallyport.wire.apigateway.UpdateMethodRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorizers and request validators (7.6, 7.7, 10.8), and the methods that they guard (10.3). */
class AuthorizersTest {

    private static final String URI = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
            + "arn:aws:lambda:us-east-1:111111111111:function:guard/invocations";
    private static final String POOL = "arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_abc";
    private static final String NO_AUTHORIZER = "Invalid authorizer ID specified. Setting the authorization type to"
            + " CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.";

    private final Rest rest = new Rest();
    private final Api api = rest.api();

    @Test
    @DisplayName("7.6: members that were not given are absent, the TTL too; authType has a default")
    void defaultsOfALambdaAuthorizer() {
        Authorizer authorizer = create(token("guard"));
        assertThat(Recording.json(authorizer).toString())
                .isEqualTo("{\"id\":\"" + authorizer.id() + "\",\"name\":\"guard\",\"type\":\"TOKEN\",\"authType\":"
                        + "\"custom\",\"authorizerUri\":\"" + URI
                        + "\",\"identitySource\":\"method.request.header.Auth\"}");
        assertThat(authorizer.id()).matches("[a-z0-9]{6}");
        assertThat(get(given(authorizer.id()))).isEqualTo(authorizer);
    }

    @Test
    @DisplayName("7.6: a user pool authorizer has ARNs, and neither URI nor credentials")
    void defaultsOfAUserPoolAuthorizer() {
        Authorizer authorizer = create(pools("pool").authorizerUri(URI).authorizerCredentials("arn:role"));
        assertThat(authorizer.authType()).isEqualTo("cognito_user_pools");
        assertThat(authorizer.providerARNs()).containsExactly(POOL);
        assertThat(authorizer.authorizerUri()).isNull();
        assertThat(authorizer.authorizerCredentials()).isNull();
    }

    @Test
    @DisplayName("7.6, 9.3: credentials of user pools are ignored by CreateAuthorizer and kept by UpdateAuthorizer")
    void credentialsOfUserPoolsComeByUpdate() {
        Authorizer authorizer = create(pools("pool").authorizerCredentials("arn:role"));
        Authorizer patched = update(authorizer, replace("/authorizerCredentials", "arn:role"));
        assertThat(patched.authorizerCredentials()).isEqualTo("arn:role");
        assertThat(get(given(authorizer.id())).authorizerCredentials()).isEqualTo("arn:role");
        assertThat(update(authorizer, replace("/authorizerCredentials", "")).authorizerCredentials())
                .isNull();
    }

    @Test
    @DisplayName("R10.88: names are unique in an API")
    void namesAreUnique() {
        create(token("guard"));
        Authorizer other = create(token("other"));
        ServiceException refusal =
                rest.refused(ApiGateway.CREATE_AUTHORIZER, token("guard").build());
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.getMessage())
                .isEqualTo("Authorizer name must be unique. Authorizer guard already exists in this RestApi.");
        assertThat(refusedUpdate(other, replace("/name", "guard"))).isEqualTo(refusal.getMessage());
        assertThat(update(other, replace("/name", "other")).name()).isEqualTo("other");
    }

    @Test
    @DisplayName("R10.89: a TTL is 0 to 3600 seconds, and echoed")
    void ttlIsBounded() {
        assertThat(create(token("a").authorizerResultTtlInSeconds(0)).authorizerResultTtlInSeconds())
                .isZero();
        assertThat(create(token("b").authorizerResultTtlInSeconds(3600)).authorizerResultTtlInSeconds())
                .isEqualTo(3600);
        String text = "Authorizer result TTL should be between 0 and 3600";
        assertThat(refused(token("c").authorizerResultTtlInSeconds(-1))).isEqualTo(text);
        assertThat(refused(token("c").authorizerResultTtlInSeconds(3601))).isEqualTo(text);
        assertThat(refusedUpdate(create(token("d")), replace("/authorizerResultTtlInSeconds", "3601")))
                .isEqualTo(text);
    }

    @Test
    @DisplayName("R10.90: a REQUEST authorizer that caches needs sources of identity")
    void requestAuthorizersThatCacheNeedSources() {
        CreateAuthorizerRequest.Builder request = token("r").type("REQUEST").identitySource("");
        assertThat(refused(request)).isEqualTo("Identity source must be non-empty when caching is enabled");
        assertThat(create(request.authorizerResultTtlInSeconds(0)).identitySource())
                .isNull();
        String several =
                "method.request.header.A, method.request.querystring.b,stageVariables.c,context.identity.sourceIp";
        assertThat(create(token("s").type("REQUEST").identitySource(several)).identitySource())
                .isEqualTo(several);
    }

    @ParameterizedTest
    @DisplayName("7.6: sources of identity have their form")
    @CsvSource(
            delimiter = '|',
            value = {
                "TOKEN|method.request.querystring.a",
                "TOKEN|method.request.header.A,method.request.header.B",
                "REQUEST|method.request.path.a",
                "REQUEST|method.request.header.A,,",
                "COGNITO_USER_POOLS|Authorization"
            })
    void sourcesHaveTheirForm(String type, String source) {
        assertThat(refused(token("a").type(type).providerARNs(List.of(POOL)).identitySource(source)))
                .startsWith("Invalid identity source specified: ");
    }

    @ParameterizedTest
    @DisplayName("R10.91: a URI is the invocation of a function, and checked before the API is looked for")
    @ValueSource(strings = {"", "guard", "arn:aws:lambda:us-east-1:111111111111:function:guard"})
    void urisAreInvocations(String uri) {
        ServiceException refusal = rest.refused(
                ApiGateway.CREATE_AUTHORIZER,
                token("a").restApiId("nothere").authorizerUri(uri).build());
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage())
                .isEqualTo("Invalid Authorizer URI: " + (uri.isEmpty() ? null : uri) + ". Authorizer URI should be a"
                        + " valid API Gateway ARN that represents a Lambda function invocation.");
    }

    @Test
    @DisplayName("R10.92: a user pool authorizer needs user pools, also after an update")
    void userPoolsAreNeeded() {
        assertThat(refused(pools("a").providerARNs(List.of()))).startsWith("Invalid user pool ARN");
        assertThat(refused(pools("a").providerARNs(List.of("pool")))).isEqualTo("Invalid user pool ARN: pool");
        Authorizer authorizer = create(pools("a"));
        assertThat(refusedUpdate(authorizer, op("remove", "/providerARNs", POOL)))
                .startsWith("Invalid user pool ARN");
        String other = POOL + "d";
        assertThat(update(authorizer, op("add", "/providerARNs", other), op("remove", "/providerARNs", POOL))
                        .providerARNs())
                .containsExactly(other);
    }

    @Test
    @DisplayName("A validation expression is a regular expression")
    void expressionsAreChecked() {
        assertThat(refused(token("a").identityValidationExpression("(")))
                .isEqualTo("Invalid identity validation expression specified: (");
        assertThat(create(token("a").identityValidationExpression("Bearer .+")).identityValidationExpression())
                .isEqualTo("Bearer .+");
    }

    @Test
    @DisplayName("2.3, R6.4: unknown APIs and authorizers; lists are paged")
    void readsAndLists() {
        for (int i = 0; i < 3; i++) {
            create(token("a" + i));
        }
        Authorizers first = list(api.id(), 2, null);
        assertThat(first.items()).extracting(Authorizer::name).containsExactly("a0", "a1");
        assertThat(list(api.id(), 2, first.position()).items())
                .extracting(Authorizer::name)
                .containsExactly("a2");
        assertThat(refusedGet(api.id(), "nothere")).isEqualTo("Invalid Authorizer identifier specified");
        assertThat(refusedGet("nothere", "x")).isEqualTo("Invalid API identifier specified 111111111111:nothere");
    }

    @Test
    @DisplayName("R10.22: a method with an authorizer needs one of its kind; others drop the id")
    void methodsNeedAnAuthorizerOfTheirKind() {
        String lambda = given(create(token("lambda")).id());
        String pool = given(create(pools("pool")).id());
        assertThat(refusedPut(method("CUSTOM").authorizerId(pool))).isEqualTo(NO_AUTHORIZER);
        assertThat(refusedPut(method("CUSTOM").authorizerId("nothere"))).isEqualTo(NO_AUTHORIZER);
        assertThat(refusedPut(method("COGNITO_USER_POOLS").authorizerId(lambda)))
                .isEqualTo(NO_AUTHORIZER);
        Method method = rest.send(
                ApiGateway.PUT_METHOD, method("CUSTOM").authorizerId(lambda).build());
        assertThat(method.authorizerId()).isEqualTo(lambda);
        assertThat(refusedUpdate(replace("/authorizationType", "COGNITO_USER_POOLS")))
                .isEqualTo(NO_AUTHORIZER);
        assertThat(updateMethod(replace("/authorizerId", pool), replace("/authorizationType", "COGNITO_USER_POOLS"))
                        .authorizerId())
                .isEqualTo(pool);
        assertThat(updateMethod(replace("/authorizationType", "NONE")).authorizerId())
                .isNull();
    }

    @Test
    @DisplayName("R10.87: an authorizer in use is not deleted")
    void authorizersInUseStay() {
        String id = given(create(token("guard")).id());
        String test = rest.resource(api, api.root(), "test");
        rest.send(
                ApiGateway.PUT_METHOD,
                putMethod(api, test, "GET")
                        .authorizationType("CUSTOM")
                        .authorizerId(id)
                        .build());
        DeleteAuthorizerRequest delete = DeleteAuthorizerRequest.builder()
                .restApiId(api.id())
                .authorizerId(id)
                .build();
        ServiceException refusal = rest.refused(ApiGateway.DELETE_AUTHORIZER, delete);
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.getMessage())
                .isEqualTo("Cannot delete authorizer 'guard', is referenced in method: GET//test");
        rest.send(
                ApiGateway.DELETE_RESOURCE,
                DeleteResourceRequest.builder()
                        .restApiId(api.id())
                        .resourceId(test)
                        .build());
        rest.send(ApiGateway.DELETE_AUTHORIZER, delete);
        assertThat(refusedGet(api.id(), id)).isEqualTo("Invalid Authorizer identifier specified");
    }

    @Test
    @DisplayName("R10.27, R10.93: a method names a validator of its API, which stays while it does")
    void validatorsInUseStay() {
        String id = given(validator("all").id());
        String nameless = given(validator("").id());
        rest.send(ApiGateway.PUT_METHOD, method("NONE").requestValidatorId(id).build());
        DeleteRequestValidatorRequest.Builder delete =
                DeleteRequestValidatorRequest.builder().restApiId(api.id());
        ServiceException refusal = rest.refused(
                ApiGateway.DELETE_REQUEST_VALIDATOR,
                delete.requestValidatorId(id).build());
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.getMessage())
                .isEqualTo("Cannot delete validator 'all', is referenced in method request: //GET");
        assertThat(refusedUpdate(replace("/requestValidatorId", "nothere")))
                .isEqualTo("Invalid Request Validator identifier specified");
        updateMethod(replace("/requestValidatorId", nameless));
        rest.send(
                ApiGateway.DELETE_REQUEST_VALIDATOR,
                delete.requestValidatorId(id).build());
        assertThat(rest.refused(
                                ApiGateway.DELETE_REQUEST_VALIDATOR,
                                delete.requestValidatorId(nameless).build())
                        .getMessage())
                .isEqualTo("Cannot delete validator '" + nameless + "', is referenced in method request: //GET");
        assertThat(updateMethod(replace("/requestValidatorId", "")).requestValidatorId())
                .isNull();
    }

    @Test
    @DisplayName("7.7: both booleans are always there, a name only when given; lists are paged")
    void validatorsAreAnsweredWhole() {
        RequestValidator nameless = validator("");
        assertThat(Recording.json(nameless).toString())
                .isEqualTo("{\"id\":\"" + nameless.id()
                        + "\",\"validateRequestBody\":true,\"validateRequestParameters\":false}");
        validator("b");
        GetRequestValidatorsRequest.Builder list =
                GetRequestValidatorsRequest.builder().restApiId(api.id()).limit(1);
        RequestValidators first = rest.send(ApiGateway.GET_REQUEST_VALIDATORS, list.build());
        assertThat(first.items()).containsExactly(nameless);
        RequestValidators second = rest.send(
                ApiGateway.GET_REQUEST_VALIDATORS,
                list.position(first.position()).build());
        assertThat(second.items()).extracting(RequestValidator::name).containsExactly("b");
    }

    private CreateAuthorizerRequest.Builder token(String name) {
        return CreateAuthorizerRequest.builder()
                .restApiId(api.id())
                .name(name)
                .type("TOKEN")
                .authorizerUri(URI)
                .identitySource("method.request.header.Auth");
    }

    private CreateAuthorizerRequest.Builder pools(String name) {
        return CreateAuthorizerRequest.builder()
                .restApiId(api.id())
                .name(name)
                .type("COGNITO_USER_POOLS")
                .providerARNs(List.of(POOL));
    }

    private Authorizer create(CreateAuthorizerRequest.Builder request) {
        return rest.send(ApiGateway.CREATE_AUTHORIZER, request.build());
    }

    private String refused(CreateAuthorizerRequest.Builder request) {
        return rest.refused(ApiGateway.CREATE_AUTHORIZER, request.build()).getMessage();
    }

    private Authorizer get(String id) {
        return rest.send(
                ApiGateway.GET_AUTHORIZER,
                GetAuthorizerRequest.builder()
                        .restApiId(api.id())
                        .authorizerId(id)
                        .build());
    }

    private String refusedGet(String apiId, String id) {
        return rest.refused(
                        ApiGateway.GET_AUTHORIZER,
                        GetAuthorizerRequest.builder()
                                .restApiId(apiId)
                                .authorizerId(id)
                                .build())
                .getMessage();
    }

    private Authorizers list(String apiId, int limit, @Nullable String position) {
        return rest.send(
                ApiGateway.GET_AUTHORIZERS,
                GetAuthorizersRequest.builder()
                        .restApiId(apiId)
                        .limit(limit)
                        .position(position)
                        .build());
    }

    private UpdateAuthorizerRequest patch(Authorizer authorizer, PatchOperation... operations) {
        return UpdateAuthorizerRequest.builder()
                .restApiId(api.id())
                .authorizerId(authorizer.id())
                .patchOperations(List.of(operations))
                .build();
    }

    private Authorizer update(Authorizer authorizer, PatchOperation... operations) {
        return rest.send(ApiGateway.UPDATE_AUTHORIZER, patch(authorizer, operations));
    }

    private String refusedUpdate(Authorizer authorizer, PatchOperation... operations) {
        String refusal = rest.refused(ApiGateway.UPDATE_AUTHORIZER, patch(authorizer, operations))
                .getMessage();
        assertThat(get(given(authorizer.id()))).isEqualTo(authorizer);
        return refusal;
    }

    private RequestValidator validator(String name) {
        return rest.send(
                ApiGateway.CREATE_REQUEST_VALIDATOR,
                CreateRequestValidatorRequest.builder()
                        .restApiId(api.id())
                        .name(name)
                        .validateRequestBody(true)
                        .build());
    }

    private PutMethodRequest.Builder method(String type) {
        return putMethod(api, api.root(), "GET").authorizationType(type);
    }

    private String refusedPut(PutMethodRequest.Builder request) {
        return rest.refused(ApiGateway.PUT_METHOD, request.build()).getMessage();
    }

    private UpdateMethodRequest patch(PatchOperation... operations) {
        return UpdateMethodRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .patchOperations(List.of(operations))
                .build();
    }

    private Method updateMethod(PatchOperation... operations) {
        return rest.send(ApiGateway.UPDATE_METHOD, patch(operations));
    }

    private String refusedUpdate(PatchOperation... operations) {
        return rest.refused(ApiGateway.UPDATE_METHOD, patch(operations)).getMessage();
    }
}
