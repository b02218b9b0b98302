package dev.sallyport.control;

import dev.sallyport.wire.Held;
import dev.sallyport.wire.Member;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Protocol;
import dev.sallyport.wire.Service;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service with one operation whose input and output have one member, for kinds that no real model has. */
final class OneShape {

    /** A structure of any shape. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(Shape.Struct<Row> shape, @Nullable Object[] values) implements Structure {}

    static final Shape TEXT = new Shape.Text("String", List.of(), null, null, null);

    private OneShape() {}

    static Shape.Struct<Row> struct(String name, Member... members) {
        Shape.Struct<?>[] self = new Shape.Struct<?>[1];
        Shape.Struct<Row> shape = new Shape.Struct<>(name, List.of(members), values -> row(self, values));
        self[0] = shape;
        return shape;
    }

    @SuppressWarnings("unchecked") // the array holds the shape that struct() makes
    private static Row row(Shape.Struct<?>[] self, @Nullable Object[] values) {
        return new Row((Shape.Struct<Row>) self[0], values);
    }

    static Member member(Member.Location location, Shape shape) {
        return new Member("value", "value", location, false, () -> shape);
    }

    /** The operation {@code POST /x/{value}} of the service {@code apigateway}, or of another one. */
    static Operation<Row, Row> operation(String service, String uri, Member... members) {
        Shape.Struct<Row> shape = struct("Row", members);
        return new Operation<>(service, "DoIt", "POST", uri, 200, new Held(shape), new Held(shape));
    }

    static Service service(Operation<?, ?> operation) {
        return new Service(
                operation.service(),
                "Test",
                operation.service(),
                "2026-01-01",
                List.of(Protocol.REST_JSON),
                null,
                null,
                List.of(operation));
    }

    /** A control plane whose one operation answers with its input. */
    static ControlPlane echo(Operation<Row, Row> operation) {
        OperationRegistry registry = new OperationRegistry().on(operation, (call, input) -> input);
        return new ControlPlane(
                registry, List.of(service(operation)), ControlSettings.defaults(), () -> Calls.REQUEST_ID);
    }
}
