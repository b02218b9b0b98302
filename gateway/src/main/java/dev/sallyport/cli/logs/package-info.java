/** Commands about logs. Start at {@link dev.sallyport.cli.logs.LogsCommand}. */
@NullMarked
package dev.sallyport.cli.logs;

import org.jspecify.annotations.NullMarked;
