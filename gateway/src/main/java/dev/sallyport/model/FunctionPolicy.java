package dev.sallyport.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resource policy of a function, or of one of its versions or aliases (R3.42 to R3.45 of companion-services).
 *
 * @param functionName the function
 * @param qualifier {@code ""} for the function itself, else a version or an alias
 */
public record FunctionPolicy(String functionName, String qualifier, List<Statement> statements, String revisionId) {

    public FunctionPolicy {
        statements = List.copyOf(statements);
    }

    /**
     * One permission.
     *
     * @param principalService for example {@code apigateway.amazonaws.com}; null when the principal is an AWS one
     * @param principalAws an ARN or {@code *}; null when the principal is a service
     * @param conditions operator to key to value, for example ArnLike, AWS:SourceArn
     */
    public record Statement(
            String sid,
            String action,
            String resource,
            @Nullable String principalService,
            @Nullable String principalAws,
            Map<String, Map<String, String>> conditions) {

        public Statement {
            conditions = Copies.of(conditions);
        }
    }
}
