package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Lookups;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.GetSdkRequest;
import dev.sallyport.wire.apigateway.GetSdkTypeRequest;
import dev.sallyport.wire.apigateway.GetSdkTypesRequest;
import dev.sallyport.wire.apigateway.SdkConfigurationProperty;
import dev.sallyport.wire.apigateway.SdkResponse;
import dev.sallyport.wire.apigateway.SdkType;
import dev.sallyport.wire.apigateway.SdkTypes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** GetSdk, GetSdkType and GetSdkTypes (openapi-and-sdk 16). */
public final class SdkOperations {

    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Store store;
    private final InstantSource clock;

    private SdkOperations(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Registers the operations.
     *
     * @param clock dates the packages
     */
    public static void register(OperationRegistry registry, Store store, InstantSource clock) {
        SdkOperations operations = new SdkOperations(store, clock);
        registry.on(ApiGateway.GET_SDK, operations::sdk)
                .on(ApiGateway.GET_SDK_TYPE, SdkOperations::type)
                .on(ApiGateway.GET_SDK_TYPES, SdkOperations::types);
    }

    private static SdkType type(Call call, GetSdkTypeRequest in) {
        return view(SdkKinds.find(Input.required(in.id())));
    }

    private static SdkTypes types(Call call, GetSdkTypesRequest in) {
        Page<SdkKind> page = Page.of(SdkKinds.all(), SdkKind::id, in.limit(), in.position());
        return SdkTypes.builder()
                .items(page.items().stream().map(SdkOperations::view).toList())
                .position(page.position())
                .build();
    }

    private static SdkType view(SdkKind kind) {
        return SdkType.builder()
                .id(kind.id())
                .friendlyName(kind.friendlyName())
                .description(kind.description())
                .configurationProperties(kind.properties().stream()
                        .map(property -> SdkConfigurationProperty.builder()
                                .name(property.name())
                                .friendlyName(property.friendlyName())
                                .description(property.description())
                                .required(property.required())
                                .defaultValue(property.defaultValue())
                                .build())
                        .toList())
                .build();
    }

    private SdkResponse sdk(Call call, GetSdkRequest in) {
        String apiId = Input.required(in.restApiId());
        SdkApi api = store.read(tx -> deployed(tx, call, apiId, Input.required(in.stageName())));
        SdkKind kind = SdkKinds.find(Input.required(in.sdkType()));
        Map<String, String> parameters = kind.parameters(Objects.requireNonNullElse(in.parameters(), Map.of()));
        Instant now = clock.instant();
        return SdkResponse.builder()
                .contentType("application/octet-stream")
                .contentDisposition("attachment; filename=\"" + kind.id() + "_" + FILE_TIME.format(now) + ".zip\"")
                .body(kind.generator().generate(api, parameters).zip(now))
                .build();
    }

    /** R16.5, R16.14: what the stage serves, under the URL by which the caller reached the gateway. */
    private static SdkApi deployed(Store.Reader tx, Call call, String apiId, String stageName) {
        RestApi api = Lookups.api(tx, call, apiId);
        Stage stage = Lookups.stage(tx, call, apiId, stageName);
        Deployment deployment = Lookups.deployment(tx, call, apiId, stage.deploymentId());
        ApiDocument document = tx.find(Kind.API_DOCUMENT, call.scope(), apiId, deployment.documentDigest());
        if (document == null) {
            throw new IllegalStateException("deployment " + deployment.id() + " has lost its document");
        }
        String endpoint = call.endpoint() + "/_aws/execute-api/" + apiId + "/" + stageName;
        return SdkApi.of(api.name(), call.scope().region(), endpoint, document);
    }
}
