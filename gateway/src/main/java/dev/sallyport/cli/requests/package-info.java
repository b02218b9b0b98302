/**
 * The commands about what a gateway that runs does with requests: {@link dev.sallyport.cli.requests.ExplainCommand} for those
 * that came, {@link dev.sallyport.cli.requests.AuditCommand} for those that may come.
 */
@NullMarked
package dev.sallyport.cli.requests;

import org.jspecify.annotations.NullMarked;
