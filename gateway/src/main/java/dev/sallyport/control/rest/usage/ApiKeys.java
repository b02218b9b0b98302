package dev.sallyport.control.rest.usage;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.UsagePatch;
import dev.sallyport.control.rest.CustomIds;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Lookups;
import dev.sallyport.control.rest.Page;
import dev.sallyport.control.rest.TagRules;
import dev.sallyport.model.ApiKey;
import dev.sallyport.model.ApiKeyValue;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateApiKeyRequest;
import dev.sallyport.wire.apigateway.GetApiKeysRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.StageKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** API keys (rest-control-plane 7.12, 10.9). A value is found by an entity of its own, however many keys there are. */
final class ApiKeys {

    private final Store store;
    private final Ids ids;
    private final InstantSource clock;

    ApiKeys(Store store, Ids ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /** CreateApiKey. AWS: generateDistinctId is of no consequence, an id always differs from the value (R10.106). */
    ApiKey create(Call call, CreateApiKeyRequest request) {
        String name = Input.orNull(request.name());
        String value = Input.orNull(request.value());
        ApiKeyRules.check(name, value, request.description());
        Map<String, String> tags = Objects.requireNonNullElse(request.tags(), Map.<String, String>of());
        TagRules.check(tags);
        return store.write(tx -> {
            List<String> stageKeys = stageKeys(tx, call, Objects.requireNonNullElse(request.stageKeys(), List.of()));
            Instant now = now();
            ApiKey key = new ApiKey(
                    newId(tx, call, tags.get(CustomIds.TAG)),
                    value == null ? ids.apiKeyValue() : value,
                    name,
                    Input.orNull(request.description()),
                    Input.orNull(request.customerId()),
                    Boolean.TRUE.equals(request.enabled()),
                    stageKeys,
                    tags,
                    now,
                    now);
            add(tx, call, key);
            return key;
        });
    }

    /** A key with a value of the client's, as ImportApiKeys makes them. */
    ApiKey imported(Store.Writer tx, Call call, ApiKeyRow row) {
        Instant now = now();
        ApiKey key = new ApiKey(
                newId(tx, call, null),
                row.value(),
                row.name(),
                row.description(),
                null,
                row.enabled(),
                List.of(),
                Map.of(),
                now,
                now);
        add(tx, call, key);
        return key;
    }

    private static void add(Store.Writer tx, Call call, ApiKey key) {
        if (withValue(tx, call, key.value()) != null) {
            throw ServiceException.conflict("API Key already exists"); // R10.104
        }
        tx.put(Kind.API_KEY, call.scope(), "", key.id(), key);
        tx.put(Kind.API_KEY_VALUE, call.scope(), "", key.value(), new ApiKeyValue(key.id()));
    }

    /** The key with a value, or null. */
    static @Nullable ApiKey withValue(Store.Reader tx, Call call, String value) {
        ApiKeyValue found = tx.find(Kind.API_KEY_VALUE, call.scope(), "", value);
        return found == null ? null : tx.find(Kind.API_KEY, call.scope(), "", found.keyId());
    }

    private String newId(Store.Reader tx, Call call, @Nullable String custom) {
        Predicate<String> taken = id -> tx.find(Kind.API_KEY, call.scope(), "", id) != null;
        return custom == null ? ids.next(Ids.LONG, taken) : CustomIds.checked(custom, "An API key", taken);
    }

    private static List<String> stageKeys(Store.Reader tx, Call call, List<StageKey> given) {
        List<String> keys = given.stream()
                .map(key -> Objects.requireNonNullElse(key.restApiId(), "") + "/"
                        + Objects.requireNonNullElse(key.stageName(), ""))
                .distinct()
                .toList();
        keys.forEach(key -> checkStageKey(tx, call, key));
        return keys;
    }

    private static void checkStageKey(Store.Reader tx, Call call, @Nullable String key) {
        String[] names = key == null ? new String[0] : key.split("/", -1);
        if (names.length != 2) {
            throw ServiceException.badRequest("Invalid stage key specified: " + key);
        }
        Lookups.stage(tx, call, names[0], names[1]);
    }

    ApiKey get(Call call, String keyId) {
        return store.read(tx -> UsageLookups.apiKey(tx, call, keyId));
    }

    /** GetApiKeys: the newest first (R6.5), perhaps only those with a prefix of the name or of a customer (R6.6). */
    Page<ApiKey> list(Call call, GetApiKeysRequest request) {
        String prefix = Objects.requireNonNullElse(request.nameQuery(), "");
        String customer = Input.orNull(request.customerId());
        return store.read(tx -> Page.read(
                (after, length) -> tx.slice(Kind.API_KEY, call.scope(), "", Store.Order.NEWEST_FIRST, after, length),
                key -> hasPrefix(key, prefix) && (customer == null || customer.equals(key.customerId())),
                request.limit(),
                request.position()));
    }

    /** Whether a key's name begins with a text; a key without a name has the empty one. */
    static boolean hasPrefix(ApiKey key, String prefix) {
        return Objects.requireNonNullElse(key.name(), "").startsWith(prefix);
    }

    /** UpdateApiKey (9.2). */
    ApiKey update(Call call, String keyId, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            ApiKey current = UsageLookups.apiKey(tx, call, keyId);
            if (operations == null || operations.isEmpty()) {
                return current;
            }
            ApiKey patched = UsagePatch.API_KEY.apply(
                    current, operations, Map.of("/stages", key -> checkStageKey(tx, call, key)));
            ApiKeyRules.check(patched.name(), null, patched.description());
            return replace(tx, call, patched);
        });
    }

    /** Stores a change of a key. */
    ApiKey replace(Store.Writer tx, Call call, ApiKey changed) {
        ApiKey updated = changed.updatedAt(now());
        tx.put(Kind.API_KEY, call.scope(), "", updated.id(), updated);
        return updated;
    }

    /** DeleteApiKey: the key, and what every usage plan knows of it (R10.107). */
    void delete(Call call, String keyId) {
        store.write(tx -> {
            ApiKey key = UsageLookups.apiKey(tx, call, keyId);
            tx.list(Kind.USAGE_PLAN, call.scope(), "").forEach(plan -> {
                tx.delete(Kind.USAGE_PLAN_KEY, call.scope(), plan.id(), keyId);
                tx.delete(Kind.KEY_USAGE, call.scope(), plan.id(), keyId);
            });
            tx.delete(Kind.API_KEY_VALUE, call.scope(), "", key.value());
            return tx.delete(Kind.API_KEY, call.scope(), "", keyId);
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
