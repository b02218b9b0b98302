package dev.sallyport.functions;

import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import org.jspecify.annotations.Nullable;

/** Which functions exist, answered from memory so that an event loop may ask. Follows the store's changes. */
public interface FunctionCatalog {

    /**
     * Resolves a function address.
     *
     * @param qualifier a version, an alias, or null for {@code $LATEST}; an alias with weights picks at random
     * @return the version to run, or null when there is no such function, version or alias
     */
    @Nullable
    FunctionVersion resolve(Scope scope, String name, @Nullable String qualifier);

    /** The reserved concurrency of a function, or null when none is set. */
    @Nullable
    Integer reservedConcurrency(Scope scope, String name);

    /**
     * Changes whenever an answer of {@link #permitsApiGateway} may change, so that callers can keep one; negative when
     * answers cannot be kept. Must be asked before the answer that is kept.
     */
    default long revision() {
        return -1;
    }

    /**
     * Whether the resource policy of the addressed function, version or alias lets API Gateway call it for a method
     * (R3.46 of companion-services).
     *
     * @param sourceArn the execute-api ARN of the method
     * @param sourceAccount the account that owns the API
     */
    boolean permitsApiGateway(
            Scope scope, String name, @Nullable String qualifier, String sourceArn, String sourceAccount);
}
