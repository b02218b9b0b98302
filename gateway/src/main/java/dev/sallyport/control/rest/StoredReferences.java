package dev.sallyport.control.rest;

import dev.sallyport.model.Account;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;

/** What the settings of a stage refer to, as the account has it. */
final class StoredReferences implements StageReferences {

    @Override
    public boolean hasClientCertificate(Store.Reader tx, Scope scope, String clientCertificateId) {
        return tx.find(Kind.CLIENT_CERTIFICATE, scope, "", clientCertificateId) != null;
    }

    @Override
    public boolean hasLogRole(Store.Reader tx, Scope scope) {
        Account account = tx.find(Kind.ACCOUNT, scope, "", Account.ID);
        return account != null && account.cloudwatchRoleArn() != null;
    }
}
