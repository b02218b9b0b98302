package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Input.required;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.GetDocumentationPartsRequest;
import dev.sallyport.wire.apigateway.Template;
import java.time.InstantSource;

/** The operations on what an API holds besides methods, each with the family that does it and its view. */
final class PartOperations {

    private final Models models;
    private final RequestValidators validators;
    private final Authorizers authorizers;
    private final GatewayResponses gatewayResponses;
    private final DocumentationParts documentationParts;
    private final DocumentationVersions documentationVersions;

    private PartOperations(Store store, Ids ids, InstantSource clock) {
        this.models = new Models(store, ids);
        this.validators = new RequestValidators(store, ids);
        this.authorizers = new Authorizers(store, ids);
        this.gatewayResponses = new GatewayResponses(store);
        this.documentationParts = new DocumentationParts(store, ids);
        this.documentationVersions = new DocumentationVersions(store, clock);
    }

    static void register(OperationRegistry registry, Store store, Ids ids, InstantSource clock) {
        PartOperations operations = new PartOperations(store, ids, clock);
        operations.registerModels(registry);
        operations.registerValidators(registry);
        operations.registerAuthorizers(registry);
        operations.registerGatewayResponses(registry);
        operations.registerDocumentationParts(registry);
        operations.registerDocumentationVersions(registry);
    }

    private void registerModels(OperationRegistry registry) {
        registry.on(ApiGateway.CREATE_MODEL, (call, in) -> PartViews.model(models.create(call, in)))
                .on(
                        ApiGateway.GET_MODEL,
                        (call, in) -> PartViews.model(models.get(
                                call,
                                required(in.restApiId()),
                                required(in.modelName()),
                                Boolean.TRUE.equals(in.flatten()))))
                .on(ApiGateway.GET_MODELS, (call, in) -> {
                    var page = models.list(call, required(in.restApiId()), in.limit(), in.position());
                    return dev.sallyport.wire.apigateway.Models.builder()
                            .items(page.items().stream().map(PartViews::model).toList())
                            .position(page.position())
                            .build();
                })
                .on(
                        ApiGateway.UPDATE_MODEL,
                        (call, in) -> PartViews.model(models.update(
                                call, required(in.restApiId()), required(in.modelName()), in.patchOperations())))
                .on(ApiGateway.DELETE_MODEL, (call, in) -> {
                    models.delete(call, required(in.restApiId()), required(in.modelName()));
                    return Unit.INSTANCE;
                })
                .on(
                        ApiGateway.GET_MODEL_TEMPLATE,
                        (call, in) -> Template.builder()
                                .value(models.template(call, required(in.restApiId()), required(in.modelName())))
                                .build());
    }

    private void registerValidators(OperationRegistry registry) {
        registry.on(
                        ApiGateway.CREATE_REQUEST_VALIDATOR,
                        (call, in) -> PartViews.requestValidator(validators.create(call, in)))
                .on(
                        ApiGateway.GET_REQUEST_VALIDATOR,
                        (call, in) -> PartViews.requestValidator(
                                validators.get(call, required(in.restApiId()), required(in.requestValidatorId()))))
                .on(ApiGateway.GET_REQUEST_VALIDATORS, (call, in) -> {
                    var page = validators.list(call, required(in.restApiId()), in.limit(), in.position());
                    return dev.sallyport.wire.apigateway.RequestValidators.builder()
                            .items(page.items().stream()
                                    .map(PartViews::requestValidator)
                                    .toList())
                            .position(page.position())
                            .build();
                })
                .on(
                        ApiGateway.UPDATE_REQUEST_VALIDATOR,
                        (call, in) -> PartViews.requestValidator(validators.update(
                                call,
                                required(in.restApiId()),
                                required(in.requestValidatorId()),
                                in.patchOperations())))
                .on(ApiGateway.DELETE_REQUEST_VALIDATOR, (call, in) -> {
                    validators.delete(call, required(in.restApiId()), required(in.requestValidatorId()));
                    return Unit.INSTANCE;
                });
    }

    private void registerAuthorizers(OperationRegistry registry) {
        registry.on(ApiGateway.CREATE_AUTHORIZER, (call, in) -> PartViews.authorizer(authorizers.create(call, in)))
                .on(
                        ApiGateway.GET_AUTHORIZER,
                        (call, in) -> PartViews.authorizer(
                                authorizers.get(call, required(in.restApiId()), required(in.authorizerId()))))
                .on(ApiGateway.GET_AUTHORIZERS, (call, in) -> {
                    var page = authorizers.list(call, required(in.restApiId()), in.limit(), in.position());
                    return dev.sallyport.wire.apigateway.Authorizers.builder()
                            .items(page.items().stream()
                                    .map(PartViews::authorizer)
                                    .toList())
                            .position(page.position())
                            .build();
                })
                .on(
                        ApiGateway.UPDATE_AUTHORIZER,
                        (call, in) -> PartViews.authorizer(authorizers.update(
                                call, required(in.restApiId()), required(in.authorizerId()), in.patchOperations())))
                .on(ApiGateway.DELETE_AUTHORIZER, (call, in) -> {
                    authorizers.delete(call, required(in.restApiId()), required(in.authorizerId()));
                    return Unit.INSTANCE;
                });
    }

