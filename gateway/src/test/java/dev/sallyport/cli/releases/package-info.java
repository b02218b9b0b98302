@NullMarked
package dev.sallyport.cli.releases;

import org.jspecify.annotations.NullMarked;
