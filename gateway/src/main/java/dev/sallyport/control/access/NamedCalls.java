package dev.sallyport.control.access;

import dev.sallyport.control.Attempt;
import dev.sallyport.control.Guard;
import dev.sallyport.control.WireRequest;
import dev.sallyport.iam.Identity;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets everybody call and says only what calls are about, for the audit log of a gateway that takes any credentials. */
public final class NamedCalls implements Guard {

    private final Demands demands;

    public NamedCalls(Store store) {
        this.demands = new Demands(store);
    }

    @Override
    public @Nullable Identity identify(WireRequest request, Claim claim) {
        return null;
    }

    @Override
    public void permit(@Nullable Identity caller, Attempt attempt, Consumer<String> about) {
        List<Demand> all = demands.of(attempt, null);
        if (!all.isEmpty()) {
            about.accept(all.getFirst().resource());
        }
    }
}
