/**
 * What lies around REST APIs at the network: custom domain names with their base path mappings and access associations,
 * VPC links and client certificates. Start at {@link dev.sallyport.control.rest.domains.DomainOperations}, which lists the
 * operations. May use what {@code control.rest} may use, and its lookups.
 */
@NullMarked
package dev.sallyport.control.rest.domains;

import org.jspecify.annotations.NullMarked;
