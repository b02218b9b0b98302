/**
 * What speaking to AWS services takes, and being spoken to as one: addresses of services, credentials, and Signature Version 4,
 * which {@link dev.sallyport.aws.SignatureVerifier} verifies. Knows no network. Start
 * at {@link dev.sallyport.aws.SignatureV4}.
 */
@NullMarked
package dev.sallyport.aws;

import org.jspecify.annotations.NullMarked;
