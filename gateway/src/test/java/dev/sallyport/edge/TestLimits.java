package dev.sallyport.edge;

import dev.sallyport.limits.ApiKeyDirectory;
import dev.sallyport.limits.Limiter;
import dev.sallyport.limits.LocalLimiter;
import dev.sallyport.limits.Rate;
import dev.sallyport.limits.TestPlans;
import dev.sallyport.limits.UsageJournal;
import dev.sallyport.limits.UsagePlanFollower;
import dev.sallyport.snapshot.LimitCompiler;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.UsageCounts;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Keys, plans and a limiter whose clock stands still until a test moves it. */
final class TestLimits {

    final InMemoryStore store = new InMemoryStore();
    final TestPlans plans = new TestPlans(store, TestApi.OWNER);
    final AtomicLong nanos = new AtomicLong();
    final UsageJournal journal = new UsageJournal(new UsageCounts(store));
    final LimitCompiler compiler;

    TestLimits(@Nullable Rate account) {
        this(account, false);
    }

    TestLimits(@Nullable Rate account, boolean tells) {
        Limiter limiter = new LocalLimiter(InstantSource.system(), nanos::get, journal);
        ApiKeyDirectory keys = new ApiKeyDirectory(new SplittableRandom(11));
        new UsagePlanFollower(store, limiter, keys).start();
        compiler = new LimitCompiler(limiter, keys, account, tells);
    }
}
