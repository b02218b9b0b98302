package dev.sallyport.wire;

import java.util.function.Supplier;

/**
 * A supplier of a shape that is already there. Generated code uses it where no recursion is possible, because it costs
 * no class of its own as a lambda does.
 */
public record Held(Shape shape) implements Supplier<Shape> {

    @Override
    public Shape get() {
        return shape;
    }
}
