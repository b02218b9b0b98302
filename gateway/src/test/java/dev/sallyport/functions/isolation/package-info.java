/** Tests of what functions are kept in: texts of the kernel, command lines, control groups. */
@NullMarked
package dev.sallyport.functions.isolation;

import org.jspecify.annotations.NullMarked;
