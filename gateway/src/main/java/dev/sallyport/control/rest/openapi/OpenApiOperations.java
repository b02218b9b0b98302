package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.rest.Views;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.ApiGateway;
import java.time.InstantSource;

/** The operations that read and write OpenAPI documents. */
public final class OpenApiOperations {

    private OpenApiOperations() {}

    /**
     * Registers the operations.
     *
     * @param ids the source of the ids of everything that is imported
     * @param clock dates new APIs, in whole seconds
     * @param openApi31 whether documents of OpenAPI 3.1, which AWS refuses, are read as those of 3.0
     */
    public static void register(
            OperationRegistry registry, Store store, Ids ids, InstantSource clock, boolean openApi31) {
        Imports imports = new Imports(store, ids, clock, openApi31);
        Exports exports = new Exports(store);
        registry.on(ApiGateway.IMPORT_REST_API, (call, in) -> {
                    var imported = imports.create(call, in);
                    return Views.restApi(imported.api()).toBuilder()
                            .warnings(Imports.orAbsent(imported.warnings()))
                            .build();
                })
                .on(ApiGateway.PUT_REST_API, (call, in) -> {
                    var imported = imports.put(call, in);
                    return Views.restApiWithTags(imported.api()).toBuilder()
                            .warnings(Imports.orAbsent(imported.warnings()))
                            .build();
                })
                .on(ApiGateway.IMPORT_DOCUMENTATION_PARTS, imports::importParts)
                .on(ApiGateway.GET_EXPORT, exports::export);
    }
}
