package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PartPatch;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Model;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateModelRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Models (rest-control-plane 7.8, 10.8): JSON Schemas by name, for methods, SDKs and mapping templates. */
public final class Models {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]+");

    private final Store store;
    private final Ids ids;

    public Models(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    /** R10.28: a method names only models that its API has. */
    static void check(Store.Reader tx, Call call, String apiId, @Nullable String name) {
        if (name == null || tx.find(Kind.MODEL, call.scope(), apiId, name) == null) {
            throw ServiceException.badRequest("Invalid model identifier specified: " + name);
        }
    }

    /** CreateModel (R10.80 to R10.85). */
    Model create(Call call, CreateModelRequest request) {
        String apiId = Input.required(request.restApiId());
        String name = Input.required(request.name());
        String contentType = Input.required(request.contentType());
        return store.write(tx -> {
            Lookups.api(tx, call, apiId);
            List<Model> all = tx.list(Kind.MODEL, call.scope(), apiId);
            if (tx.find(Kind.MODEL, call.scope(), apiId, name) != null) {
                throw ServiceException.conflict("Model name already exists for this REST API");
            }
            if (name.isEmpty()) {
                throw ServiceException.badRequest("Model name must be non-empty");
            }
            if (!NAME.matcher(name).matches()) {
                throw ServiceException.badRequest("Model name must be alphanumeric: " + name);
            }
            checkSchema(tx, call, apiId, name, contentType, request.schema());
            MappingRules.checkContentTypes(List.of(contentType));
            Set<String> taken = all.stream().map(Model::id).collect(Collectors.toSet());
            Model model = new Model(
                    ids.next(Ids.SHORT, taken::contains),
                    name,
                    Input.orNull(request.description()),
                    contentType,
                    request.schema());
            tx.put(Kind.MODEL, call.scope(), apiId, name, model);
            return model;
        });
    }

    private static void checkSchema(
            Store.Reader tx, Call call, String apiId, String name, String contentType, @Nullable String schema) {
        ModelSchemas.check(
                contentType,
                schema,
                apiId,
                other -> other.equals(name) || tx.find(Kind.MODEL, call.scope(), apiId, other) != null);
    }

    /**
     * GetModel.
     *
     * @param flatten whether the schema shall hold the models that it refers to (R6.13)
     */
    Model get(Call call, String apiId, String name, boolean flatten) {
        return store.read(tx -> {
            Model model = find(tx, call, apiId, name);
            ObjectNode schema = flatten ? parsed(model) : null;
            if (schema == null || ModelSchemas.referenced(model.schema()).isEmpty()) {
                return model;
            }
            String flat = ModelReferences.flattened(name, schema, schemas(tx, call, apiId));
            return new Model(model.id(), name, model.description(), model.contentType(), flat);
        });
    }

    Page<Model> list(Call call, String apiId, @Nullable Integer limit, @Nullable String position) {
        List<Model> all = store.read(tx -> {
            Lookups.api(tx, call, apiId);
            return tx.list(Kind.MODEL, call.scope(), apiId);
        });
        return Page.of(all, Model::name, limit, position);
    }

    /** UpdateModel (9.13). */
    Model update(Call call, String apiId, String name, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            Model current = find(tx, call, apiId, name);
            Model patched = PartPatch.MODEL.apply(current, operations);
            if (!patched.equals(current)) {
                checkSchema(tx, call, apiId, name, patched.contentType(), patched.schema());
                tx.put(Kind.MODEL, call.scope(), apiId, name, patched);
            }
            return patched;
        });
    }

    /** DeleteModel, unless something refers to it (R10.86). */
    void delete(Call call, String apiId, String name) {
        store.write(tx -> {
            find(tx, call, apiId, name);
            Uses.checkModel(tx, call, apiId, name);
            return tx.delete(Kind.MODEL, call.scope(), apiId, name);
        });
    }

    /** GetModelTemplate: a mapping template with the structure of the model. */
    String template(Call call, String apiId, String name) {
        return store.read(tx -> {
            Model model = find(tx, call, apiId, name);
            return ModelTemplate.of(parsed(model), schemas(tx, call, apiId));
        });
    }

    /** AWS: a model is looked for at once; an unknown API is an unknown model (2.3). */
    private static Model find(Store.Reader tx, Call call, String apiId, String name) {
        return Lookups.orNotFound(
                tx.find(Kind.MODEL, call.scope(), apiId, name), "Invalid model name specified: " + name);
    }

    private static Function<String, @Nullable ObjectNode> schemas(Store.Reader tx, Call call, String apiId) {
        return name -> {
            Model model = tx.find(Kind.MODEL, call.scope(), apiId, name);
            return model == null ? null : parsed(model);
        };
    }

    private static @Nullable ObjectNode parsed(Model model) {
        return model.schema() == null ? null : ModelSchemas.parsed(model.schema());
    }
}
