@NullMarked
package dev.sallyport.testinvoke;

import org.jspecify.annotations.NullMarked;
