package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where a method is. Everything of a method is stored with its resource, so it is read and written here. */
record MethodKey(String apiId, String resourceId, String httpMethod) {

    static MethodKey of(@Nullable String apiId, @Nullable String resourceId, @Nullable String httpMethod) {
        return new MethodKey(Input.required(apiId), Input.required(resourceId), Input.required(httpMethod));
    }

    Resource resource(Store.Reader tx, Call call) {
        return Lookups.resource(tx, call, apiId, resourceId);
    }

    Method method(Store.Reader tx, Call call) {
        return Lookups.method(resource(tx, call), httpMethod);
    }

    void put(Store.Writer tx, Call call, Resource resource) {
        tx.put(Kind.RESOURCE, call.scope(), apiId, resourceId, resource);
    }

    /** Replaces the method in one transaction. */
    Method change(Store store, Call call, UnaryOperator<Method> change) {
        return change(store, call, (tx, method) -> change.apply(method));
    }

    /** Replaces the method in one transaction, by what else that transaction sees. */
    Method change(Store store, Call call, BiFunction<Store.Reader, Method, Method> change) {
        return store.write(tx -> {
            Resource resource = resource(tx, call);
            Method changed = change.apply(tx, Lookups.method(resource, httpMethod));
            put(tx, call, resource.withMethod(changed));
            return changed;
        });
    }
}
