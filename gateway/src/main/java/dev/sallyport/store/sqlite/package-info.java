/**
 * The embedded store: one SQLite file in the data folder (WAL, synchronous FULL), one process per folder, one writer at
 * a time. Start at {@link dev.sallyport.store.sqlite.SqliteStore}.
 */
@NullMarked
package dev.sallyport.store.sqlite;

import org.jspecify.annotations.NullMarked;
