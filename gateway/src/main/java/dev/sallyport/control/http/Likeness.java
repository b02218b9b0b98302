package dev.sallyport.control.http;

import dev.sallyport.wire.Member;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The model has a structure of its own for the answer of each operation, all with the members of the resource: this makes
 * one of another by the names of its members.
 */
public final class Likeness {

    private Likeness() {}

    /** The resource as the operation answers it. */
    public static <O extends Structure> O of(Structure resource, Operation<?, O> operation) {
        Shape.Struct<O> target = Objects.requireNonNull(operation.output(), operation.name());
        Map<String, Object> values = new HashMap<>();
        List<Member> members = resource.shape().members();
        @Nullable Object[] given = resource.values();
        for (int i = 0; i < given.length; i++) {
            Object value = given[i];
            if (value != null) {
                values.put(members.get(i).name(), value);
            }
        }
        @Nullable Object[] made = new @Nullable Object[target.members().size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = values.remove(target.members().get(i).name());
        }
        if (!values.isEmpty()) {
            throw new IllegalStateException(operation.name() + " answers no " + values.keySet());
        }
        return target.create().apply(made);
    }
}
