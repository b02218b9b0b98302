package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Input.required;

import dev.sallyport.control.OperationRegistry;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.apigateway.ApiGateway;
import java.time.Duration;
import java.time.InstantSource;

/** The REST API operations that are built, each with the family that does it and the view that answers it. */
public final class RestOperations {

    private final RestApis apis;
    private final Resources resources;
    private final Methods methods;
    private final MethodResponses methodResponses;
    private final Integrations integrations;
    private final IntegrationResponses integrationResponses;
    private final Deployments deployments;
    private final Stages stages;
    private final Tags tags;
    private final Accounts accounts;

    private RestOperations(Store store, Ids ids, InstantSource clock, CacheClusters clusters) {
        this.apis = new RestApis(store, ids, clock);
        this.resources = new Resources(store, ids);
        this.methods = new Methods(store);
        this.methodResponses = new MethodResponses(store);
        this.integrations = new Integrations(store);
        this.integrationResponses = new IntegrationResponses(store);
        this.deployments = new Deployments(store, ids, clock, clusters);
        this.stages = new Stages(store, clock, new StoredReferences(), clusters);
        this.tags = new Tags(store);
        this.accounts = new Accounts(store);
    }

    /** Registers the operations; cache clusters are there as soon as they are enabled. */
    public static Tags register(OperationRegistry registry, Store store, Ids ids, InstantSource clock) {
        return register(registry, store, ids, clock, Duration.ZERO);
    }

    /**
     * Registers the operations.
     *
     * @param ids the source of the ids of everything that is created
     * @param clock dates what is created and updated, in whole seconds
     * @param clusterTakes how long a cache cluster is created, deleted or flushed (R14.2)
     * @return the tags, to which other families add their kinds of things
     */
    public static Tags register(
            OperationRegistry registry, Store store, Ids ids, InstantSource clock, Duration clusterTakes) {
        RestOperations operations = new RestOperations(store, ids, clock, new CacheClusters(clock, clusterTakes));
        operations.registerApis(registry);
        operations.registerResources(registry);
        operations.registerMethods(registry);
        operations.registerMethodResponses(registry);
        operations.registerIntegrations(registry);
        operations.registerIntegrationResponses(registry);
        operations.registerDeployments(registry);
        operations.registerStages(registry);
        operations.registerTags(registry);
        operations.registerAccount(registry);
        PartOperations.register(registry, store, ids, clock);
        return operations.tags;
    }

    private void registerApis(OperationRegistry registry) {
        registry.on(ApiGateway.CREATE_REST_API, (call, in) -> Views.restApi(apis.create(call, in)))
                .on(
                        ApiGateway.GET_REST_API,
                        (call, in) -> Views.restApiWithTags(apis.get(call, required(in.restApiId()))))
                .on(ApiGateway.GET_REST_APIS, (call, in) -> {
                    var page = apis.list(call, in.limit(), in.position());
                    return dev.sallyport.wire.apigateway.RestApis.builder()
                            .items(page.items().stream().map(Views::restApi).toList())
                            .position(page.position())
                            .build();
                })
                .on(
                        ApiGateway.UPDATE_REST_API,
                        (call, in) -> Views.restApiWithTags(
                                apis.update(call, required(in.restApiId()), in.patchOperations())))
                .on(ApiGateway.DELETE_REST_API, (call, in) -> {
                    apis.delete(call, required(in.restApiId()));
                    return Unit.INSTANCE;
                });
    }

