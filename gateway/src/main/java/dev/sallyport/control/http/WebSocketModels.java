package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.ModelSchemas;
import dev.sallyport.control.rest.ModelTemplate;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.Ids;
import dev.sallyport.model.WebSocketApi;
import dev.sallyport.model.WebSocketModel;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateModelRequest;
import dev.sallyport.wire.apigatewayv2.UpdateModelRequest;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Models of WebSocket APIs (websocket-api 13, 22): JSON schemas of draft 4, by which routes validate messages. */
final class WebSocketModels {

    private static final String CONTENT_TYPE = "application/json";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,128}");

    private final Store store;
    private final Ids ids;
    private final HttpApiDeployments deployments;

    WebSocketModels(Store store, Ids ids, HttpApiDeployments deployments) {
        this.store = store;
        this.ids = ids;
        this.deployments = deployments;
    }

    WebSocketModel create(Call call, String apiId, CreateModelRequest in) {
        return store.write(tx -> {
            WebSocketApi api = WebSocketLookups.api(tx, call, apiId);
            WebSocketModel model = new WebSocketModel(
                    ids.next(Ids.SHORT, id -> tx.find(Kind.WEB_SOCKET_MODEL, call.scope(), apiId, id) != null),
                    Input.required(in.name()),
                    Input.orNull(in.description()),
                    requireNonNullElse(Input.orNull(in.contentType()), CONTENT_TYPE), // W22.10
                    Input.required(in.schema()));
            return put(tx, call, api, model);
        });
    }

    private WebSocketModel put(Store.Writer tx, Call call, WebSocketApi api, WebSocketModel model) {
        List<WebSocketModel> others = tx.list(Kind.WEB_SOCKET_MODEL, call.scope(), api.id()).stream()
                .filter(other -> !other.id().equals(model.id()))
                .toList();
        checkName(model.name(), others);
        if (ModelSchemas.parsed(model.schema()) == null) {
            throw ServiceException.badRequest("Invalid model schema specified"); // W22.10
        }
        if (!api.disableSchemaValidation()) {
            checkSchema(
                    api.id(),
                    model,
                    Stream.concat(others.stream(), Stream.of(model)).toList());
        }
        tx.put(Kind.WEB_SOCKET_MODEL, call.scope(), api.id(), model.id(), model);
        deployments.changed(tx, call, api.id());
        return model;
    }

    /** W22.9. */
    private static void checkName(String name, List<WebSocketModel> others) {
        if (!NAME.matcher(name).matches()) {
            throw ServiceException.badRequest("Model name must be alphanumeric: " + name);
        }
        if (others.stream().anyMatch(other -> other.name().equals(name))) {
            throw ServiceException.conflict("Model name already exists for this API");
        }
    }

    /**
     * W13.5: the same schemas as those of REST APIs.
     *
     * @param all the models of the API
     * @throws ServiceException that says what is wrong with it
     */
    static void checkSchema(String apiId, WebSocketModel model, Collection<WebSocketModel> all) {
        ModelSchemas.check(
                model.contentType(),
                model.schema(),
                apiId,
                name -> all.stream().anyMatch(each -> each.name().equals(name)));
    }

    WebSocketModel get(Call call, String apiId, String id) {
        return store.read(tx -> WebSocketLookups.model(tx, call, apiId, id));
    }

    Page<WebSocketModel> list(Call call, String apiId, @Nullable String maxResults, @Nullable String nextToken) {
        return store.read(tx -> {
            WebSocketLookups.api(tx, call, apiId);
            return HttpApiPages.read(tx, call, Kind.WEB_SOCKET_MODEL, apiId, maxResults, nextToken);
        });
    }

    /** UpdateModel: what is given replaces (R20.8). */
    WebSocketModel update(Call call, String apiId, UpdateModelRequest in) {
        return store.write(tx -> {
            WebSocketApi api = WebSocketLookups.api(tx, call, apiId);
            WebSocketModel current = WebSocketLookups.model(tx, call, apiId, Input.required(in.modelId()));
            WebSocketModel updated = new WebSocketModel(
                    current.id(),
                    requireNonNullElse(in.name(), current.name()),
                    HttpApiRoutes.given(in.description(), current.description()),
                    requireNonNullElse(Input.orNull(in.contentType()), current.contentType()),
                    requireNonNullElse(in.schema(), current.schema()));
            if (!updated.name().equals(current.name())) {
                requireUnused(tx, call, apiId, current, "rename");
            }
            return put(tx, call, api, updated);
        });
    }

    /** W22.9: routes name models. */
    private static void requireUnused(Store.Reader tx, Call call, String apiId, WebSocketModel model, String change) {
        List<String> routes = tx.list(Kind.WEB_SOCKET_ROUTE, call.scope(), apiId).stream()
                .filter(route -> names(route, model.name()))
                .map(WebSocketRoute::id)
                .toList();
        if (!routes.isEmpty()) {
            throw ServiceException.conflict("Cannot " + change
                    + " Model because it is referenced by the following Routes with Ids: [" + String.join(", ", routes)
                    + "]");
        }
    }

    private static boolean names(WebSocketRoute route, String model) {
        return route.requestModels().containsValue(model)
                || route.responses().stream()
                        .anyMatch(response -> response.models().containsValue(model));
    }

    /** (inferred, as in REST APIs) A route names only models that its API has. */
    static void require(Store.Reader tx, Call call, String apiId, Collection<String> names) {
        if (names.isEmpty()) {
            return;
        }
        List<WebSocketModel> all = tx.list(Kind.WEB_SOCKET_MODEL, call.scope(), apiId);
        for (String name : names) {
            if (all.stream().noneMatch(model -> model.name().equals(name))) {
                throw ServiceException.badRequest("Invalid model identifier specified: " + name);
            }
        }
    }

    void delete(Call call, String apiId, String id) {
        store.write(tx -> {
            requireUnused(tx, call, apiId, WebSocketLookups.model(tx, call, apiId, id), "delete");
            tx.delete(Kind.WEB_SOCKET_MODEL, call.scope(), apiId, id);
            deployments.changed(tx, call, apiId);
            return id;
        });
    }

    /** GetModelTemplate (W22.11): a mapping template with the structure of the model. */
    String template(Call call, String apiId, String id) {
        return store.read(tx -> {
            WebSocketModel model = WebSocketLookups.model(tx, call, apiId, id);
            List<WebSocketModel> all = tx.list(Kind.WEB_SOCKET_MODEL, call.scope(), apiId);
            return ModelTemplate.of(ModelSchemas.parsed(model.schema()), name -> schema(all, name));
        });
    }

    private static @Nullable ObjectNode schema(List<WebSocketModel> all, String name) {
        for (WebSocketModel model : all) {
            if (model.name().equals(name)) {
                return ModelSchemas.parsed(model.schema());
            }
        }
        return null;
    }
}
