package dev.sallyport.control.acm;

import dev.sallyport.control.certificate.LocalAuthority;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * What the operations of ACM need.
 *
 * @param uuids a source of UUIDs
 */
record AcmServices(
        Store store, LocalAuthority authority, CertificateUsage usage, Supplier<String> uuids, InstantSource clock) {

    /** Now, in milliseconds: ACM knows no finer time. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
