package dev.sallyport.control.iam;

import dev.sallyport.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What the operations of IAM need. */
record IamServices(Store store, CredentialIds ids, InstantSource clock) {

    /** Now, in whole seconds: IAM knows no finer time. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
