package dev.sallyport.cache;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestPipeline.CacheSteps;
import dev.sallyport.pipeline.Step;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A method whose answers are kept, compiled: by what its requests are told apart, and for how long answers are good. */
public final class CachedMethod {

    /** A longer key is none: what makes it is looked up in no cache. */
    private static final int MAX_KEY_BYTES = 64 * 1024;

    private final StageCache cache;
    private final Settings settings;
    private final KeyParameter[] parameters;
    private final byte[] prefix;
    private final boolean isAny;
    private final Function<LoopContext, KeyWriter> newWriter;

    /** What becomes of a client's wish for a fresh answer that it may not have (CCH-9). */
    public enum Unauthorized {
        FAIL_WITH_403,
        SUCCEED_WITH_RESPONSE_HEADER,
        SUCCEED_WITHOUT_RESPONSE_HEADER
    }

    /**
     * What the stage says of the method.
     *
     * @param ttlMillis how long answers are good (CCH-3)
     * @param readyMillis from when the cluster is there, since 1970 (CCH-1)
     * @param requiresAuthorization whether not everybody may have a fresh answer (CCH-9)
     * @param sharing which answers are kept
     * @param waitMillis how long a request waits for the call that another makes
     * @param maxWaiters how many requests wait for one call
     */
    public record Settings(
            long ttlMillis,
            long readyMillis,
            boolean requiresAuthorization,
            Unauthorized strategy,
            CacheSharing sharing,
            int waitMillis,
            int maxWaiters) {}

    /**
     * @param namespace methods of the same namespace and parameters share entries (CCH-5)
     * @param verb as configured, perhaps {@code ANY}
     * @param parameters in any order
     */
    public CachedMethod(
            StageCache cache, String namespace, String verb, List<KeyParameter> parameters, Settings settings) {
        this.cache = cache;
        this.settings = settings;
        this.isAny = verb.equals("ANY");
        this.newWriter = context -> new KeyWriter(cache.all().seed());
        List<KeyParameter> sorted = parameters.stream()
                .sorted(Comparator.comparing(KeyParameter::name))
                .toList();
        this.parameters = sorted.toArray(KeyParameter[]::new);
        KeyWriter writer = new KeyWriter(0).part(namespace).part(verb).count(sorted.size());
        sorted.forEach(parameter -> writer.part(parameter.name()));
        this.prefix = Arrays.copyOf(writer.array(), writer.length());
    }

    /**
     * Its two steps.
     *
     * @param send sends what the exchange holds: the step behind both
     */
    public CacheSteps steps(Step send) {
        boolean needsBody = false;
        for (KeyParameter parameter : parameters) {
            needsBody |= parameter.needsBody();
        }
        return new CacheSteps(new FindAnswer(this, send), new KeepAnswer(settings.sharing()), needsBody);
    }

    StageCache cache() {
        return cache;
    }

    Settings settings() {
        return settings;
    }

    long ttlMillis() {
        return settings.ttlMillis();
    }

    /** The key of a request, good until the loop's next one; null when it would be too long. */
    @Nullable
    CacheKey key(Exchange exchange) {
        KeyWriter writer = exchange.client().context().attachment(KeyWriter.class, newWriter);
        writer.clear();
        writer.constant(prefix);
        String verb = exchange.head().method();
        writer.count(verb.length()).text(verb);
        if (isAny) {
            writer.part(exchange.head().routedVerb());
        }
        for (KeyParameter parameter : parameters) {
            parameter.write(exchange, writer);
            if (writer.length() > MAX_KEY_BYTES) {
                return null;
            }
        }
        return writer.key();
    }
}
