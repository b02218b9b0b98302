package dev.sallyport.limits;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a usage plan gives an API key on one stage.
 *
 * @param ofKey the plan's rate for the key, shared by all stages of the plan; null without one
 * @param ofMethods rates for the key and single methods of the stage, by {@link MethodKey}
 * @param meter counts against the plan's quota
 */
public record StageAccess(@Nullable Throttle ofKey, Map<String, Throttle> ofMethods, QuotaMeter meter) {}
