package dev.sallyport.control.http.documents;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.http.HttpApiDrafts;
import dev.sallyport.control.openapi.DocumentWriter;
import dev.sallyport.control.rest.Input;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.ExportApiRequest;
import dev.sallyport.wire.apigatewayv2.ExportApiResponse;
import java.util.List;

/** ExportApi (http-api R17.17, R17.18). */
final class Exports {

    private static final String SPECIFICATION = "OAS30";
    private static final String YAML = "YAML";
    private static final List<String> OUTPUT_TYPES = List.of("JSON", YAML);

    private final Store store;
    private final HttpApiDrafts drafts;

    Exports(Store store, HttpApiDrafts drafts) {
        this.store = store;
        this.drafts = drafts;
    }

    ExportApiResponse export(Call call, ExportApiRequest in) {
        String specification = Input.required(in.specification());
        if (!specification.equals(SPECIFICATION)) {
            throw ServiceException.badRequest(
                    "Invalid specification specified: " + specification + ". Valid options are " + SPECIFICATION);
        }
        String outputType = Input.required(in.outputType());
        if (!OUTPUT_TYPES.contains(outputType)) {
            throw ServiceException.badRequest("Invalid output type specified: " + outputType + ". Valid options are "
                    + String.join(",", OUTPUT_TYPES));
        }
        String version = Input.orNull(in.exportVersion());
        if (version != null && !version.equals(DraftReader.ONLY_VERSION)) {
            throw ServiceException.badRequest(
                    "Invalid export version specified: " + version + ". Valid options are " + DraftReader.ONLY_VERSION);
        }
        String apiId = Input.required(in.apiId());
        String stageName = Input.orNull(in.stageName());
        boolean extensions = !Boolean.FALSE.equals(in.includeExtensions());
        ExportedApi export = store.read(tx -> {
            HttpApi api = drafts.api(tx, call, apiId);
            HttpApiDocument document =
                    stageName == null ? drafts.current(tx, call, api) : drafts.deployed(tx, call, apiId, stageName);
            if (document == null) {
                throw ServiceException.badRequest("Stage " + stageName + " has no deployment"); // (inferred)
            }
            return new ExportedApi(api, document, HttpApiDrafts.endpoint(call, apiId), stageName, extensions);
        });
        return ExportApiResponse.builder()
                .body(DocumentWriter.write(export.write(), outputType.equals(YAML)))
                .build();
    }
}
