/** What tests of OpenAPI documents share. */
@NullMarked
package dev.sallyport.control.openapi;

import org.jspecify.annotations.NullMarked;
