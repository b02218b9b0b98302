package dev.sallyport.control;

import dev.sallyport.model.Scope;

/**
 * Reads account and Region of the caller from the credentials. Credentials of any kind are accepted: the signature is
 * not verified here.
 */
final class Identity {

    private final ControlSettings settings;
    private final AccessKeyAccounts keys;

    Identity(ControlSettings settings, AccessKeyAccounts keys) {
        this.settings = settings;
        this.keys = keys;
    }

    /**
     * The caller's account and Region (companion R1.3).
     *
     * @throws ServiceException 403 in the words of the protocol when the request is unsigned or its credentials cannot
     *     be read (companion section 5.2)
     */
    Scope scope(Addressee addressee, WireRequest request) {
        CredentialScope credentials = addressee.credentials();
        boolean query = addressee.form() == ErrorForm.QUERY;
        if (credentials == null) {
            if (CredentialScope.attempted(request)) {
                String text = "Authorization header requires 'Credential' parameter "
                        + "of the form AccessKeyId/yyyyMMdd/region/service/aws4_request.";
                throw query
                        ? new ServiceException(400, "IncompleteSignature", text)
                        : new ServiceException(403, "IncompleteSignatureException", text);
            }
            throw query
                    ? new ServiceException(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
                    : new ServiceException(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        String region = credentials.region().isEmpty() ? settings.defaultRegion() : credentials.region();
        if (!CredentialScope.isRegion(region)) {
            String code = query ? "SignatureDoesNotMatch" : "InvalidSignatureException";
            throw new ServiceException(403, code, "Credential should be scoped to a valid region.");
        }
        String account = keys.account(credentials.accessKey());
        return new Scope(account == null ? credentials.account(settings.defaultAccount()) : account, region);
    }
}
