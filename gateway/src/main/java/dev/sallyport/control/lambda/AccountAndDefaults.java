package dev.sallyport.control.lambda;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.lambda.AccountLimit;
import dev.sallyport.wire.lambda.AccountUsage;
import dev.sallyport.wire.lambda.GetAccountSettingsRequest;
import dev.sallyport.wire.lambda.GetAccountSettingsResponse;
import dev.sallyport.wire.lambda.GetFunctionCodeSigningConfigRequest;
import dev.sallyport.wire.lambda.GetFunctionCodeSigningConfigResponse;
import dev.sallyport.wire.lambda.GetFunctionRecursionConfigRequest;
import dev.sallyport.wire.lambda.GetFunctionRecursionConfigResponse;
import dev.sallyport.wire.lambda.GetRuntimeManagementConfigRequest;
import dev.sallyport.wire.lambda.GetRuntimeManagementConfigResponse;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.ListEventSourceMappingsRequest;
import dev.sallyport.wire.lambda.ListEventSourceMappingsResponse;
import java.util.List;

/**
 * The account's limits, and the settings that every function has by default and none can change here. Infrastructure
 * tools read them all and fail without an answer (section 3.1 of companion-services).
 */
final class AccountAndDefaults {

    /** AWS's bound on the packages of an account and Region, 75 GiB. Told, not enforced. */
    private static final long TOTAL_CODE_BYTES = 80_530_636_800L;

    private final Store store;

    AccountAndDefaults(LambdaServices services) {
        store = services.store();
    }

    void register(OperationRegistry registry) {
        registry.on(Lambda.GET_ACCOUNT_SETTINGS, this::accountSettings)
                .on(Lambda.GET_FUNCTION_CODE_SIGNING_CONFIG, this::codeSigning)
                .on(Lambda.GET_RUNTIME_MANAGEMENT_CONFIG, this::runtimeManagement)
                .on(Lambda.GET_FUNCTION_RECURSION_CONFIG, this::recursion)
                .on(Lambda.LIST_EVENT_SOURCE_MAPPINGS, this::eventSources);
    }

    GetAccountSettingsResponse accountSettings(Call call, GetAccountSettingsRequest input) {
        Scope scope = call.scope();
        return store.read(transaction -> {
            List<String> functions = transaction.list(Kind.FUNCTION, scope, "").stream()
                    .map(it -> it.name())
                    .toList();
            long codeBytes = functions.stream()
                    .flatMap(it -> transaction.list(Kind.FUNCTION_VERSION, scope, it).stream())
                    .mapToLong(FunctionVersion::codeSizeBytes)
                    .sum();
            return GetAccountSettingsResponse.builder()
                    .accountLimit(AccountLimit.builder()
                            .totalCodeSize(TOTAL_CODE_BYTES)
                            .codeSizeUnzipped((long) UploadedCode.UNZIPPED_BYTES)
                            .codeSizeZipped((long) UploadedCode.ZIPPED_BYTES)
                            .concurrentExecutions(ReservedConcurrency.ACCOUNT)
                            .unreservedConcurrentExecutions(
                                    ReservedConcurrency.ACCOUNT - ReservedConcurrency.reserved(transaction, scope))
                            .build())
                    .accountUsage(AccountUsage.builder()
                            .totalCodeSize(codeBytes)
                            .functionCount((long) functions.size())
                            .build())
                    .build();
        });
    }

    GetFunctionCodeSigningConfigResponse codeSigning(Call call, GetFunctionCodeSigningConfigRequest input) {
        FunctionAddress address = FunctionAddress.of(call, "GetFunctionCodeSigningConfig", input.functionName(), null);
        return store.read(transaction -> GetFunctionCodeSigningConfigResponse.builder()
                .codeSigningConfigArn("")
                .functionName(Lookups.function(transaction, address).name())
                .build());
    }

    GetRuntimeManagementConfigResponse runtimeManagement(Call call, GetRuntimeManagementConfigRequest input) {
        FunctionAddress address =
                FunctionAddress.of(call, "GetRuntimeManagementConfig", input.functionName(), input.qualifier());
        return store.read(transaction -> {
            Lookups.version(transaction, address);
            return GetRuntimeManagementConfigResponse.builder()
                    .updateRuntimeOn("Auto")
                    .functionArn(address.arn())
                    .build();
        });
    }

    GetFunctionRecursionConfigResponse recursion(Call call, GetFunctionRecursionConfigRequest input) {
        FunctionAddress address = FunctionAddress.unqualified(call, "GetFunctionRecursionConfig", input.functionName());
        return store.read(transaction -> {
            Lookups.function(transaction, address);
            return GetFunctionRecursionConfigResponse.builder()
                    .recursiveLoop("Terminate")
                    .build();
        });
    }

    /** Event sources cannot be made here, so there are none whatever the filter says. */
    ListEventSourceMappingsResponse eventSources(Call call, ListEventSourceMappingsRequest input) {
        return ListEventSourceMappingsResponse.builder()
                .eventSourceMappings(List.of())
                .build();
    }
}
