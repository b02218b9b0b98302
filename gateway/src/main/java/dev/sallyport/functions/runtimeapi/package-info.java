/**
 * The Lambda Runtime API (4.3 of companion-services): one small HTTP server on 127.0.0.1 for each execution environment,
 * all on shared event loops. Start at {@link dev.sallyport.functions.runtimeapi.RuntimeApiEndpoint}. Depends on
 * {@code http} and Netty alone.
 */
@NullMarked
package dev.sallyport.functions.runtimeapi;

import org.jspecify.annotations.NullMarked;
