/**
 * The AWS service models as Java: shapes, operations and services, generated at build time from the JSON facts in
 * {@code wire/models}. Start at {@link dev.sallyport.wire.Services}; the generated records of a service are in the
 * sub-package named after it. Depends on nothing.
 */
@NullMarked
package dev.sallyport.wire;

import org.jspecify.annotations.NullMarked;
