package dev.sallyport.control.rest.domains;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.DomainName.Settings;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the members of a domain name may be, alone and together (rest-control-plane 7.13, 10.11). */
final class DomainRules {

    private static final int MAX_NAME = 253;
    private static final Pattern NAME = Pattern.compile(
            "(?:\\*\\.)?[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*");
    private static final Pattern S3_URI = Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.+");
    private static final String MODERN = "SecurityPolicy_";

    private DomainRules() {}

    /**
     * A domain name as it is stored, in lower case (R17.3).
     *
     * @throws ServiceException R10.120
     */
    static String name(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            throw ServiceException.badRequest("No Domain Name specified");
        }
        String name = given.toLowerCase(Locale.ROOT);
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            throw ServiceException.badRequest("Invalid domain name specified: " + given);
        }
        return name;
    }

    /** @throws ServiceException for the first rule that the settings break */
    static void check(Settings settings) {
        checkEndpoint(settings);
        checkSecurityPolicy(settings);
        checkTruststore(settings);
        if (!settings.has("PRIVATE")) {
            refuseGiven(settings.policy(), "policy");
            refuseGiven(settings.managementPolicy(), "managementPolicy");
        }
    }

    /** AWS words these as for APIs; a migration passes through both public types, and none leads to PRIVATE. */
    private static void checkEndpoint(Settings settings) {
        if (settings.types().isEmpty()) {
            throw ServiceException.badRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
        }
        if (settings.has("PRIVATE") && settings.types().size() > 1) {
            throw ServiceException.badRequest("Cannot create an api with multiple Endpoint Types.");
        }
        if (settings.has("PRIVATE") && settings.ipAddressType().equals("ipv4")) {
            throw ServiceException.badRequest("Only dualstack ipAddressType is supported for Private domain names.");
        }
    }

    /** R7.20; the wording is inferred. */
    private static void checkSecurityPolicy(Settings settings) {
        String policy = settings.securityPolicy();
        if (!policy.startsWith(MODERN)) {
            if (settings.endpointAccessMode() != null) {
                throw ServiceException.badRequest(
                        "endpointAccessMode is not supported with the security policy " + policy);
            }
            return;
        }
        if (settings.endpointAccessMode() == null) {
            throw ServiceException.badRequest("The security policy " + policy + " requires an endpointAccessMode");
        }
        boolean forEdge = policy.endsWith("_EDGE");
        for (String type : settings.types()) {
            if (type.equals("EDGE") != forEdge) {
                throw ServiceException.badRequest(
                        "The security policy " + policy + " is not supported for the endpoint type " + type);
            }
        }
    }

    /** R10.130; the wording is inferred. */
    private static void checkTruststore(Settings settings) {
        String uri = settings.truststoreUri();
        if (uri != null && !S3_URI.matcher(uri).matches()) {
            throw ServiceException.badRequest("The s3 URI is malformed: " + uri);
        }
        if (uri == null && settings.truststoreVersion() != null) {
            throw ServiceException.badRequest("A truststoreVersion requires a truststoreUri");
        }
    }

    /** The wording is inferred. */
    private static void refuseGiven(@Nullable String value, String member) {
        if (value != null) {
            throw ServiceException.badRequest(member + " is supported for private custom domain names only");
        }
    }
}
