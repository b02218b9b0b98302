package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.ExportResponse;
import dev.sallyport.wire.apigateway.GetExportRequest;
import dev.sallyport.wire.apigateway.ImportRestApiRequest;
import dev.sallyport.wire.apigateway.PutRestApiRequest;
import dev.sallyport.wire.apigateway.RestApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Imports and exports of tests. */
final class Documents {

    private static final JsonMapper JSON = JsonMapper.shared();

    final Rest rest = new Rest();

    /** A document of {@code src/test/resources/import}. */
    static String file(String name) {
        try (InputStream in = Documents.class.getResourceAsStream("/import/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static ImportRestApiRequest create(String document, Map<String, String> parameters) {
        return ImportRestApiRequest.builder()
                .body(utf8(document))
                .parameters(parameters)
                .build();
    }

    static PutRestApiRequest put(String apiId, String mode, String document, Map<String, String> parameters) {
        return PutRestApiRequest.builder()
                .restApiId(apiId)
                .mode(mode)
                .body(utf8(document))
                .parameters(parameters)
                .build();
    }

    /** Imports a new API. */
    RestApi imported(String document) {
        return rest.send(ApiGateway.IMPORT_REST_API, create(document, Map.of()));
    }

    String importedId(String document) {
        return given(imported(document).id());
    }

    ServiceException refused(String document) {
        return rest.refused(ApiGateway.IMPORT_REST_API, create(document, Map.of()));
    }

    <T> List<T> stored(Kind<T> kind, String apiId) {
        return rest.store.read(tx -> tx.list(kind, Rest.SCOPE, apiId));
    }

    dev.sallyport.model.RestApi api(String apiId) {
        return given(rest.store.read(tx -> tx.find(Kind.REST_API, Rest.SCOPE, "", apiId)));
    }

    Resource resource(String apiId, String path) {
        return stored(Kind.RESOURCE, apiId).stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no resource " + path));
    }

    List<String> paths(String apiId) {
        return stored(Kind.RESOURCE, apiId).stream()
                .map(Resource::path)
                .sorted()
                .toList();
    }

    Method method(String apiId, String path, String verb) {
        return given(resource(apiId, path).methods().get(verb));
    }

    void deploy(String apiId, String stage) {
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(apiId)
                        .stageName(stage)
                        .build());
    }

    ExportResponse export(String apiId, String stage, String type, String extensions, String accepts) {
        return rest.send(
                ApiGateway.GET_EXPORT,
                GetExportRequest.builder()
                        .restApiId(apiId)
                        .stageName(stage)
                        .exportType(type)
                        .parameters(extensions.isEmpty() ? Map.of() : Map.of("extensions", extensions))
                        .accepts(accepts)
                        .build());
    }

    static String text(ExportResponse export) {
        return new String(given(export.body()), StandardCharsets.UTF_8);
    }

    JsonNode exported(String apiId, String stage, String type, String extensions) {
        return JSON.readTree(text(export(apiId, stage, type, extensions, "application/json")));
    }
}
