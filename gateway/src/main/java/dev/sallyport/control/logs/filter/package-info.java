/**
 * AWS's filter patterns: which messages are wanted. Start at {@link dev.sallyport.control.logs.filter.FilterPattern}.
 */
@NullMarked
package dev.sallyport.control.logs.filter;

import org.jspecify.annotations.NullMarked;
