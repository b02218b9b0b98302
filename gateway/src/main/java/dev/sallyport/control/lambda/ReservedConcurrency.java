package dev.sallyport.control.lambda;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.model.Function;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.lambda.Concurrency;
import dev.sallyport.wire.lambda.DeleteFunctionConcurrencyRequest;
import dev.sallyport.wire.lambda.GetFunctionConcurrencyRequest;
import dev.sallyport.wire.lambda.GetFunctionConcurrencyResponse;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.PutFunctionConcurrencyRequest;
import java.util.Objects;

/** How many invocations of a function may run at once, all its versions together (R3.50). */
final class ReservedConcurrency {

    /** What an account and Region has to share out. */
    static final int ACCOUNT = 1000;

    /** What must be left for functions without a reservation. */
    private static final int UNRESERVED_MINIMUM = 100;

    private final Store store;

    ReservedConcurrency(LambdaServices services) {
        store = services.store();
    }

    void register(OperationRegistry registry) {
        registry.on(Lambda.PUT_FUNCTION_CONCURRENCY, this::put)
                .on(Lambda.GET_FUNCTION_CONCURRENCY, this::get)
                .on(Lambda.DELETE_FUNCTION_CONCURRENCY, this::delete);
    }

    Concurrency put(Call call, PutFunctionConcurrencyRequest input) {
        FunctionAddress address = FunctionAddress.unqualified(call, "PutFunctionConcurrency", input.functionName());
        int reserved = Objects.requireNonNullElse(input.reservedConcurrentExecutions(), 0);
        return store.write(transaction -> {
            Function function = Lookups.function(transaction, address);
            int others = reserved(transaction, address.scope())
                    - Objects.requireNonNullElse(function.reservedConcurrency(), 0);
            if (ACCOUNT - others - reserved < UNRESERVED_MINIMUM) {
                throw LambdaErrors.invalidParameter("Specified ReservedConcurrentExecutions for function decreases "
                        + "account's UnreservedConcurrentExecution below its minimum value of [" + UNRESERVED_MINIMUM
                        + "].");
            }
            Lookups.put(transaction, address.scope(), function.withReservedConcurrency(reserved));
            return Concurrency.builder().reservedConcurrentExecutions(reserved).build();
        });
    }

    GetFunctionConcurrencyResponse get(Call call, GetFunctionConcurrencyRequest input) {
        FunctionAddress address = FunctionAddress.unqualified(call, "GetFunctionConcurrency", input.functionName());
        return store.read(transaction -> GetFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(
                        Lookups.function(transaction, address).reservedConcurrency())
                .build());
    }

    Unit delete(Call call, DeleteFunctionConcurrencyRequest input) {
        FunctionAddress address = FunctionAddress.unqualified(call, "DeleteFunctionConcurrency", input.functionName());
        return store.write(transaction -> {
            Function function = Lookups.function(transaction, address);
            Lookups.put(transaction, address.scope(), function.withReservedConcurrency(null));
            return Unit.INSTANCE;
        });
    }

    /** The sum of all reservations of an account and Region. */
    static int reserved(Store.Reader transaction, Scope scope) {
        return transaction.list(Kind.FUNCTION, scope, "").stream()
                .mapToInt(it -> Objects.requireNonNullElse(it.reservedConcurrency(), 0))
                .sum();
    }
}
