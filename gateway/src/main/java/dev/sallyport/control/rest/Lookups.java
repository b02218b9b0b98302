package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import org.jspecify.annotations.Nullable;

/** Finds what a request names, with AWS's error for each thing that is missing (rest-control-plane 2.3). */
public final class Lookups {

    public static final String NO_RESOURCE = "Invalid Resource identifier specified";
    public static final String NO_METHOD = "Invalid Method identifier specified";
    public static final String NO_INTEGRATION = "Invalid Integration identifier specified";
    public static final String NO_STATUS_CODE = "Invalid Response status code specified";
    public static final String NO_STAGE = "Invalid Stage identifier specified";
    public static final String NO_AUTHORIZER = "Invalid Authorizer identifier specified";
    public static final String NO_DEPLOYMENT = "Invalid Deployment identifier specified";
    public static final String NO_LOG_ROLE =
            "CloudWatch Logs role ARN must be set in account settings to enable logging";
    public static final String NO_CLIENT_CERTIFICATE = "Invalid Client Certificate identifier specified";

    private Lookups() {}

    public static RestApi api(Store.Reader tx, Call call, String apiId) {
        RestApi api = tx.find(Kind.REST_API, call.scope(), "", apiId);
        if (api == null) {
            throw ServiceException.notFound(
                    "Invalid API identifier specified " + call.scope().account() + ":" + apiId);
        }
        return api;
    }

    /** AWS: an unknown API is an unknown resource for everything that lies below a resource. */
    public static Resource resource(Store.Reader tx, Call call, String apiId, @Nullable String resourceId) {
        Resource resource = resourceId == null ? null : tx.find(Kind.RESOURCE, call.scope(), apiId, resourceId);
        return orNotFound(resource, NO_RESOURCE);
    }

    public static Method method(Resource resource, String httpMethod) {
        return orNotFound(resource.methods().get(httpMethod), NO_METHOD);
    }

    public static Integration integration(Method method) {
        return orNotFound(method.integration(), NO_INTEGRATION);
    }

    public static Stage stage(Store.Reader tx, Call call, String apiId, String stageName) {
        api(tx, call, apiId);
        return orNotFound(tx.find(Kind.STAGE, call.scope(), apiId, stageName), NO_STAGE);
    }

    public static Deployment deployment(Store.Reader tx, Call call, String apiId, String deploymentId) {
        api(tx, call, apiId);
        return orNotFound(tx.find(Kind.DEPLOYMENT, call.scope(), apiId, deploymentId), NO_DEPLOYMENT);
    }

    public static ClientCertificate clientCertificate(Store.Reader tx, Call call, String id) {
        return orNotFound(tx.find(Kind.CLIENT_CERTIFICATE, call.scope(), "", id), NO_CLIENT_CERTIFICATE);
    }

    public static <T> T orNotFound(@Nullable T found, String text) {
        if (found == null) {
            throw ServiceException.notFound(text);
        }
        return found;
    }
}
