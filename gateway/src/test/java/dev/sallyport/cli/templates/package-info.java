@NullMarked
package dev.sallyport.cli.templates;

import org.jspecify.annotations.NullMarked;
