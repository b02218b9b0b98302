/** Tests of functions with real processes; each names the rule of companion-services that it holds. */
@NullMarked
package dev.sallyport.functions;

import org.jspecify.annotations.NullMarked;
