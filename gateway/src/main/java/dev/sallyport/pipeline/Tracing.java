package dev.sallyport.pipeline;

import org.jspecify.annotations.Nullable;

/** Says which exchanges are looked at in detail. Asked once for each, when its method has been found; must not block. */
@FunctionalInterface
public interface Tracing {

    /** Nobody looks at anything. */
    Tracing OFF = exchange -> null;

    /** Who looks at this exchange; null, as nearly always, for nobody. */
    @Nullable
    ExchangeTrace of(Exchange exchange);
}
