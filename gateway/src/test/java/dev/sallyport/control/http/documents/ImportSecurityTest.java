package dev.sallyport.control.http.documents;

import static dev.sallyport.control.http.documents.HttpApiDocuments.document;
import static dev.sallyport.control.http.documents.HttpApiDocuments.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.ImportApiRequest;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What guards imported routes (http-api R9.4, R17.10, R17.11). */
class ImportSecurityTest {

    private final HttpApiDocuments documents = new HttpApiDocuments();

    static final String AUTHORIZERS = """
            components:
              securitySchemes:
                jwt:
                  type: oauth2
                  flows: {}
                  x-amazon-apigateway-authorizer:
                    type: jwt
                    identitySource: $request.querystring.token
                    jwtConfiguration: {issuer: 'https://good.example', audience: [a, b]}
                oidc:
                  type: openIdConnect
                  openIdConnectUrl: https://good.example/x/.well-known/openid-configuration
                  x-amazon-apigateway-authorizer: {type: JWT, jwtConfiguration: {audience: [a]}}
                lambda:
                  type: apiKey
                  name: Authorization
                  in: header
                  x-amazon-apigateway-authorizer:
                    type: request
                    identitySource: '$request.header.Authorization, $context.routeKey'
                    authorizerUri: %s
                    authorizerCredentials: arn:aws:iam::111111111111:role/r
                    authorizerPayloadFormatVersion: 2
                    authorizerResultTtlInSeconds: '300'
                    enableSimpleResponses: true
            """.formatted(HttpApiDocuments.INVOCATION);

    @Test
    @DisplayName("R17.10, R17.11: JWT and Lambda authorizers, issuers of openIdConnectUrl, scopes")
    void makesAuthorizers() {
        String api = documents.importedId(document("/a:\n"
                        + operation("get", ", security: [{jwt: [s1, s2]}]").indent(2)
                        + operation("put", ", security: [{oidc: []}]").indent(2)
                        + operation("post", ", security: [{lambda: []}]").indent(2)
                        + operation("head", ", security: []").indent(2))
                + AUTHORIZERS + "security: [{jwt: []}]\n");
        List<HttpApiAuthorizer> authorizers = documents.stored(Kind.HTTP_API_AUTHORIZER, api);
        assertThat(authorizers).extracting(HttpApiAuthorizer::name).containsExactly("jwt", "oidc", "lambda");
        HttpApiAuthorizer jwt = authorizers.getFirst();
        assertThat(jwt.issuer()).isEqualTo("https://good.example");
        assertThat(jwt.audience()).containsExactly("a", "b");
        assertThat(jwt.identitySource()).containsExactly("$request.querystring.token");
        assertThat(authorizers.get(1).issuer()).isEqualTo("https://good.example/x");
        assertThat(authorizers.get(1).identitySource()).containsExactly("$request.header.Authorization");
        HttpApiAuthorizer lambda = authorizers.get(2);
        assertThat(lambda.type()).isEqualTo("REQUEST");
        assertThat(lambda.identitySource()).containsExactly("$request.header.Authorization", "$context.routeKey");
        assertThat(lambda.uri()).isEqualTo(HttpApiDocuments.INVOCATION);
        assertThat(lambda.credentialsArn()).isEqualTo("arn:aws:iam::111111111111:role/r");
        assertThat(lambda.payloadFormatVersion()).isEqualTo("2.0");
        assertThat(lambda.resultTtlInSeconds()).isEqualTo(300);
        assertThat(lambda.enableSimpleResponses()).isTrue();
        assertThat(documents.route(api, "GET /a").authorizationType()).isEqualTo("JWT");
        assertThat(documents.route(api, "GET /a").authorizerId()).isEqualTo(jwt.id());
        assertThat(documents.route(api, "GET /a").authorizationScopes()).containsExactly("s1", "s2");
        assertThat(documents.route(api, "POST /a").authorizationType()).isEqualTo("CUSTOM");
        assertThat(documents.route(api, "HEAD /a").authorizationType()).isEqualTo("NONE");
        assertThat(documents.api(api).warnings()).isEmpty();
    }

