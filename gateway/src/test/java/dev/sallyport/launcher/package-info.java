/** The launcher script: which JDK it takes, and when it builds. */
@NullMarked
package dev.sallyport.launcher;

import org.jspecify.annotations.NullMarked;
