package dev.sallyport.control.http.documents;

import dev.sallyport.control.Call;
import dev.sallyport.control.http.HttpApiDrafts;
import dev.sallyport.control.openapi.BasePaths;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.control.rest.Input;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.ImportApiRequest;
import dev.sallyport.wire.apigatewayv2.ReimportApiRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** ImportApi and ReimportApi (http-api R17.1 to R17.16): an API is as the document says, or as it was. */
final class Imports {

    private final Store store;
    private final Ids ids;
    private final HttpApiDrafts drafts;
    private final boolean openApi31;

    Imports(Store store, Ids ids, HttpApiDrafts drafts, boolean openApi31) {
        this.store = store;
        this.ids = ids;
        this.drafts = drafts;
        this.openApi31 = openApi31;
    }

    HttpApi create(Call call, ImportApiRequest in) {
        SourceDocument source = source(call, Input.required(in.body()));
        String basePath = BasePaths.handling(in.basepath());
        ImportedDraft draft =
                new DraftReader(source, basePath, drafts, ids, null).read(Boolean.TRUE.equals(in.failOnWarnings()));
        return store.write(tx -> {
            HttpApi api = changed(drafts.blank(tx), draft);
            drafts.replace(tx, call, api, draft.parts());
            return api;
        });
    }

    /** What exists keeps its id where the document names it again; integrations, which have no name, are new (R17.16). */
    HttpApi replace(Call call, ReimportApiRequest in) {
        String apiId = Input.required(in.apiId());
        HttpApiDocument before = store.read(tx -> drafts.current(tx, call, drafts.api(tx, call, apiId)));
        SourceDocument source = source(call, Input.required(in.body()));
        String basePath = BasePaths.handling(in.basepath());
        ImportedDraft draft =
                new DraftReader(source, basePath, drafts, ids, before).read(Boolean.TRUE.equals(in.failOnWarnings()));
        return store.write(tx -> {
            HttpApi api = changed(drafts.api(tx, call, apiId), draft);
            drafts.replace(tx, call, api, draft.parts());
            return api;
        });
    }

    private SourceDocument source(Call call, String text) {
        return SourceDocument.read(
                text.getBytes(StandardCharsets.UTF_8), call.scope(), openApi31, SourceDocument.INVALID);
    }

    /** R17.5, R17.14. */
    private static HttpApi changed(HttpApi api, ImportedDraft draft) {
        Map<String, String> tags = new HashMap<>(api.tags());
        tags.putAll(draft.tags());
        return new HttpApi(
                api.id(),
                draft.name() == null ? api.name() : draft.name(),
                draft.description(),
                draft.version(),
                draft.cors(),
                Objects.requireNonNullElse(draft.disableExecuteApiEndpoint(), api.disableExecuteApiEndpoint()),
                api.ipAddressType(),
                api.apiKeySelectionExpression(),
                draft.notices(),
                draft.warnings(),
                tags,
                api.createdDate());
    }
}
