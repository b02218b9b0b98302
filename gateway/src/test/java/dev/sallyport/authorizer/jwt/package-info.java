@NullMarked
package dev.sallyport.authorizer.jwt;

import org.jspecify.annotations.NullMarked;
