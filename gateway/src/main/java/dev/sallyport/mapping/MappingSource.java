package dev.sallyport.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a mapping expression or a template can read of a request in flight. */
public interface MappingSource {

    /** A path parameter, percent-decoded; null when the resource has none of that name. */
    @Nullable
    String pathParameter(String name);

    /** All values of a query parameter, decoded; empty when absent. */
    List<String> queryParameters(String name);

    /** All values of a request header; the exact case wins over the folded one (INV-27); empty when absent. */
    List<String> requestHeaders(String name);

    /** A context variable such as {@code requestId} or {@code identity.sourceIp}; null when absent. */
    @Nullable
    String context(String variable);

    /** A stage variable, or null. */
    @Nullable
    String stageVariable(String name);

    /** The request body as text, {@code {}} when empty (VTL-10). */
    String requestBody();

    /** All values of a header of the integration's response; empty when absent. */
    List<String> integrationHeaders(String name);

    /** The body of the integration's response as text. */
    String integrationBody();
}
