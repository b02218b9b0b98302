package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.model.RoutingRule;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The custom domain names that serve an API, which keep it and its mapped stages from being deleted. */
public final class ApiMappings {

    private ApiMappings() {}

    /** R10.10. */
    static void refuseForApi(Store.Reader tx, Call call, String apiId) {
        if (isServed(tx, call, apiId)) {
            throw ServiceException.badRequest(
                    "Please remove all base path mappings related to the API in your account" + " before deleting.");
        }
    }

    /** AWS: as with the API; a mapping without a stage does not hold one. */
    static void refuseForStage(Store.Reader tx, Call call, String apiId, String stageName) {
        List<String> domains = domainsOf(tx, call, apiId, stageName);
        if (!domains.isEmpty()) {
            throw ServiceException.badRequest(stillServed(stageName, domains) + ".");
        }
    }

    /** http-api R21.10. */
    public static void refuseForV2Api(Store.Reader tx, Call call, String apiId) {
        if (isServed(tx, call, apiId)) {
            throw ServiceException.badRequest("Deleting API " + apiId
                    + " failed. Please remove all API mappings for the API from your custom domain names.");
        }
    }

    /** http-api R13.10. AWS: it answers 400 too, and its words end without a full stop. */
    public static void refuseForV2Stage(Store.Reader tx, Call call, String apiId, String stageName) {
        List<String> domains = domainsOf(tx, call, apiId, stageName);
        if (!domains.isEmpty()) {
            throw ServiceException.badRequest(stillServed(stageName, domains));
        }
    }

    private static String stillServed(String stageName, List<String> domains) {
        return "Deleting stage " + stageName
                + " failed. Please remove all base path mappings related to the stage in your domains: "
                + String.join(", ", domains);
    }

    private static boolean isServed(Store.Reader tx, Call call, String apiId) {
        return domains(
                        tx,
                        call,
                        mapping -> mapping.restApiId().equals(apiId),
                        rule -> rule.action().apiId().equals(apiId))
                .findAny()
                .isPresent();
    }

    private static List<String> domainsOf(Store.Reader tx, Call call, String apiId, String stage) {
        return domains(
                        tx,
                        call,
                        mapping -> mapping.restApiId().equals(apiId) && stage.equals(mapping.stage()),
                        rule -> rule.action().apiId().equals(apiId)
                                && rule.action().stage().equals(stage))
                .distinct()
                .toList();
    }

    /** (inferred) What a routing rule leads to stays as well. */
    private static Stream<String> domains(
            Store.Reader tx, Call call, Predicate<BasePathMapping> mappings, Predicate<RoutingRule> rules) {
        return Stream.concat(
                tx.listAll(Kind.BASE_PATH_MAPPING).stream()
                        .filter(entry -> entry.scope().equals(call.scope()) && mappings.test(entry.entity()))
                        .map(Store.Entry::parent),
                tx.listAll(Kind.ROUTING_RULE).stream()
                        .filter(entry -> entry.scope().equals(call.scope()) && rules.test(entry.entity()))
                        .map(Store.Entry::parent));
    }
}
