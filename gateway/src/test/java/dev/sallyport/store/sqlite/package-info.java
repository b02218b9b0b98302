/** What the embedded store promises: durability, transactions, order, and messages an operator can act on. */
@NullMarked
package dev.sallyport.store.sqlite;

import org.jspecify.annotations.NullMarked;
