package dev.sallyport.cache;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.KeptAnswer;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import org.jspecify.annotations.Nullable;

/** 17: keeps what the method is about to answer (CCH-6). */
record KeepAnswer(CacheSharing sharing) implements Step {

    /** CCH-6. */
    private static final int MAX_BODY_BYTES = 1_048_576;

    @Override
    public boolean forgetsExchange() {
        return true;
    }

    @Override
    public Outcome run(Exchange exchange) {
        if (exchange.cache().answered() instanceof Miss miss) {
            miss.answered(keepable(exchange));
        }
        FindAnswer.addIgnored(exchange);
        return Outcome.CONTINUE;
    }

    private @Nullable KeptAnswer keepable(Exchange exchange) {
        KeptAnswer answer = KeptAnswer.of(exchange, MAX_BODY_BYTES);
        return answer == null || (sharing == CacheSharing.SAFE && isForOneOnly(answer)) ? null : answer;
    }

    /** A cookie is its client's; the statuses answer conditions and ranges of one request, of which no key tells. */
    private static boolean isForOneOnly(KeptAnswer answer) {
        return switch (answer.status()) {
            case 206, 304, 412, 416 -> true;
            default -> answer.hasHeader("Set-Cookie");
        };
    }
}
