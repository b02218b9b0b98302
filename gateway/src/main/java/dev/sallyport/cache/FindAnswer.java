package dev.sallyport.cache;

import dev.sallyport.cache.Flight.Landing;
import dev.sallyport.http.HeaderLine;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.pipeline.CacheUse;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.ExchangeTrace;
import dev.sallyport.pipeline.KeptAnswer;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.AccessQuestion;
import org.jspecify.annotations.Nullable;

/**
 * 12: answers with what is kept, or says where the answer of the backend goes (CCH-4 to CCH-10). Of GET requests that miss
 * the same answer at the same time one calls the backend, and the others wait for it; requests of other verbs may do
 * something, so that each of them is carried out.
 */
final class FindAnswer implements Step {

    /** CCH-9. */
    private static final HeaderLine IGNORED =
            HeaderLine.of("Warning", "199 Cache-control headers were ignored because the caller was unauthorized.");

    private final CachedMethod method;
    private final StageCache cache;
    private final CachedMethod.Settings settings;
    private final Step send;

    FindAnswer(CachedMethod method, Step send) {
        this.method = method;
        this.cache = method.cache();
        this.settings = method.settings();
        this.send = send;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }

    @Override
    public Outcome run(Exchange exchange) {
        long now = exchange.identity().epochMillis();
        if (now < settings.readyMillis()) {
            return uncached(exchange, "the cache cluster is not there yet");
        }
        boolean refreshes = false;
        if (exchange.head().asksForFreshAnswer()) {
            refreshes = !settings.requiresAuthorization() || exchange.cache().mayInvalidate();
            if (!refreshes && settings.strategy() == CachedMethod.Unauthorized.FAIL_WITH_403) {
                return AccessQuestion.of(exchange).mayNotInvalidate();
            }
            if (!refreshes && settings.strategy() == CachedMethod.Unauthorized.SUCCEED_WITH_RESPONSE_HEADER) {
                exchange.cache().ignore();
            }
        }
        CacheKey key;
        try {
            key = method.key(exchange);
        } catch (MappingExpression.InvalidBodyException noJson) {
            return uncached(exchange, "the body is no JSON, and the key wants a part of it");
        }
        return key == null ? uncached(exchange, "the key is too long") : find(exchange, key, now, refreshes);
    }

    private Outcome find(Exchange exchange, CacheKey key, long now, boolean refreshes) {
        Entry entry = refreshes ? null : cache.find(key, now, settings.ttlMillis());
        if (entry == null) {
            return missed(exchange, key.copy(), refreshes);
        }
        return entry.answer == null
                ? alone(exchange, key.copy(), "the last answer could not be kept")
                : answer(exchange, entry.answer, entry, now);
    }

    private Outcome answer(Exchange exchange, KeptAnswer answer, Entry entry, long now) {
        return answer(
                exchange,
                answer,
                exchange.trace() == null ? "" : "stored " + Math.max(0, entry.ageMillis(now)) + " ms ago");
    }

    /** Answers with what was made for another request. */
    Outcome answer(Exchange exchange, KeptAnswer answer, String why) {
        exchange.cache().result(CacheUse.Result.HIT);
        tell(exchange, "hit", why);
        answer.giveTo(exchange);
        addIgnored(exchange);
        return send.run(exchange);
    }

    /** Tells the client that its wish was ignored, if it is to be told. */
    static void addIgnored(Exchange exchange) {
        if (exchange.cache().isIgnoring()) {
            exchange.responseHeaders().add(IGNORED);
        }
    }

    private Outcome missed(Exchange exchange, CacheKey key, boolean refreshes) {
        if (!isGet(exchange)) {
            return alone(exchange, key, refreshes ? "the client wants a fresh answer" : "nothing is kept");
        }
        Flight mine = new Flight(settings.maxWaiters());
        if (refreshes) {
            // Who comes from now on wants no answer that is older than this wish.
            cache.flights().put(key, mine);
            return lead(exchange, key, mine, "the client wants a fresh answer");
        }
        return join(exchange, key, mine, true);
    }

    /** Nobody makes the call any more that the exchange waited for. */
    Outcome again(Exchange exchange, CacheKey key) {
        return join(exchange, key, new Flight(settings.maxWaiters()), false);
    }

    private Outcome join(Exchange exchange, CacheKey key, Flight mine, boolean isFirst) {
        Flight other = cache.flights().putIfAbsent(key, mine);
        if (other != null) {
            Waiter waiter = new Waiter(this, exchange, other, key, isFirst);
            if (other.join(waiter)) {
                waiter.begin(settings.waitMillis());
                return Outcome.WAIT;
            }
        }
        // The one that flew, or had flown, may have landed since this exchange looked.
        KeptAnswer landed = landed(exchange, key);
        if (other == null && landed != null) {
            cache.flights().remove(key, mine);
            mine.land(Landing.ANSWERED, landed);
        }
        if (landed != null) {
            return answer(exchange, landed, "stored just now");
        }
        return other == null
                ? lead(exchange, key, mine, "nothing is kept")
                : alone(exchange, key, "nothing is kept, and enough requests wait for it");
    }

    private @Nullable KeptAnswer landed(Exchange exchange, CacheKey key) {
        Entry entry = cache.find(key, exchange.identity().epochMillis(), settings.ttlMillis());
        return entry == null ? null : entry.answer;
    }

    private Outcome lead(Exchange exchange, CacheKey key, Flight flight, String why) {
        exchange.cache().result(CacheUse.Result.MISS);
        tell(exchange, "miss", why);
        exchange.cache().await(new Miss(method, key, flight));
        return Outcome.CONTINUE;
    }

    /** The exchange makes a call of its own, for which nobody waits. */
    Outcome alone(Exchange exchange, CacheKey key, String why) {
        exchange.cache().result(CacheUse.Result.MISS);
        tell(exchange, "miss", why);
        exchange.cache().await(new Miss(method, key, null));
        return Outcome.CONTINUE;
    }

    private static boolean isGet(Exchange exchange) {
        return exchange.head().method().equals("GET")
                && exchange.head().routedVerb().equals("GET");
    }

    private static Outcome uncached(Exchange exchange, String why) {
        tell(exchange, "not used", why);
        return Outcome.CONTINUE;
    }

    private static void tell(Exchange exchange, String result, String why) {
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.decided("response cache", result + ": " + why);
        }
    }
}
