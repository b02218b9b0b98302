package dev.sallyport.functions;

import dev.sallyport.model.Function;
import dev.sallyport.model.FunctionAlias;
import dev.sallyport.model.FunctionPolicy;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The catalog in memory: loaded from the store once, kept current by its changes. A change is visible when the write that
 * made it returns. Lookups take no lock, except that a weighted alias asks the shared random generator.
 */
public final class StoreFunctionCatalog implements FunctionCatalog {

    private final Store store;
    private final RandomGenerator random;
    private final Map<FunctionKey, Function> functions = new ConcurrentHashMap<>();
    private final Map<PartKey, FunctionVersion> versions = new ConcurrentHashMap<>();
    private final Map<PartKey, FunctionAlias> aliases = new ConcurrentHashMap<>();
    private final Map<PartKey, FunctionPolicy> policies = new ConcurrentHashMap<>();

    private final AtomicLong revision = new AtomicLong();

    private record FunctionKey(Scope scope, String name) {}

    /** A version, alias or policy of a function. */
    private record PartKey(Scope scope, String name, String part) {}

    /**
     * Loads the catalog; blocks.
     *
     * @param random picks versions of weighted aliases; used by one thread at a time
     */
    public StoreFunctionCatalog(Store store, RandomGenerator random) {
        this.store = store;
        this.random = random;
        // Listening comes first, so that nothing between loading and listening is missed.
        store.subscribe(this::changed);
        load();
    }

    private synchronized void load() {
        store.read(reader -> {
            reader.listAll(Kind.FUNCTION)
                    .forEach(entry -> functions.put(new FunctionKey(entry.scope(), entry.id()), entry.entity()));
            reader.listAll(Kind.FUNCTION_VERSION).forEach(entry -> versions.put(part(entry), entry.entity()));
            reader.listAll(Kind.FUNCTION_ALIAS).forEach(entry -> aliases.put(part(entry), entry.entity()));
            reader.listAll(Kind.FUNCTION_POLICY).forEach(entry -> policies.put(part(entry), entry.entity()));
            return true;
        });
    }

    private static PartKey part(Store.Entry<?> entry) {
        return new PartKey(entry.scope(), entry.parent(), entry.id());
    }

    /** Reads what changed as it is now, so that the order of news does not matter. */
    private synchronized void changed(List<Store.Change> changes) {
        for (Store.Change change : changes) {
            PartKey part = new PartKey(change.scope(), change.parent(), change.id());
            Kind<?> kind = change.kind();
            if (kind.equals(Kind.FUNCTION)) {
                refresh(functions, new FunctionKey(change.scope(), change.id()), Kind.FUNCTION, change);
            } else if (kind.equals(Kind.FUNCTION_VERSION)) {
                refresh(versions, part, Kind.FUNCTION_VERSION, change);
            } else if (kind.equals(Kind.FUNCTION_ALIAS)) {
                refresh(aliases, part, Kind.FUNCTION_ALIAS, change);
            } else if (kind.equals(Kind.FUNCTION_POLICY)) {
                refresh(policies, part, Kind.FUNCTION_POLICY, change);
            }
        }
        revision.incrementAndGet();
    }

    private <K, T> void refresh(Map<K, T> map, K key, Kind<T> kind, Store.Change change) {
        store.read(reader -> Optional.ofNullable(reader.find(kind, change.scope(), change.parent(), change.id())))
                .ifPresentOrElse(now -> map.put(key, now), () -> map.remove(key));
    }

    @Override
    public @Nullable FunctionVersion resolve(Scope scope, String name, @Nullable String qualifier) {
        String version = qualifier == null ? FunctionVersion.LATEST : qualifier;
        FunctionVersion direct = versions.get(new PartKey(scope, name, version));
        if (direct != null) {
            return direct;
        }
        FunctionAlias alias = aliases.get(new PartKey(scope, name, version));
        return alias == null ? null : versions.get(new PartKey(scope, name, pick(alias)));
    }

    private String pick(FunctionAlias alias) {
        if (alias.additionalVersionWeights().isEmpty()) {
            return alias.functionVersion();
        }
        double point;
        synchronized (random) {
            point = random.nextDouble();
        }
        for (Map.Entry<String, Double> other : alias.additionalVersionWeights().entrySet()) {
            point -= other.getValue();
            if (point < 0) {
                return other.getKey();
            }
        }
        return alias.functionVersion();
    }

    @Override
    public @Nullable Integer reservedConcurrency(Scope scope, String name) {
        Function function = functions.get(new FunctionKey(scope, name));
        return function == null ? null : function.reservedConcurrency();
    }

    @Override
    public long revision() {
        return revision.get();
    }

    @Override
    public boolean permitsApiGateway(
            Scope scope, String name, @Nullable String qualifier, String sourceArn, String sourceAccount) {
        // $LATEST has no policy of its own (R3.45): the function's holds.
        String owner = qualifier == null || qualifier.equals(FunctionVersion.LATEST) ? "" : qualifier;
        FunctionPolicy policy = policies.get(new PartKey(scope, name, owner));
        if (policy == null) {
            return false;
        }
        String arn = "arn:" + scope.partition() + ":lambda:" + scope.region() + ":" + scope.account() + ":function:"
                + name + (owner.isEmpty() ? "" : ":" + owner);
        return ApiGatewayPermission.allows(policy, arn, sourceArn, sourceAccount);
    }
}
