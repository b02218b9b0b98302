@NullMarked
package dev.sallyport.limits;

import org.jspecify.annotations.NullMarked;