    private void registerGatewayResponses(OperationRegistry registry) {
        registry.on(
                        ApiGateway.PUT_GATEWAY_RESPONSE,
                        (call, in) -> PartViews.gatewayResponse(gatewayResponses.put(call, in)))
                .on(
                        ApiGateway.GET_GATEWAY_RESPONSE,
                        (call, in) -> PartViews.gatewayResponse(
                                gatewayResponses.get(call, required(in.restApiId()), required(in.responseType()))))
                .on(
                        ApiGateway.GET_GATEWAY_RESPONSES,
                        (call, in) -> dev.sallyport.wire.apigateway.GatewayResponses.builder()
                                .items(gatewayResponses.list(call, required(in.restApiId())).stream()
                                        .map(PartViews::gatewayResponse)
                                        .toList())
                                .build())
                .on(
                        ApiGateway.UPDATE_GATEWAY_RESPONSE,
                        (call, in) -> PartViews.gatewayResponse(gatewayResponses.update(
                                call, required(in.restApiId()), required(in.responseType()), in.patchOperations())))
                .on(ApiGateway.DELETE_GATEWAY_RESPONSE, (call, in) -> {
                    gatewayResponses.delete(call, required(in.restApiId()), required(in.responseType()));
                    return Unit.INSTANCE;
                });
    }

    private void registerDocumentationParts(OperationRegistry registry) {
        registry.on(
                        ApiGateway.CREATE_DOCUMENTATION_PART,
                        (call, in) -> PartViews.documentationPart(documentationParts.create(call, in)))
                .on(
                        ApiGateway.GET_DOCUMENTATION_PART,
                        (call, in) -> PartViews.documentationPart(documentationParts.get(
                                call, required(in.restApiId()), required(in.documentationPartId()))))
                .on(ApiGateway.GET_DOCUMENTATION_PARTS, this::documentationParts)
                .on(
                        ApiGateway.UPDATE_DOCUMENTATION_PART,
                        (call, in) -> PartViews.documentationPart(documentationParts.update(
                                call,
                                required(in.restApiId()),
                                required(in.documentationPartId()),
                                in.patchOperations())))
                .on(ApiGateway.DELETE_DOCUMENTATION_PART, (call, in) -> {
                    documentationParts.delete(call, required(in.restApiId()), required(in.documentationPartId()));
                    return Unit.INSTANCE;
                });
    }

    private dev.sallyport.wire.apigateway.DocumentationParts documentationParts(
            Call call, GetDocumentationPartsRequest in) {
        var builder = dev.sallyport.wire.apigateway.DocumentationParts.builder();
        if ("UNDOCUMENTED".equals(in.locationStatus())) {
            var page = documentationParts.undocumented(call, in);
            return builder.items(
                            page.items().stream().map(PartViews::undocumented).toList())
                    .position(page.position())
                    .build();
        }
        var page = documentationParts.list(call, in);
        return builder.items(
                        page.items().stream().map(PartViews::documentationPart).toList())
                .position(page.position())
                .build();
    }

    private void registerDocumentationVersions(OperationRegistry registry) {
        registry.on(
                        ApiGateway.CREATE_DOCUMENTATION_VERSION,
                        (call, in) -> PartViews.documentationVersion(documentationVersions.create(call, in)))
                .on(
                        ApiGateway.GET_DOCUMENTATION_VERSION,
                        (call, in) -> PartViews.documentationVersion(documentationVersions.get(
                                call, required(in.restApiId()), required(in.documentationVersion()))))
                .on(ApiGateway.GET_DOCUMENTATION_VERSIONS, (call, in) -> {
                    var page = documentationVersions.list(call, required(in.restApiId()), in.limit(), in.position());
                    return dev.sallyport.wire.apigateway.DocumentationVersions.builder()
                            .items(page.items().stream()
                                    .map(PartViews::documentationVersion)
                                    .toList())
                            .position(page.position())
                            .build();
                })
                .on(
                        ApiGateway.UPDATE_DOCUMENTATION_VERSION,
                        (call, in) -> PartViews.documentationVersion(documentationVersions.update(
                                call,
                                required(in.restApiId()),
                                required(in.documentationVersion()),
                                in.patchOperations())))
                .on(ApiGateway.DELETE_DOCUMENTATION_VERSION, (call, in) -> {
                    documentationVersions.delete(call, required(in.restApiId()), required(in.documentationVersion()));
                    return Unit.INSTANCE;
                });
    }
}
