/**
 * Black-box tests: real clients against a gateway in a process of its own. Nothing here uses a class of the gateway;
 * what a test knows, it knows from the wire, the log and the process table.
 */
@NullMarked
package dev.sallyport.compat;

import org.jspecify.annotations.NullMarked;
