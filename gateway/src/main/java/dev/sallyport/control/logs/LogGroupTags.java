package dev.sallyport.control.logs;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.LogGroup;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.logs.ListTagsForResourceRequest;
import dev.sallyport.wire.logs.ListTagsForResourceResponse;
import dev.sallyport.wire.logs.ListTagsLogGroupRequest;
import dev.sallyport.wire.logs.ListTagsLogGroupResponse;
import dev.sallyport.wire.logs.Logs;
import dev.sallyport.wire.logs.TagLogGroupRequest;
import dev.sallyport.wire.logs.TagResourceRequest;
import dev.sallyport.wire.logs.UntagLogGroupRequest;
import dev.sallyport.wire.logs.UntagResourceRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tags of log groups by both generations of operations: by name, and by the ARN without {@code :*}. */
final class LogGroupTags {

    private static final int TAGS = 50;

    private final Store store;

    LogGroupTags(Store store) {
        this.store = store;
    }

    void register(OperationRegistry registry) {
        registry.on(Logs.TAG_LOG_GROUP, this::tagGroup)
                .on(Logs.UNTAG_LOG_GROUP, this::untagGroup)
                .on(Logs.LIST_TAGS_LOG_GROUP, this::listOfGroup)
                .on(Logs.TAG_RESOURCE, this::tagResource)
                .on(Logs.UNTAG_RESOURCE, this::untagResource)
                .on(Logs.LIST_TAGS_FOR_RESOURCE, this::listOfResource);
    }

    Unit tagGroup(Call call, TagLogGroupRequest input) {
        String name = GroupNames.checked(input.logGroupName());
        return store.write(transaction ->
                add(transaction, call.scope(), GroupNames.group(transaction, call.scope(), name), input.tags()));
    }

    Unit untagGroup(Call call, UntagLogGroupRequest input) {
        String name = GroupNames.checked(input.logGroupName());
        return store.write(transaction ->
                remove(transaction, call.scope(), GroupNames.group(transaction, call.scope(), name), input.tags()));
    }

    ListTagsLogGroupResponse listOfGroup(Call call, ListTagsLogGroupRequest input) {
        String name = GroupNames.checked(input.logGroupName());
        return store.read(transaction -> ListTagsLogGroupResponse.builder()
                .tags(GroupNames.group(transaction, call.scope(), name).tags())
                .build());
    }

    Unit tagResource(Call call, TagResourceRequest input) {
        String name = GroupNames.ofResourceArn(call.scope(), input.resourceArn());
        return store.write(
                transaction -> add(transaction, call.scope(), resource(transaction, call.scope(), name), input.tags()));
    }

    Unit untagResource(Call call, UntagResourceRequest input) {
        String name = GroupNames.ofResourceArn(call.scope(), input.resourceArn());
        return store.write(transaction ->
                remove(transaction, call.scope(), resource(transaction, call.scope(), name), input.tagKeys()));
    }

    ListTagsForResourceResponse listOfResource(Call call, ListTagsForResourceRequest input) {
        String name = GroupNames.ofResourceArn(call.scope(), input.resourceArn());
        return store.read(transaction -> ListTagsForResourceResponse.builder()
                .tags(resource(transaction, call.scope(), name).tags())
                .build());
    }

    private static LogGroup resource(Store.Reader transaction, Scope scope, String name) {
        LogGroup group = transaction.find(Kind.LOG_GROUP, scope, "", name);
        if (group == null) {
            throw LogsErrors.noResource();
        }
        return group;
    }

    private static Unit add(
            Store.Writer transaction, Scope scope, LogGroup group, @Nullable Map<String, String> added) {
        Map<String, String> given = added == null ? Map.of() : added;
        requireAllowed(given);
        return change(transaction, scope, group, tags -> tags.putAll(given));
    }

    private static Unit remove(Store.Writer transaction, Scope scope, LogGroup group, @Nullable List<String> keys) {
        List<String> given = keys == null ? List.of() : keys;
        return change(transaction, scope, group, tags -> given.forEach(tags::remove));
    }

    private static Unit change(
            Store.Writer transaction, Scope scope, LogGroup group, Consumer<Map<String, String>> change) {
        Map<String, String> tags = new LinkedHashMap<>(group.tags());
        change.accept(tags);
        requireFew(tags);
        GroupNames.put(transaction, scope, group.withTags(tags));
        return Unit.INSTANCE;
    }

    /** @throws ServiceException 400 when there are too many tags, or one that only AWS may give (texts inferred) */
    static void requireAllowed(Map<String, String> tags) {
        if (tags.keySet().stream().anyMatch(key -> key.startsWith("aws:"))) {
            throw LogsErrors.invalidParameter("aws: prefixed tag key names are not allowed for external use.");
        }
        requireFew(tags);
    }

    private static void requireFew(Map<String, String> tags) {
        if (tags.size() > TAGS) {
            throw new ServiceException(
                    400, "TooManyTagsException", "A resource can have no more than " + TAGS + " tags.");
        }
    }
}
