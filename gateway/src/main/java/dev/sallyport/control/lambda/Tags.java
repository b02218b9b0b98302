package dev.sallyport.control.lambda;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Function;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.ListTagsRequest;
import dev.sallyport.wire.lambda.ListTagsResponse;
import dev.sallyport.wire.lambda.TagResourceRequest;
import dev.sallyport.wire.lambda.UntagResourceRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tags of functions (R3.18, R3.36). */
final class Tags {

    private static final int TAGS = 50;

    private final Store store;

    Tags(LambdaServices services) {
        store = services.store();
    }

    void register(OperationRegistry registry) {
        registry.on(Lambda.TAG_RESOURCE, this::tag)
                .on(Lambda.UNTAG_RESOURCE, this::untag)
                .on(Lambda.LIST_TAGS, this::list);
    }

    Unit tag(Call call, TagResourceRequest input) {
        FunctionAddress address = address(call, "TagResource", input.resource());
        Map<String, String> added = input.tags();
        if (added == null || added.isEmpty()) {
            throw LambdaErrors.invalidParameter("An error occurred and the request cannot be processed.");
        }
        return store.write(transaction -> {
            Function function = Lookups.function(transaction, address);
            Map<String, String> tags = new LinkedHashMap<>(function.tags());
            tags.putAll(added);
            requireFew(tags);
            Lookups.put(transaction, address.scope(), function.withTags(tags));
            return Unit.INSTANCE;
        });
    }

    Unit untag(Call call, UntagResourceRequest input) {
        FunctionAddress address = address(call, "UntagResource", input.resource());
        List<String> keys = input.tagKeys();
        if (keys == null || keys.isEmpty()) {
            throw LambdaErrors.validation(
                    "Value null at 'tagKeys' failed to satisfy constraint: Member must not be null");
        }
        return store.write(transaction -> {
            Function function = Lookups.function(transaction, address);
            Map<String, String> tags = new LinkedHashMap<>(function.tags());
            keys.forEach(tags::remove);
            Lookups.put(transaction, address.scope(), function.withTags(tags));
            return Unit.INSTANCE;
        });
    }

    ListTagsResponse list(Call call, ListTagsRequest input) {
        FunctionAddress address = address(call, "ListTags", input.resource());
        return store.read(transaction -> ListTagsResponse.builder()
                .tags(Lookups.function(transaction, address).tags())
                .build());
    }

    /** @throws ServiceException 400 when there are more tags than AWS allows */
    static void requireFew(Map<String, String> tags) {
        if (tags.size() > TAGS) {
            throw LambdaErrors.invalidParameter("Number of tags exceeds resource tag limit.");
        }
    }

    private static FunctionAddress address(Call call, String operation, @Nullable String resource) {
        if (resource != null && !resource.contains(":function:")) {
            throw ServiceException.notSupported("A tag on " + resource);
        }
        FunctionAddress address = FunctionAddress.of(call, operation, resource, null);
        if (address.qualifier() != null) {
            throw LambdaErrors.invalidParameter(
                    "Tags on function aliases and versions are not supported. Please specify a function ARN.");
        }
        return address;
    }
}
