package dev.sallyport.control.rest;

import dev.sallyport.wire.apigateway.Authorizer;
import dev.sallyport.wire.apigateway.DocumentationPart;
import dev.sallyport.wire.apigateway.DocumentationPartLocation;
import dev.sallyport.wire.apigateway.DocumentationVersion;
import dev.sallyport.wire.apigateway.GatewayResponse;
import dev.sallyport.wire.apigateway.Model;
import dev.sallyport.wire.apigateway.RequestValidator;

/** What an API holds besides methods, as AWS answers it (rest-control-plane 7.6 to 7.9, 7.14). */
final class PartViews {

    private PartViews() {}

    static Model model(dev.sallyport.model.Model model) {
        return Model.builder()
                .id(model.id())
                .name(model.name())
                .description(model.description())
                .schema(model.schema())
                .contentType(model.contentType())
                .build();
    }

    /** Both booleans always. */
    static RequestValidator requestValidator(dev.sallyport.model.RequestValidator validator) {
        return RequestValidator.builder()
                .id(validator.id())
                .name(validator.name())
                .validateRequestBody(validator.validateRequestBody())
                .validateRequestParameters(validator.validateRequestParameters())
                .build();
    }

    static Authorizer authorizer(dev.sallyport.model.Authorizer authorizer) {
        return Authorizer.builder()
                .id(authorizer.id())
                .name(authorizer.name())
                .type(authorizer.type())
                .providerARNs(authorizer.providerArns().isEmpty() ? null : authorizer.providerArns())
                .authType(authorizer.authType())
                .authorizerUri(authorizer.authorizerUri())
                .authorizerCredentials(authorizer.authorizerCredentials())
                .identitySource(authorizer.identitySource())
                .identityValidationExpression(authorizer.identityValidationExpression())
                .authorizerResultTtlInSeconds(authorizer.authorizerResultTtlInSeconds())
                .build();
    }

    /** Both maps always, also when they are empty (R1.18). */
    static GatewayResponse gatewayResponse(GatewayResponses.Shown shown) {
        var response = shown.response();
        return GatewayResponse.builder()
                .responseType(response.responseType())
                .statusCode(response.statusCode())
                .responseParameters(response.responseParameters())
                .responseTemplates(response.responseTemplates())
                .defaultResponse(shown.isDefault())
                .build();
    }

    static DocumentationPart documentationPart(dev.sallyport.model.DocumentationPart part) {
        return DocumentationPart.builder()
                .id(part.id())
                .location(location(part.location()))
                .properties(part.properties())
                .build();
    }

    /** A place without a part, which has neither id nor properties. */
    static DocumentationPart undocumented(dev.sallyport.model.DocumentationPart.Location location) {
        return DocumentationPart.builder().location(location(location)).build();
    }

    private static DocumentationPartLocation location(dev.sallyport.model.DocumentationPart.Location location) {
        return DocumentationPartLocation.builder()
                .type(location.type())
                .path(location.path())
                .method(location.method())
                .statusCode(location.statusCode())
                .name(location.name())
                .build();
    }

    static DocumentationVersion documentationVersion(dev.sallyport.model.DocumentationVersion version) {
        return DocumentationVersion.builder()
                .version(version.version())
                .createdDate(version.createdDate())
                .description(version.description())
                .build();
    }
}
