@NullMarked
package dev.sallyport.control.rest.history;

import org.jspecify.annotations.NullMarked;
