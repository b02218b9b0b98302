@NullMarked
package dev.sallyport.control.rest.sdk;

import org.jspecify.annotations.NullMarked;