    private void registerResources(OperationRegistry registry) {
        registry.on(
                        ApiGateway.CREATE_RESOURCE,
                        (call, in) -> Views.resource(
                                resources.create(
                                        call,
                                        required(in.restApiId()),
                                        required(in.parentId()),
                                        required(in.pathPart())),
                                null))
                .on(
                        ApiGateway.GET_RESOURCE,
                        (call, in) -> Views.resource(
                                resources.get(call, required(in.restApiId()), required(in.resourceId())), in.embed()))
                .on(ApiGateway.GET_RESOURCES, (call, in) -> {
                    var page = resources.list(call, required(in.restApiId()), in.limit(), in.position());
                    return dev.sallyport.wire.apigateway.Resources.builder()
                            .items(page.items().stream()
                                    .map(resource -> Views.resource(resource, in.embed()))
                                    .toList())
                            .position(page.position())
                            .build();
                })
                .on(
                        ApiGateway.UPDATE_RESOURCE,
                        (call, in) -> Views.resource(
                                resources.update(
                                        call,
                                        required(in.restApiId()),
                                        required(in.resourceId()),
                                        in.patchOperations()),
                                null))
                .on(ApiGateway.DELETE_RESOURCE, (call, in) -> {
                    resources.delete(call, required(in.restApiId()), required(in.resourceId()));
                    return Unit.INSTANCE;
                });
    }

