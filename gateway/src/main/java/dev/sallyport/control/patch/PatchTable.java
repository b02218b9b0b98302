package dev.sallyport.control.patch;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The PATCH of one kind of resource: a table of paths, the operations that each supports, and what they do
 * (rest-control-plane 8). Operations are applied in order and all or none of them.
 *
 * @param <T> the model record that holds the resource
 */
public final class PatchTable<T> {

    private final Class<T> type;
    private final Dialect dialect;
    private final List<Row> rows;

    private PatchTable(Class<T> type, Dialect dialect, List<Row> rows) {
        this.type = type;
        this.dialect = dialect;
        this.rows = List.copyOf(rows);
    }

    /** A row of the table. */
    record Row(PathPattern pattern, Set<Op> ops, Action action) {}

    /** What an operation does to the fields. */
    @FunctionalInterface
    interface Action {
        /** @throws ServiceException when the value is not legal */
        void apply(Fields fields, Change change);
    }

    static <T> Builder<T> of(Class<T> type, Dialect dialect) {
        return new Builder<>(type, dialect);
    }

    /** Applies operations that need no knowledge of other resources. */
    public T apply(T current, @Nullable List<PatchOperation> operations) {
        return apply(current, operations, Map.of());
    }

    /**
     * Applies the operations to a copy of the resource.
     *
     * @param operations null and an empty list change nothing (R8.12)
     * @param checks by path of a row, what an added or replaced value must pass besides; for references to other
     *     resources
     * @throws ServiceException in the dialect of the resource; nothing was changed then
     */
    public T apply(
            T current,
            @Nullable List<PatchOperation> operations,
            Map<String, ? extends Consumer<@Nullable String>> checks) {
        if (operations == null || operations.isEmpty()) {
            return current;
        }
        Fields fields = Fields.of(current);
        for (PatchOperation operation : operations) {
            apply(fields, operation, checks);
        }
        return fields.as(type);
    }

    private void apply(
            Fields fields, PatchOperation operation, Map<String, ? extends Consumer<@Nullable String>> checks) {
        Op op = Op.of(operation.op());
        String path = operation.path();
        if (op == null) {
            throw ServiceException.badRequest(
                    "Invalid patch operation specified. Must be one of: [add, remove, replace]");
        }
        if (path == null) {
            throw dialect.unknownPath(rows, op, operation);
        }
        for (Row row : rows) {
            String name = row.pattern().match(path);
            if (name == null) {
                continue;
            }
            if (!row.ops().contains(op)) {
                throw dialect.unsupportedOp(rows, row, op, operation);
            }
            Consumer<@Nullable String> check = checks.get(row.pattern().text());
            if (check != null && (op == Op.ADD || op == Op.REPLACE)) {
                check.accept(operation.value());
            }
            row.action().apply(fields, new Change(op, path, operation.value(), operation.from(), name));
            return;
        }
        throw dialect.unknownPath(rows, op, operation);
    }

    /** The paths of the table with their operations, for tests and documentation. */
    public List<String> paths() {
        return rows.stream().map(row -> row.pattern().text() + ' ' + row.ops()).toList();
    }

    /** Collects the rows of a table; the first row that matches a path counts. */
    static final class Builder<T> {

        private final Class<T> type;
        private final Dialect dialect;
        private final List<Row> rows = new ArrayList<>();

        private Builder(Class<T> type, Dialect dialect) {
            this.type = type;
            this.dialect = dialect;
        }

        /** @param ops {@code a}, {@code r}, {@code d}, {@code c}, {@code m}, {@code t}: add, replace, remove, copy, move, test */
        Builder<T> row(String path, String ops, Action action) {
            Set<Op> set = new LinkedHashSet<>();
            for (int i = 0; i < ops.length(); i++) {
                set.add(
                        switch (ops.charAt(i)) {
                            case 'a' -> Op.ADD;
                            case 'r' -> Op.REPLACE;
                            case 'd' -> Op.REMOVE;
                            case 'c' -> Op.COPY;
                            case 'm' -> Op.MOVE;
                            case 't' -> Op.TEST;
                            default -> throw new IllegalArgumentException("no such operation in " + ops);
                        });
            }
            rows.add(new Row(new PathPattern(path), set, action));
            return this;
        }

        PatchTable<T> build() {
            return new PatchTable<>(type, dialect, rows);
        }
    }
}
