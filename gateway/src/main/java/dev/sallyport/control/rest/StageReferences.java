package dev.sallyport.control.rest;

import dev.sallyport.model.Scope;
import dev.sallyport.store.Store;

/** What outside its API the settings of a stage refer to. */
interface StageReferences {

    /** Whether the account has a client certificate of this id (R11.14). */
    boolean hasClientCertificate(Store.Reader tx, Scope scope, String clientCertificateId);

    /** Whether the account has a role with which execution logs are written (R10.71). */
    boolean hasLogRole(Store.Reader tx, Scope scope);
}
