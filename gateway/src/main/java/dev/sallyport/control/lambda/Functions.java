package dev.sallyport.control.lambda;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.model.Function;
import dev.sallyport.model.FunctionAlias;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.lambda.Concurrency;
import dev.sallyport.wire.lambda.DeleteFunctionRequest;
import dev.sallyport.wire.lambda.DeleteFunctionResponse;
import dev.sallyport.wire.lambda.FunctionCodeLocation;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.GetFunctionConfigurationRequest;
import dev.sallyport.wire.lambda.GetFunctionRequest;
import dev.sallyport.wire.lambda.GetFunctionResponse;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.ListFunctionsRequest;
import dev.sallyport.wire.lambda.ListFunctionsResponse;
import java.util.Comparator;
import java.util.List;

/** Reading, listing and deleting functions (R3.29 to R3.33). */
final class Functions {

    private final Store store;

    Functions(LambdaServices services) {
        store = services.store();
    }

    void register(OperationRegistry registry) {
        registry.on(Lambda.GET_FUNCTION, this::get)
                .on(Lambda.GET_FUNCTION_CONFIGURATION, this::getConfiguration)
                .on(Lambda.LIST_FUNCTIONS, this::list)
                .on(Lambda.DELETE_FUNCTION, this::delete);
    }

    GetFunctionResponse get(Call call, GetFunctionRequest input) {
        FunctionAddress address = FunctionAddress.of(call, "GetFunction", input.functionName(), input.qualifier());
        return store.read(transaction -> {
            FunctionVersion version = Lookups.version(transaction, address);
            Function function = Lookups.function(transaction, address);
            GetFunctionResponse.Builder answer = GetFunctionResponse.builder()
                    .configuration(Configurations.active(version, address.arn()))
                    .code(FunctionCodeLocation.builder()
                            .repositoryType("S3")
                            .location(CodeDownloads.location(call.endpoint(), version))
                            .build());
            if (!function.tags().isEmpty()) {
                answer.tags(function.tags());
            }
            if (address.qualifier() == null && function.reservedConcurrency() != null) {
                answer.concurrency(Concurrency.builder()
                        .reservedConcurrentExecutions(function.reservedConcurrency())
                        .build());
            }
            return answer.build();
        });
    }

    FunctionConfiguration getConfiguration(Call call, GetFunctionConfigurationRequest input) {
        FunctionAddress address =
                FunctionAddress.of(call, "GetFunctionConfiguration", input.functionName(), input.qualifier());
        return store.read(transaction -> Configurations.active(Lookups.version(transaction, address), address.arn()));
    }

    ListFunctionsResponse list(Call call, ListFunctionsRequest input) {
        boolean allVersions = "ALL".equals(input.functionVersion());
        List<FunctionVersion> versions = store.read(transaction -> versions(transaction, call.scope(), allVersions));
        Paging<FunctionVersion> page =
                Paging.of(versions, Functions::listOrder, input.marker(), input.maxItems(), Paging.AT_MOST_FUNCTIONS);
        return ListFunctionsResponse.builder()
                .functions(page.items().stream()
                        .map(it -> Configurations.listed(
                                it, allVersions ? it.functionArn() + ':' + it.version() : it.functionArn()))
                        .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private static List<FunctionVersion> versions(Store.Reader transaction, Scope scope, boolean all) {
        return transaction.list(Kind.FUNCTION, scope, "").stream()
                .flatMap(it -> transaction.list(Kind.FUNCTION_VERSION, scope, it.name()).stream())
                .filter(it -> all || it.version().equals(FunctionVersion.LATEST))
                .sorted(Comparator.comparing(Functions::listOrder))
                .toList();
    }

    private static String listOrder(FunctionVersion version) {
        return version.name() + '\0' + Lookups.versionOrder(version);
    }

    DeleteFunctionResponse delete(Call call, DeleteFunctionRequest input) {
        FunctionAddress address = FunctionAddress.of(call, "DeleteFunction", input.functionName(), input.qualifier());
        if (address.namesAlias()) {
            throw LambdaErrors.invalidParameter("Deletion of aliases is not currently supported.");
        }
        String version = address.qualifier();
        if (FunctionVersion.LATEST.equals(version)) {
            throw LambdaErrors.invalidParameter("$LATEST version cannot be deleted without deleting the function.");
        }
        return store.write(transaction -> {
            Lookups.function(transaction, address);
            if (version == null) {
                deleteAll(transaction, address);
            } else {
                deleteVersion(transaction, address, version);
            }
            // AWS: the newest model says 200, the service answers 204 (section 3.1)
            return DeleteFunctionResponse.builder().statusCode(204).build();
        });
    }

    private static void deleteAll(Store.Writer transaction, FunctionAddress address) {
        List<FunctionVersion> versions = transaction.list(Kind.FUNCTION_VERSION, address.scope(), address.name());
        transaction.deleteAll(Kind.FUNCTION_VERSION, address.scope(), address.name());
        transaction.deleteAll(Kind.FUNCTION_ALIAS, address.scope(), address.name());
        transaction.deleteAll(Kind.FUNCTION_POLICY, address.scope(), address.name());
        transaction.delete(Kind.FUNCTION, address.scope(), "", address.name());
        versions.stream()
                .map(FunctionVersion::codeDigest)
                .distinct()
                .forEach(it -> Lookups.deleteUnusedCode(transaction, it));
    }

    /** AWS: deleting a version that is not there succeeds (R3.33). */
    private static void deleteVersion(Store.Writer transaction, FunctionAddress address, String version) {
        List<String> aliases = transaction.list(Kind.FUNCTION_ALIAS, address.scope(), address.name()).stream()
                .filter(it -> it.functionVersion().equals(version)
                        || it.additionalVersionWeights().containsKey(version))
                .map(FunctionAlias::name)
                .toList();
        if (!aliases.isEmpty()) {
            throw LambdaErrors.conflict(
                    "Unable to delete version because the following aliases reference it: " + aliases);
        }
        FunctionVersion deleted = transaction.find(Kind.FUNCTION_VERSION, address.scope(), address.name(), version);
        if (deleted != null) {
            transaction.delete(Kind.FUNCTION_VERSION, address.scope(), address.name(), version);
            transaction.delete(Kind.FUNCTION_POLICY, address.scope(), address.name(), version);
            Lookups.deleteUnusedCode(transaction, deleted.codeDigest());
        }
    }
}
