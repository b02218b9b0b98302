package dev.sallyport.model;

import java.util.Map;

/**
 * An alias of a function.
 *
 * @param additionalVersionWeights at most one other version to its share of invocations (0.0 to 1.0)
 */
public record FunctionAlias(
        String functionName,
        String name,
        String functionVersion,
        String description,
        Map<String, Double> additionalVersionWeights,
        String revisionId) {

    public FunctionAlias {
        additionalVersionWeights = Copies.of(additionalVersionWeights);
    }

    /** The same alias under another revision id. */
    public FunctionAlias withRevisionId(String newRevisionId) {
        return new FunctionAlias(
                functionName, name, functionVersion, description, additionalVersionWeights, newRevisionId);
    }
}
