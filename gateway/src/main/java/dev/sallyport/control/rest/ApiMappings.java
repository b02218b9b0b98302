package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.function.Predicate;

/** The custom domain names that serve an API, which keep it and its mapped stages from being deleted. */
final class ApiMappings {

    private ApiMappings() {}

    /** R10.10. */
    static void refuseForApi(Store.Reader tx, Call call, String apiId) {
        if (!domains(tx, call, mapping -> mapping.restApiId().equals(apiId)).isEmpty()) {
            throw ServiceException.badRequest(
                    "Please remove all base path mappings related to the API in your account" + " before deleting.");
        }
    }

    /** AWS: as with the API; a mapping without a stage does not hold one. */
    static void refuseForStage(Store.Reader tx, Call call, String apiId, String stageName) {
        List<String> domains =
                domains(tx, call, mapping -> mapping.restApiId().equals(apiId) && stageName.equals(mapping.stage()));
        if (!domains.isEmpty()) {
            throw ServiceException.badRequest("Deleting stage " + stageName
                    + " failed. Please remove all base path mappings related to the stage in your domains: "
                    + String.join(", ", domains) + ".");
        }
    }

    private static List<String> domains(Store.Reader tx, Call call, Predicate<BasePathMapping> wanted) {
        return tx.listAll(Kind.BASE_PATH_MAPPING).stream()
                .filter(entry -> entry.scope().equals(call.scope()) && wanted.test(entry.entity()))
                .map(Store.Entry::parent)
                .distinct()
                .toList();
    }
}
