/**
 * What speaking to AWS services takes: addresses of services, credentials, and Signature Version 4. Knows no network. Start
 * at {@link dev.sallyport.aws.SignatureV4}.
 */
@NullMarked
package dev.sallyport.aws;

import org.jspecify.annotations.NullMarked;
