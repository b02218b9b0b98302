package dev.sallyport.control.acm;

import dev.sallyport.model.Scope;
import dev.sallyport.store.Store;
import java.util.List;

/** Who uses a certificate; one in use is not deleted (companion R7.11). */
@FunctionalInterface
public interface CertificateUsage {

    /** The ARNs of the things that use a certificate; empty when there are none. */
    List<String> of(Store.Reader store, Scope scope, String certificateArn);
}
