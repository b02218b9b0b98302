package dev.sallyport.control.lambda;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.FunctionAlias;
import dev.sallyport.model.FunctionPolicy;
import dev.sallyport.model.FunctionPolicy.Statement;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.lambda.AddPermissionRequest;
import dev.sallyport.wire.lambda.AddPermissionResponse;
import dev.sallyport.wire.lambda.GetPolicyRequest;
import dev.sallyport.wire.lambda.GetPolicyResponse;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.RemovePermissionRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resource policies: who may call a function, one of its versions or one of its aliases (R3.42 to R3.45). Each of them
 * has a policy of its own.
 *
 * <p>AWS: a policy has no revision id of its own; it shows and changes that of the function, version or alias.
 */
final class Permissions {

    /** AWS's bound on a policy document. */
    private static final int POLICY_BYTES = 20_480;

    private final LambdaServices services;

    Permissions(LambdaServices services) {
        this.services = services;
    }

    void register(OperationRegistry registry) {
        registry.on(Lambda.ADD_PERMISSION, this::add)
                .on(Lambda.GET_POLICY, this::get)
                .on(Lambda.REMOVE_PERMISSION, this::remove);
    }

    AddPermissionResponse add(Call call, AddPermissionRequest input) {
        FunctionAddress address =
                policyAddress(FunctionAddress.of(call, "AddPermission", input.functionName(), input.qualifier()));
        return services.store().write(transaction -> {
            Lookups.function(transaction, address);
            String revisionId = revisionId(transaction, address);
            Statement added = Statements.of(input, address);
            FunctionPolicy policy = find(transaction, address);
            List<Statement> old = policy == null ? List.of() : policy.statements();
            if (old.stream().anyMatch(it -> it.sid().equals(added.sid()))) {
                throw LambdaErrors.conflict("The statement id (" + added.sid()
                        + ") provided already exists. Please provide a new statement id, or remove the existing "
                        + "statement.");
            }
            requireRevision(input.revisionId(), revisionId);
            List<Statement> statements =
                    Stream.concat(old.stream(), Stream.of(added)).toList();
            requireShort(Statements.document(statements));
            put(transaction, address, statements);
            return AddPermissionResponse.builder()
                    .statement(Statements.text(added))
                    .build();
        });
    }

    GetPolicyResponse get(Call call, GetPolicyRequest input) {
        FunctionAddress address =
                policyAddress(FunctionAddress.of(call, "GetPolicy", input.functionName(), input.qualifier()));
        return services.store().read(transaction -> {
            FunctionPolicy policy = find(transaction, address);
            if (policy == null) {
                // AWS: the same words whether the policy or the function is missing
                throw LambdaErrors.resourceNotFound("The resource you requested does not exist.");
            }
            return GetPolicyResponse.builder()
                    .policy(Statements.document(policy.statements()))
                    .revisionId(revisionId(transaction, address))
                    .build();
        });
    }

    Unit remove(Call call, RemovePermissionRequest input) {
        FunctionAddress address =
                policyAddress(FunctionAddress.of(call, "RemovePermission", input.functionName(), input.qualifier()));
        return services.store().write(transaction -> {
            if (transaction.find(Kind.FUNCTION, address.scope(), "", address.name()) == null) {
                throw LambdaErrors.resourceNotFound("No policy found for: " + address.functionArn());
            }
            String revisionId = revisionId(transaction, address);
            FunctionPolicy policy = find(transaction, address);
            if (policy == null) {
                throw LambdaErrors.resourceNotFound("No policy is associated with the given resource.");
            }
            List<Statement> rest = policy.statements().stream()
                    .filter(it -> !it.sid().equals(input.statementId()))
                    .toList();
            if (rest.size() == policy.statements().size()) {
                throw LambdaErrors.resourceNotFound(
                        "Statement " + input.statementId() + " is not found in resource policy.");
            }
            requireRevision(input.revisionId(), revisionId);
            put(transaction, address, rest);
            return Unit.INSTANCE;
        });
    }

    private static FunctionAddress policyAddress(FunctionAddress address) {
        if (FunctionVersion.LATEST.equals(address.qualifier())) {
            throw LambdaErrors.invalidParameter("We currently do not support adding policies for $LATEST.");
        }
        return address;
    }

    private static @Nullable FunctionPolicy find(Store.Reader transaction, FunctionAddress address) {
        return transaction.find(Kind.FUNCTION_POLICY, address.scope(), address.name(), key(address));
    }

    private static String key(FunctionAddress address) {
        return Objects.requireNonNullElse(address.qualifier(), "");
    }

    /** Keeps the statements, or removes the policy with its last one, under a new revision id. */
    private void put(Store.Writer transaction, FunctionAddress address, List<Statement> statements) {
        String revisionId = services.uuids().get();
        if (statements.isEmpty()) {
            transaction.delete(Kind.FUNCTION_POLICY, address.scope(), address.name(), key(address));
        } else {
            Lookups.put(
                    transaction,
                    address.scope(),
                    new FunctionPolicy(address.name(), key(address), statements, revisionId));
        }
        if (address.namesAlias()) {
            FunctionAlias alias = Lookups.alias(transaction, address, key(address));
            Lookups.put(transaction, address.scope(), alias.withRevisionId(revisionId));
        } else {
            Lookups.put(transaction, Lookups.version(transaction, address).withRevisionId(revisionId));
        }
    }

    private static String revisionId(Store.Reader transaction, FunctionAddress address) {
        return address.namesAlias()
                ? Lookups.alias(transaction, address, key(address)).revisionId()
                : Lookups.version(transaction, address).revisionId();
    }

    private static void requireRevision(@Nullable String wanted, String current) {
        if (wanted != null && !wanted.equals(current)) {
            throw LambdaErrors.staleRevision("GetPolicy");
        }
    }

    private static void requireShort(String document) {
        int bytes = document.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > POLICY_BYTES) {
            throw new ServiceException(
                    400,
                    "PolicyLengthExceededException",
                    "The final policy size (" + bytes + ") is bigger than the limit (" + POLICY_BYTES + ").");
        }
    }
}
