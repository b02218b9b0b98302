package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;

/** The protocols of APIs (W1.6: for good), with where the resources that both have are stored. */
enum Protocol {
    HTTP,
    WEBSOCKET;

    /**
     * The protocol of an API.
     *
     * @throws ServiceException 404 when there is no such API
     */
    static Protocol of(Store.Reader tx, Call call, String apiId) {
        if (tx.find(Kind.WEB_SOCKET_API, call.scope(), "", apiId) != null) {
            return WEBSOCKET;
        }
        HttpApiLookups.api(tx, call, apiId);
        return HTTP;
    }

    /** Where its stages are. */
    Kind<HttpApiStage> stages() {
        return switch (this) {
            case HTTP -> Kind.HTTP_API_STAGE;
            case WEBSOCKET -> Kind.WEB_SOCKET_STAGE;
        };
    }

    /** Where the documents of its deployments are. */
    Kind<?> documents() {
        return switch (this) {
            case HTTP -> Kind.HTTP_API_DOCUMENT;
            case WEBSOCKET -> Kind.WEB_SOCKET_DOCUMENT;
        };
    }

    /**
     * Refuses a member that APIs of this protocol do not have. AWS: these words are recorded for the time to live of
     * authorizers; for other members they are inferred.
     *
     * @param member as the model writes it
     */
    void refuse(boolean isGiven, String member) {
        if (isGiven) {
            throw ServiceException.badRequest(member + " cannot be set for " + name() + " protocol Apis.");
        }
    }

    /** (inferred) What is said of an operation on an API of the protocol that does not have it. */
    ServiceException unsupported() {
        return ServiceException.badRequest("This operation is not supported on protocolType " + name());
    }
}
