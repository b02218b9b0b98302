package dev.sallyport.wire;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a service.
 *
 * @param service the service's key, for example {@code apigateway} (see {@link Service#key()})
 * @param name as in the model, for example {@code CreateRestApi}
 * @param method the HTTP verb
 * @param uri the URI template, with a literal query where the model has one ({@code /restapis?mode=import})
 * @param status the HTTP status of success
 * @param inputShape supplies a {@link Shape.Struct} of {@code I}; null when records are not generated for this operation
 * @param outputShape supplies a {@link Shape.Struct} of {@code O}; null when records are not generated
 */
public record Operation<I extends Structure, O extends Structure>(
        String service,
        String name,
        String method,
        String uri,
        int status,
        @Nullable Supplier<Shape> inputShape,
        @Nullable Supplier<Shape> outputShape) {

    /** The shape of the input, without members when the operation has none; null when records are not generated. */
    @SuppressWarnings("unchecked") // the generator ties the shape to the type
    public Shape.@Nullable Struct<I> input() {
        return inputShape == null ? null : (Shape.Struct<I>) inputShape.get();
    }

    /** The shape of the output, without members when the operation has none; null when records are not generated. */
    @SuppressWarnings("unchecked") // the generator ties the shape to the type
    public Shape.@Nullable Struct<O> output() {
        return outputShape == null ? null : (Shape.Struct<O>) outputShape.get();
    }
}
