package dev.sallyport.control.http.documents;

import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.http.HttpApiDrafts;
import dev.sallyport.control.http.IssuerCheck;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import java.time.InstantSource;

/** The operations that read and write OpenAPI documents of HTTP APIs. */
public final class HttpApiDocumentOperations {

    private HttpApiDocumentOperations() {}

    /**
     * Registers the operations.
     *
     * @param ids the source of the ids of everything that is imported
     * @param clock dates new APIs, in whole seconds
     * @param issuers asks the issuers that JWT authorizers name
     * @param openApi31 whether documents of OpenAPI 3.1, which AWS refuses, are read as those of 3.0
     */
    public static void register(
            OperationRegistry registry,
            Store store,
            Ids ids,
            InstantSource clock,
            IssuerCheck issuers,
            boolean openApi31) {
        HttpApiDrafts drafts = new HttpApiDrafts(store, ids, clock, issuers);
        Imports imports = new Imports(store, ids, drafts, openApi31);
        Exports exports = new Exports(store, drafts);
        registry.on(
                        ApiGatewayV2.IMPORT_API,
                        (call, in) -> HttpApiDrafts.answer(call, imports.create(call, in), ApiGatewayV2.IMPORT_API))
                .on(
                        ApiGatewayV2.REIMPORT_API,
                        (call, in) -> HttpApiDrafts.answer(call, imports.replace(call, in), ApiGatewayV2.REIMPORT_API))
                .on(ApiGatewayV2.EXPORT_API, exports::export);
    }
}
