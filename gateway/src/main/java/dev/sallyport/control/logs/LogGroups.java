package dev.sallyport.control.logs;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.LogGroup;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.telemetry.logs.LogEvents;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.logs.CreateLogGroupRequest;
import dev.sallyport.wire.logs.DeleteLogGroupRequest;
import dev.sallyport.wire.logs.DescribeLogGroupsRequest;
import dev.sallyport.wire.logs.DescribeLogGroupsResponse;
import dev.sallyport.wire.logs.ListLogGroupsRequest;
import dev.sallyport.wire.logs.ListLogGroupsResponse;
import dev.sallyport.wire.logs.LogGroupSummary;
import dev.sallyport.wire.logs.Logs;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creation, deletion and lists of log groups (R8.1, R8.3 to R8.5, R8.12). */
final class LogGroups {

    private final Store store;
    private final LogEvents events;
    private final InstantSource clock;

    LogGroups(Store store, LogEvents events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    void register(OperationRegistry registry) {
        registry.on(Logs.CREATE_LOG_GROUP, this::create)
                .on(Logs.DELETE_LOG_GROUP, this::delete)
                .on(Logs.DESCRIBE_LOG_GROUPS, this::describe)
                .on(Logs.LIST_LOG_GROUPS, this::list);
    }

    Unit create(Call call, CreateLogGroupRequest input) {
        String name = GroupNames.checked(input.logGroupName());
        if (name.toLowerCase(Locale.ROOT).startsWith("aws/")) {
            throw LogsErrors.invalidParameter("Log groups starting with AWS/ are reserved for AWS.");
        }
        Map<String, String> tags = input.tags() == null ? Map.of() : input.tags();
        LogGroupTags.requireAllowed(tags);
        LogGroup group = new LogGroup(
                name,
                clock.millis(),
                null,
                input.kmsKeyId(),
                input.logGroupClass() == null ? LogGroup.STANDARD : input.logGroupClass(),
                Boolean.TRUE.equals(input.deletionProtectionEnabled()),
                tags);
        return store.write(transaction -> {
            if (transaction.find(Kind.LOG_GROUP, call.scope(), "", name) != null) {
                throw LogsErrors.groupExists();
            }
            GroupNames.put(transaction, call.scope(), group);
            return Unit.INSTANCE;
        });
    }

    Unit delete(Call call, DeleteLogGroupRequest input) {
        String name = GroupNames.checked(input.logGroupName());
        store.write(transaction -> {
            LogGroup group = GroupNames.group(transaction, call.scope(), name);
            if (group.deletionProtected()) {
                // (inferred) the name of the exception is the documentation's, the text is ours.
                throw LogsErrors.validation(
                        "The specified log group has deletion protection enabled and cannot be deleted.");
            }
            transaction.deleteAll(Kind.LOG_STREAM, call.scope(), name);
            transaction.delete(Kind.LOG_GROUP, call.scope(), "", name);
            return Unit.INSTANCE;
        });
        events.deleteGroup(call.scope(), name);
        return Unit.INSTANCE;
    }

    DescribeLogGroupsResponse describe(Call call, DescribeLogGroupsRequest input) {
        Scope scope = call.scope();
        String pattern = input.logGroupNamePattern();
        if (pattern != null && input.logGroupNamePrefix() != null) {
            throw LogsErrors.invalidParameter(
                    "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }
        Predicate<LogGroup> wanted = ofClass(input.logGroupClass()).and(named(scope, input));
        List<LogGroup> groups = ofAccount(scope, input.accountIdentifiers()) ? groups(scope, wanted) : List.of();
        Paged<LogGroup> page =
                Paged.of(groups, LogGroup::name, Comparator.naturalOrder(), input.nextToken(), input.limit());
        String token = page.nextToken();
        if (pattern != null && token == null && !page.items().isEmpty()) {
            // AWS: a search by pattern gives a token until a page is empty.
            token = Paged.token(page.items().getLast().name());
        }
        return DescribeLogGroupsResponse.builder()
                .logGroups(page.items().stream()
                        .map(group -> view(scope, group, pattern != null))
                        .toList())
                .nextToken(token)
                .build();
    }

    private static Predicate<LogGroup> named(Scope scope, DescribeLogGroupsRequest input) {
        String prefix = input.logGroupNamePrefix();
        String part = input.logGroupNamePattern();
        Predicate<LogGroup> wanted = group -> (prefix == null || group.name().startsWith(prefix))
                && (part == null || group.name().contains(part));
        List<String> identifiers = input.logGroupIdentifiers();
        if (identifiers == null) {
            return wanted;
        }
        Set<String> names = identifiers.stream()
                .map(identifier -> GroupNames.ofIdentifier(scope, identifier))
                .collect(Collectors.toSet());
        return wanted.and(group -> names.contains(group.name()));
    }

    ListLogGroupsResponse list(Call call, ListLogGroupsRequest input) {
        Scope scope = call.scope();
        refuseUnbuilt(input);
        Predicate<LogGroup> wanted = ofClass(input.logGroupClass()).and(matching(input.logGroupNamePattern()));
        List<LogGroup> groups = ofAccount(scope, input.accountIdentifiers()) ? groups(scope, wanted) : List.of();
        Paged<LogGroup> page =
                Paged.of(groups, LogGroup::name, Comparator.naturalOrder(), input.nextToken(), input.limit());
        return ListLogGroupsResponse.builder()
                .logGroups(page.items().stream()
                        .map(group -> LogGroupSummary.builder()
                                .logGroupName(group.name())
                                .logGroupArn(GroupNames.arn(scope, group.name()))
                                .logGroupClass(group.groupClass())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static void refuseUnbuilt(ListLogGroupsRequest input) {
        if (input.dataSources() != null) {
            throw ServiceException.notSupported("dataSources of ListLogGroups");
        }
        if (input.fieldIndexNames() != null) {
            throw ServiceException.notSupported("fieldIndexNames of ListLogGroups");
        }
        if (input.logGroupTags() != null) {
            throw ServiceException.notSupported("logGroupTags of ListLogGroups");
        }
    }

    private static Predicate<LogGroup> matching(@Nullable String regex) {
        if (regex == null) {
            return group -> true;
        }
        try {
            Pattern pattern = Pattern.compile(regex);
            return group -> pattern.matcher(group.name()).find();
        } catch (PatternSyntaxException invalid) {
            throw LogsErrors.invalidParameter("Invalid logGroupNamePattern: " + regex);
        }
    }

    private static Predicate<LogGroup> ofClass(@Nullable String groupClass) {
        return group -> groupClass == null || group.groupClass().equals(groupClass);
    }

    /** No account is linked with another here. */
    private static boolean ofAccount(Scope scope, @Nullable List<String> accounts) {
        return accounts == null || accounts.isEmpty() || accounts.contains(scope.account());
    }

    private List<LogGroup> groups(Scope scope, Predicate<LogGroup> wanted) {
        events.settle();
        return store.read(transaction -> transaction.list(Kind.LOG_GROUP, scope, "").stream()
                .filter(wanted)
                .sorted(Comparator.comparing(LogGroup::name))
                .toList());
    }

    private dev.sallyport.wire.logs.LogGroup view(Scope scope, LogGroup group, boolean foundByPattern) {
        return dev.sallyport.wire.logs.LogGroup.builder()
                .logGroupName(group.name())
                .creationTime(group.creationMillis())
                .retentionInDays(group.retentionDays())
                .metricFilterCount(0)
                .arn(GroupNames.arnWithStreams(scope, group.name()))
                .logGroupArn(GroupNames.arn(scope, group.name()))
                .storedBytes(foundByPattern ? null : events.storedBytes(scope, group.name()))
                .kmsKeyId(group.kmsKeyId())
                .logGroupClass(group.groupClass())
                .deletionProtectionEnabled(foundByPattern ? null : group.deletionProtected())
                .build();
    }
}