    private void registerMethods(OperationRegistry registry) {
        registry.on(
                        ApiGateway.PUT_METHOD,
                        (call, in) -> Views.method(
                                methods.put(call, MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()), in)))
                .on(
                        ApiGateway.GET_METHOD,
                        (call, in) -> Views.method(
                                methods.get(call, MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()))))
                .on(
                        ApiGateway.UPDATE_METHOD,
                        (call, in) -> Views.method(methods.update(
                                call,
                                MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()),
                                in.patchOperations())))
                .on(ApiGateway.DELETE_METHOD, (call, in) -> {
                    methods.delete(call, MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()));
                    return Unit.INSTANCE;
                });
    }

    private void registerMethodResponses(OperationRegistry registry) {
        registry.on(
                        ApiGateway.PUT_METHOD_RESPONSE,
                        (call, in) -> Views.methodResponse(methodResponses.put(
                                call,
                                MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()),
                                required(in.statusCode()),
                                in)))
                .on(
                        ApiGateway.GET_METHOD_RESPONSE,
                        (call, in) -> Views.methodResponse(methodResponses.get(
                                call,
                                MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()),
                                required(in.statusCode()))))
                .on(
                        ApiGateway.UPDATE_METHOD_RESPONSE,
                        (call, in) -> Views.methodResponse(methodResponses.update(
                                call,
                                MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()),
                                required(in.statusCode()),
                                in.patchOperations())))
                .on(ApiGateway.DELETE_METHOD_RESPONSE, (call, in) -> {
                    methodResponses.delete(
                            call,
                            MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()),
                            required(in.statusCode()));
                    return Unit.INSTANCE;
                });
    }

    private void registerIntegrations(OperationRegistry registry) {
        registry.on(
                        ApiGateway.PUT_INTEGRATION,
                        (call, in) -> Views.integration(integrations.put(
                                call, MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()), in)))
                .on(
                        ApiGateway.GET_INTEGRATION,
                        (call, in) -> Views.integration(
                                integrations.get(call, MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()))))
                .on(
                        ApiGateway.UPDATE_INTEGRATION,
                        (call, in) -> Views.integration(integrations.update(
                                call,
                                MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()),
                                in.patchOperations())))
                .on(ApiGateway.DELETE_INTEGRATION, (call, in) -> {
                    integrations.delete(call, MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()));
                    return Unit.INSTANCE;
                });
    }

    private void registerIntegrationResponses(OperationRegistry registry) {
        registry.on(
                        ApiGateway.PUT_INTEGRATION_RESPONSE,
                        (call, in) -> Views.integrationResponse(integrationResponses.put(
                                call,
                                MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()),
                                required(in.statusCode()),
                                in)))
                .on(
                        ApiGateway.GET_INTEGRATION_RESPONSE,
                        (call, in) -> Views.integrationResponse(integrationResponses.get(
                                call,
                                MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()),
                                required(in.statusCode()))))
                .on(
                        ApiGateway.UPDATE_INTEGRATION_RESPONSE,
                        (call, in) -> Views.integrationResponse(integrationResponses.update(
                                call,
                                MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()),
                                required(in.statusCode()),
                                in.patchOperations())))
                .on(ApiGateway.DELETE_INTEGRATION_RESPONSE, (call, in) -> {
                    integrationResponses.delete(
                            call,
                            MethodKey.of(in.restApiId(), in.resourceId(), in.httpMethod()),
                            required(in.statusCode()));
                    return Unit.INSTANCE;
                });
    }

    private void registerDeployments(OperationRegistry registry) {
        registry.on(
                        ApiGateway.CREATE_DEPLOYMENT,
                        (call, in) -> Views.deployment(deployments.create(call, required(in.restApiId()), in)))
                .on(ApiGateway.GET_DEPLOYMENT, (call, in) -> {
                    String apiId = required(in.restApiId());
                    String id = required(in.deploymentId());
                    return in.embed() != null && in.embed().contains("apisummary")
                            ? Views.deploymentWithSummary(deployments.getWithDocument(call, apiId, id))
                            : Views.deployment(deployments.get(call, apiId, id));
                })
                .on(ApiGateway.GET_DEPLOYMENTS, (call, in) -> {
                    var page = deployments.list(call, required(in.restApiId()), in.limit(), in.position());
                    return dev.sallyport.wire.apigateway.Deployments.builder()
                            .items(page.items().stream().map(Views::deployment).toList())
                            .position(page.position())
                            .build();
                })
                .on(
                        ApiGateway.UPDATE_DEPLOYMENT,
                        (call, in) -> Views.deployment(deployments.update(
                                call, required(in.restApiId()), required(in.deploymentId()), in.patchOperations())))
                .on(ApiGateway.DELETE_DEPLOYMENT, (call, in) -> {
                    deployments.delete(call, required(in.restApiId()), required(in.deploymentId()));
                    return Unit.INSTANCE;
                });
    }

    private void registerStages(OperationRegistry registry) {
        registry.on(
                        ApiGateway.CREATE_STAGE,
                        (call, in) -> stages.view(stages.create(call, required(in.restApiId()), in)))
                .on(
                        ApiGateway.GET_STAGE,
                        (call, in) -> stages.view(stages.get(call, required(in.restApiId()), required(in.stageName()))))
                .on(
                        ApiGateway.GET_STAGES,
                        (call, in) -> dev.sallyport.wire.apigateway.Stages.builder()
                                .item(stages.list(call, required(in.restApiId()), in.deploymentId()).stream()
                                        .map(stages::view)
                                        .toList())
                                .build())
                .on(
                        ApiGateway.UPDATE_STAGE,
                        (call, in) -> stages.view(stages.update(
                                call, required(in.restApiId()), required(in.stageName()), in.patchOperations())))
                .on(ApiGateway.DELETE_STAGE, (call, in) -> {
                    stages.delete(call, required(in.restApiId()), required(in.stageName()));
                    return Unit.INSTANCE;
                })
                .on(ApiGateway.FLUSH_STAGE_CACHE, (call, in) -> {
                    stages.flush(call, required(in.restApiId()), required(in.stageName()));
                    return Unit.INSTANCE;
                })
                .on(ApiGateway.FLUSH_STAGE_AUTHORIZERS_CACHE, (call, in) -> {
                    stages.flushAuthorizers(call, required(in.restApiId()), required(in.stageName()));
                    return Unit.INSTANCE;
                });
    }

    private void registerAccount(OperationRegistry registry) {
        registry.on(ApiGateway.GET_ACCOUNT, (call, in) -> Views.account(accounts.get(call)))
                .on(
                        ApiGateway.UPDATE_ACCOUNT,
                        (call, in) -> Views.account(accounts.update(call, in.patchOperations())));
    }

    private void registerTags(OperationRegistry registry) {
        registry.on(ApiGateway.TAG_RESOURCE, (call, in) -> {
                    tags.tag(call, required(in.resourceArn()), required(in.tags()));
                    return Unit.INSTANCE;
                })
                .on(ApiGateway.UNTAG_RESOURCE, (call, in) -> {
                    tags.untag(call, required(in.resourceArn()), required(in.tagKeys()));
                    return Unit.INSTANCE;
                })
                .on(
                        ApiGateway.GET_TAGS,
                        (call, in) -> dev.sallyport.wire.apigateway.Tags.builder()
                                .tags(tags.get(call, required(in.resourceArn())))
                                .build());
    }
}
