package dev.sallyport.wire;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a service.
 *
 * @param service the service's key, for example {@code apigateway} (see {@link Service#key()})
 * @param name as in the model, for example {@code CreateRestApi}
 * @param method the HTTP verb
 * @param uri the URI template, with a literal query where the model has one ({@code /restapis?mode=import})
 * @param status the HTTP status of success
 * @param input null when records of this service are not generated or the operation has no input
 * @param output null when records of this service are not generated or the operation has no output
 */
public record Operation<I extends Structure, O extends Structure>(
        String service,
        String name,
        String method,
        String uri,
        int status,
        Shape.@Nullable Struct<I> input,
        Shape.@Nullable Struct<O> output) {}
