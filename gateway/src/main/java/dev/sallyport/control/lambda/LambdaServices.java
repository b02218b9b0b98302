package dev.sallyport.control.lambda;

import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What Lambda's operations work with.
 *
 * @param catalog follows the store's changes; asked when a function is invoked
 * @param events takes asynchronous invocations
 * @param codeCheck looks into uploaded packages
 * @param architectures the processor of this host
 * @param uuids gives revision ids
 */
public record LambdaServices(
        Store store,
        FunctionCatalog catalog,
        FunctionHost host,
        EventInvocations events,
        CodeCheck codeCheck,
        Architectures architectures,
        InstantSource clock,
        Supplier<String> uuids) {}
