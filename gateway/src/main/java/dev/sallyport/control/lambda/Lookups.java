package dev.sallyport.control.lambda;

import dev.sallyport.model.Function;
import dev.sallyport.model.FunctionAlias;
import dev.sallyport.model.FunctionPolicy;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds and keeps what belongs to functions in a transaction, and says what is missing in AWS's words. */
final class Lookups {

    private Lookups() {}

    /** The function; 404 with the unqualified ARN. */
    static Function function(Store.Reader transaction, FunctionAddress address) {
        Function function = transaction.find(Kind.FUNCTION, address.scope(), "", address.name());
        if (function == null) {
            throw LambdaErrors.functionNotFound(address.functionArn());
        }
        return function;
    }

    /** The mutable version of a function; 404 with the unqualified ARN. */
    static FunctionVersion latest(Store.Reader transaction, FunctionAddress address) {
        return version(transaction, address, FunctionVersion.LATEST, address.functionArn());
    }

    /** The version that the address means, through its alias if it names one; 404 with the ARN as addressed. */
    static FunctionVersion version(Store.Reader transaction, FunctionAddress address) {
        String version = address.qualifierOrLatest();
        if (address.namesAlias()) {
            FunctionAlias alias = findAlias(transaction, address, version);
            if (alias == null) {
                throw LambdaErrors.functionNotFound(address.arn());
            }
            version = alias.functionVersion();
        }
        return version(transaction, address, version, address.arn());
    }

    /** A version by its number; 404 with its ARN. */
    static FunctionVersion version(Store.Reader transaction, FunctionAddress address, String version) {
        return version(transaction, address, version, address.arn(version));
    }

    private static FunctionVersion version(
            Store.Reader transaction, FunctionAddress address, String version, String arn) {
        FunctionVersion found = transaction.find(Kind.FUNCTION_VERSION, address.scope(), address.name(), version);
        if (found == null) {
            throw LambdaErrors.functionNotFound(arn);
        }
        return found;
    }

    static @Nullable FunctionAlias findAlias(Store.Reader transaction, FunctionAddress address, String alias) {
        return transaction.find(Kind.FUNCTION_ALIAS, address.scope(), address.name(), alias);
    }

    /** An alias; 404 in the words of the alias operations (R3.39). */
    static FunctionAlias alias(Store.Reader transaction, FunctionAddress address, String alias) {
        FunctionAlias found = findAlias(transaction, address, alias);
        if (found == null) {
            throw LambdaErrors.resourceNotFound("Cannot find alias arn: " + address.arn(alias));
        }
        return found;
    }

    /** The versions of a function, {@code $LATEST} first, then the oldest first (R3.31). */
    static List<FunctionVersion> versions(Store.Reader transaction, Scope scope, String name) {
        return transaction.list(Kind.FUNCTION_VERSION, scope, name).stream()
                .sorted(Comparator.comparing(Lookups::versionOrder))
                .toList();
    }

    /** A text that orders versions of one function: {@code $LATEST} first, then by number. */
    static String versionOrder(FunctionVersion version) {
        return version.version().equals(FunctionVersion.LATEST)
                ? "0"
                : String.format("%010d", Integer.parseInt(version.version()));
    }

    static void put(Store.Writer transaction, Scope scope, Function function) {
        transaction.put(Kind.FUNCTION, scope, "", function.name(), function);
    }

    static void put(Store.Writer transaction, FunctionVersion version) {
        transaction.put(Kind.FUNCTION_VERSION, version.scope(), version.name(), version.version(), version);
    }

    static void put(Store.Writer transaction, Scope scope, FunctionAlias alias) {
        transaction.put(Kind.FUNCTION_ALIAS, scope, alias.functionName(), alias.name(), alias);
    }

    static void put(Store.Writer transaction, Scope scope, FunctionPolicy policy) {
        transaction.put(Kind.FUNCTION_POLICY, scope, policy.functionName(), policy.qualifier(), policy);
    }

    /** Deletes a blob of code that no version of any function needs any more. */
    static void deleteUnusedCode(Store.Writer transaction, String codeDigest) {
        boolean used = transaction.listAll(Kind.FUNCTION_VERSION).stream()
                .anyMatch(it -> it.entity().codeDigest().equals(codeDigest));
        if (!used) {
            transaction.deleteBlob(codeDigest);
        }
    }
}
