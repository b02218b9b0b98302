package dev.sallyport.control.patch;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.util.List;
import java.util.stream.Collectors;

/** How a resource words its refusal of a path or of an operation (rest-control-plane 8, dialects A, B and C). */
public enum Dialect {

    /** Dialect A, which lists the paths: Resource, Deployment (inferred). */
    LISTING {
        @Override
        ServiceException unknownPath(List<PatchTable.Row> rows, Op op, PatchOperation operation) {
            String paths = rows.stream()
                    .filter(row -> row.ops().contains(op))
                    .map(row -> row.pattern().text())
                    .collect(Collectors.joining(", "));
            // AWS: two blanks before the path; pinned by golden/patch/Resource.case
            String text = "Invalid patch path  '" + operation.path() + "' specified for op '" + op.wire() + "'. ";
            return ServiceException.badRequest(text
                    + (paths.isEmpty() ? "Please choose supported operations" : "Must be one of: [" + paths + "]"));
        }

        @Override
        ServiceException unsupportedOp(List<PatchTable.Row> rows, PatchTable.Row row, Op op, PatchOperation operation) {
            return unknownPath(rows, op, operation);
        }
    },

    /** Dialect B: RestApi, Method, MethodResponse; inferred for Integration and IntegrationResponse. */
    TERSE {
        @Override
        ServiceException unknownPath(List<PatchTable.Row> rows, Op op, PatchOperation operation) {
            return ServiceException.badRequest("Invalid patch path " + operation.path());
        }

        @Override
        ServiceException unsupportedOp(List<PatchTable.Row> rows, PatchTable.Row row, Op op, PatchOperation operation) {
            String ops = row.ops().stream().map(Op::wire).collect(Collectors.joining(", "));
            return ServiceException.badRequest("Invalid patch operation specified. Must be one of: [" + ops + "]");
        }
    },

    /** Dialect C, in which every unknown path is taken for that of a method setting: Stage. */
    METHOD_SETTING {
        @Override
        ServiceException unknownPath(List<PatchTable.Row> rows, Op op, PatchOperation operation) {
            return StagePatch.unknownPath(op, String.valueOf(operation.path()), operation.from());
        }

        @Override
        ServiceException unsupportedOp(List<PatchTable.Row> rows, PatchTable.Row row, Op op, PatchOperation operation) {
            // AWS: /variables itself is known to copy alone, and an unknown path to all others
            return row.ops().contains(Op.REPLACE)
                    ? StagePatch.unsupportedOp(op, String.valueOf(operation.path()), operation.from())
                    : unknownPath(rows, op, operation);
        }
    };

    /** The error for a path that no row has. */
    abstract ServiceException unknownPath(List<PatchTable.Row> rows, Op op, PatchOperation operation);

    /** The error for an operation that the path's row does not have. */
    abstract ServiceException unsupportedOp(
            List<PatchTable.Row> rows, PatchTable.Row row, Op op, PatchOperation operation);
}
