package dev.sallyport.control.logs;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.LogGroup;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.logs.AssociateKmsKeyRequest;
import dev.sallyport.wire.logs.DeleteRetentionPolicyRequest;
import dev.sallyport.wire.logs.DescribeMetricFiltersRequest;
import dev.sallyport.wire.logs.DescribeMetricFiltersResponse;
import dev.sallyport.wire.logs.DescribeSubscriptionFiltersRequest;
import dev.sallyport.wire.logs.DescribeSubscriptionFiltersResponse;
import dev.sallyport.wire.logs.DisassociateKmsKeyRequest;
import dev.sallyport.wire.logs.Logs;
import dev.sallyport.wire.logs.PutLogGroupDeletionProtectionRequest;
import dev.sallyport.wire.logs.PutRetentionPolicyRequest;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Retention, keys and protection of log groups, and the filters that none of them has. */
final class LogGroupSettings {

    /** In AWS's order (R8.13). */
    private static final List<Integer> RETENTION_DAYS = List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    private final Store store;

    LogGroupSettings(Store store) {
        this.store = store;
    }

    void register(OperationRegistry registry) {
        registry.on(Logs.PUT_RETENTION_POLICY, this::putRetention)
                .on(Logs.DELETE_RETENTION_POLICY, this::deleteRetention)
                .on(Logs.PUT_LOG_GROUP_DELETION_PROTECTION, this::protect)
                .on(Logs.ASSOCIATE_KMS_KEY, this::associateKey)
                .on(Logs.DISASSOCIATE_KMS_KEY, this::disassociateKey)
                .on(Logs.DESCRIBE_METRIC_FILTERS, this::metricFilters)
                .on(Logs.DESCRIBE_SUBSCRIPTION_FILTERS, this::subscriptionFilters);
    }

    Unit putRetention(Call call, PutRetentionPolicyRequest input) {
        Integer days = Objects.requireNonNull(input.retentionInDays(), "the model requires the days");
        if (!RETENTION_DAYS.contains(days)) {
            throw LogsErrors.invalidParameter("1 validation error detected: Value '" + days
                    + "' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: "
                    + RETENTION_DAYS);
        }
        return change(call, GroupNames.checked(input.logGroupName()), group -> group.withRetentionDays(days));
    }

    Unit deleteRetention(Call call, DeleteRetentionPolicyRequest input) {
        return change(call, GroupNames.checked(input.logGroupName()), group -> group.withRetentionDays(null));
    }

    Unit protect(Call call, PutLogGroupDeletionProtectionRequest input) {
        String identifier = Objects.requireNonNull(input.logGroupIdentifier(), "the model requires the identifier");
        boolean enabled = Boolean.TRUE.equals(input.deletionProtectionEnabled());
        return change(
                call, GroupNames.ofIdentifier(call.scope(), identifier), group -> group.withDeletionProtected(enabled));
    }

    Unit associateKey(Call call, AssociateKmsKeyRequest input) {
        String name = keyed(call, input.logGroupName(), input.resourceIdentifier());
        return change(call, name, group -> group.withKmsKeyId(input.kmsKeyId()));
    }

    Unit disassociateKey(Call call, DisassociateKmsKeyRequest input) {
        String name = keyed(call, input.logGroupName(), input.resourceIdentifier());
        return change(call, name, group -> group.withKmsKeyId(null));
    }

    private static String keyed(Call call, @Nullable String name, @Nullable String resource) {
        if (resource != null && resource.contains(":query-result:")) {
            throw ServiceException.notSupported("A key for the results of queries");
        }
        return GroupNames.either(call, name, resource);
    }

    private Unit change(Call call, String name, UnaryOperator<LogGroup> change) {
        return store.write(transaction -> {
            LogGroup group = GroupNames.group(transaction, call.scope(), name);
            GroupNames.put(transaction, call.scope(), change.apply(group));
            return Unit.INSTANCE;
        });
    }

    DescribeMetricFiltersResponse metricFilters(Call call, DescribeMetricFiltersRequest input) {
        if (input.logGroupName() != null) {
            requireGroup(call, GroupNames.checked(input.logGroupName()));
        }
        return DescribeMetricFiltersResponse.builder().metricFilters(List.of()).build();
    }

    DescribeSubscriptionFiltersResponse subscriptionFilters(Call call, DescribeSubscriptionFiltersRequest input) {
        requireGroup(call, GroupNames.checked(input.logGroupName()));
        return DescribeSubscriptionFiltersResponse.builder()
                .subscriptionFilters(List.of())
                .build();
    }

    private void requireGroup(Call call, String name) {
        store.read(transaction -> GroupNames.group(transaction, call.scope(), name));
    }
}
