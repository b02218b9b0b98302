@NullMarked
package dev.sallyport.cli.calls;

import org.jspecify.annotations.NullMarked;