    @Test
    @DisplayName("R17.11, openapi R6.7: what the root requires counts for operations that say nothing")
    void appliesTheSecurityOfTheRoot() {
        String api = documents.importedId(
                document("/a:\n" + operation("get", "").indent(2)) + AUTHORIZERS + "security: [{jwt: [s]}]\n");
        assertThat(documents.route(api, "GET /a").authorizationType()).isEqualTo("JWT");
        assertThat(documents.route(api, "GET /a").authorizationScopes()).containsExactly("s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[{jwt: []}, {lambda: []}]", "[{jwt: [], lambda: []}]", "[{jwt: []}, {}]"})
    @DisplayName("R17.11: more than one requirement is an error")
    void refusesSeveralRequirements(String security) {
        ServiceException refusal = documents.refused(
                document("/a:\n" + operation("get", ", security: " + security).indent(2)) + AUTHORIZERS);
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage())
                .isEqualTo("Errors found during import:\n\tUnable to put method 'GET' on resource at path '/a': An"
                        + " operation can have only one security requirement");
    }

    @Test
    @DisplayName(
            "R9.4: an issuer that does not answer is a warning; its authorizer and the routes with it are not made")
    void leavesOutWhatAnIssuerDoesNotConfirm() {
        String text =
                document("/a:\n" + operation("get", ", security: [{jwt: []}]").indent(2) + "/b:\n"
                                + operation("get", "").indent(2))
                        + AUTHORIZERS.replace("'https://good.example'", "https://bad.example");
        String api = documents.importedId(text);
        assertThat(documents.keys(api)).containsExactly("GET /b");
        assertThat(documents.stored(Kind.HTTP_API_AUTHORIZER, api)).hasSize(2);
        assertThat(documents.stored(Kind.HTTP_API_INTEGRATION, api)).hasSize(1);
        assertThat(documents.api(api).warnings())
                .containsExactly(
                        "Unable to create Authorizer 'jwt': Caught exception when connecting to"
                                + " https://bad.example/.well-known/openid-configuration for issuer https://bad.example."
                                + " Please try again later. Error: Invalid issuer: https://bad.example. Issuer must have a"
                                + " valid discovery endpoint ended with '/.well-known/openid-configuration'. Ignoring.",
                        "Unable to put method 'GET' on resource at path '/a': Invalid authorizer definition. Setting the"
                                + " authorization type to JWT requires a valid authorizer. Ignoring.");
        ServiceException refusal = documents.refused(
                ApiGatewayV2.IMPORT_API,
                ImportApiRequest.builder().body(text).failOnWarnings(true).build());
        assertThat(refusal.getMessage())
                .startsWith("Warnings found during import:\n\tUnable to create Authorizer 'jwt'");
    }

    @Test
    @DisplayName("R9.4: AWS's words for a JWT authorizer without an issuer (recorded)")
    void tellsOfAMissingIssuer() {
        String api =
                documents.importedId(document("/a:\n" + operation("get", "").indent(2))
                        + AUTHORIZERS.replace("issuer: 'https://good.example', ", ""));
        assertThat(documents.api(api).warnings())
                .containsExactly("Unable to create Authorizer 'jwt': Invalid issuer: Issuer can not be empty for JWT"
                        + " Authorizer.. Ignoring.");
    }

    @Test
    @DisplayName("a route never opens because what guards it is not known")
    void neverOpensAGuardedRoute() {
        String api = documents.importedId(
                document("/a:\n" + operation("get", ", security: [{basic: []}]").indent(2)
                                + operation("put", ", security: [{nobody: []}]").indent(2))
                        + "components: {securitySchemes: {basic: {type: http, scheme: basic}}}\n");
        assertThat(documents.keys(api)).isEmpty();
        assertThat(documents.api(api).warnings()).hasSize(2);
    }
}
