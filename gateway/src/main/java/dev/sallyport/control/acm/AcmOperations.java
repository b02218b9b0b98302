package dev.sallyport.control.acm;

import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.certificate.LocalAuthority;
import dev.sallyport.store.Store;
import dev.sallyport.wire.acm.Acm;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The operations of ACM that are built. */
public final class AcmOperations {

    private AcmOperations() {}

    /**
     * Registers them.
     *
     * @param uuids a source of UUIDs
     */
    public static void register(
            OperationRegistry registry,
            Store store,
            CertificateUsage usage,
            Supplier<String> uuids,
            InstantSource clock) {
        AcmServices services = new AcmServices(store, new LocalAuthority(store), usage, uuids, clock);
        Requests requests = new Requests(services);
        Certificates certificates = new Certificates(services, requests);
        CertificateTags tags = new CertificateTags(services);
        registry.on(Acm.REQUEST_CERTIFICATE, requests::request)
                .on(Acm.RENEW_CERTIFICATE, requests::renew)
                .on(Acm.RESEND_VALIDATION_EMAIL, requests::resendEmail)
                .on(Acm.UPDATE_CERTIFICATE_OPTIONS, requests::updateOptions)
                .on(Acm.IMPORT_CERTIFICATE, new Imports(services)::importCertificate)
                .on(Acm.DESCRIBE_CERTIFICATE, certificates::describe)
                .on(Acm.GET_CERTIFICATE, certificates::get)
                .on(Acm.LIST_CERTIFICATES, certificates::list)
                .on(Acm.DELETE_CERTIFICATE, certificates::delete)
                .on(Acm.ADD_TAGS_TO_CERTIFICATE, tags::add)
                .on(Acm.REMOVE_TAGS_FROM_CERTIFICATE, tags::remove)
                .on(Acm.LIST_TAGS_FOR_CERTIFICATE, tags::list);
    }
}
