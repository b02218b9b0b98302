package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.Call;
import dev.sallyport.control.openapi.DocumentWriter;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Lookups;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.DocumentationVersion;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.ExportResponse;
import dev.sallyport.wire.apigateway.GetExportRequest;
import org.jspecify.annotations.Nullable;

/** GetExport (openapi 12.1). */
final class Exports {

    private final Store store;

    Exports(Store store) {
        this.store = store;
    }

    ExportResponse export(Call call, GetExportRequest request) {
        ExportOptions options = ExportOptions.of(Input.required(request.exportType()), request.parameters());
        String apiId = Input.required(request.restApiId());
        String stageName = Input.required(request.stageName());
        ApiExport export = store.read(tx -> {
            RestApi api = Lookups.api(tx, call, apiId);
            Stage stage = Lookups.stage(tx, call, apiId, stageName);
            Deployment deployment = Lookups.deployment(tx, call, apiId, stage.deploymentId());
            ApiDocument document = Lookups.orNotFound(
                    tx.find(Kind.API_DOCUMENT, call.scope(), apiId, deployment.documentDigest()),
                    Lookups.NO_DEPLOYMENT);
            DocumentationVersion documentation = options.documentation() ? documentation(tx, call, apiId, stage) : null;
            return new ApiExport(options, api, document, stageName, call.scope().region(), documentation);
        });
        boolean yaml = request.accepts() != null && request.accepts().contains("yaml");
        byte[] body = DocumentWriter.write(export.write(), yaml);
        String name = Input.required(request.exportType()) + "_"
                + export.version().replaceAll("[\"\\\\/]", "_") + (yaml ? ".yaml" : ".json");
        return ExportResponse.builder()
                .contentType("application/octet-stream") // AWS: of neither format (R12.4)
                .contentDisposition("attachment; filename=\"" + name + "\"")
                .body(body)
                .build();
    }

    /** The documentation version that is associated with the stage; null without any (R20.6). */
    private static @Nullable DocumentationVersion documentation(Store.Reader tx, Call call, String apiId, Stage stage) {
        String version = stage.documentationVersion();
        return version == null ? null : tx.find(Kind.DOCUMENTATION_VERSION, call.scope(), apiId, version);
    }
}
