/**
 * HTTP/1.1 messages as bytes: reads heads and bodies strictly, keeps header lines without making strings of them, writes
 * heads. Knows nothing of APIs, sockets or event loops; both ends of the gateway use it. Start at
 * {@link dev.sallyport.http.RequestReader}; {@link dev.sallyport.http.Headers} is what all others see of it.
 */
@NullMarked
package dev.sallyport.http;

import org.jspecify.annotations.NullMarked;
