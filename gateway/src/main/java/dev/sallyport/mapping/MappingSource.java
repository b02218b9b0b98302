package dev.sallyport.mapping;

import dev.sallyport.mapping.json.TextBody;
import java.util.List;
import java.util.Map;
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

    /** The names of the resource's path parameters. */
    List<String> pathParameterNames();

    /** The names of the query parameters of the request, each once. */
    List<String> queryParameterNames();

    /** The names of the headers of the request that templates see (HDR-4), each once, as they came. */
    List<String> requestHeaderNames();

    /** A context variable such as {@code requestId} or {@code identity.sourceIp}; null when absent. */
    @Nullable
    String context(String variable);

    /** The names in a group of context variables, {@code ""} for all groups; empty when there is none (VTL-31). */
    List<String> contextNames(String group);

    /** A stage variable, or null. */
    @Nullable
    String stageVariable(String name);

    /** All stage variables by name. */
    Map<String, String> stageVariables();

    /** The request's body; the same object however often it is asked for, so that it is parsed once. */
    TextBody requestText();

    /** All values of a header of the integration's response; empty when absent. */
    List<String> integrationHeaders(String name);

    /** The body of the integration's response; the same object until there is another body. */
    TextBody integrationText();
}
