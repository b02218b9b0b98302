@NullMarked
package dev.sallyport.validation;

import org.jspecify.annotations.NullMarked;
