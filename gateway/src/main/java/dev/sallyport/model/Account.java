package dev.sallyport.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an account in a Region (rest-control-plane 7.14). An account that was never updated has none stored
 * and is {@link #DEFAULT}.
 *
 * @param cloudwatchRoleArn the role with which logs are written, or null
 * @param features in the order of their addition; {@code UsagePlans} is always among them
 */
public record Account(@Nullable String cloudwatchRoleArn, List<String> features) {

    /** The id under which a scope's account is stored. */
    public static final String ID = "account";

    /** An account as it begins. */
    public static final Account DEFAULT = new Account(null, List.of("UsagePlans"));

    public Account {
        features = List.copyOf(features);
    }
}
