/** Tests of processes and of what the kernel tells of them. */
@NullMarked
package dev.sallyport.functions.process;

import org.jspecify.annotations.NullMarked;
