package dev.sallyport.control.rest.domains;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.DomainName.Settings;
import dev.sallyport.model.Scope;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The certificates of ACM that a domain name refers to (R10.122, R17.2). */
final class CertificateArns {

    /** The Region whose certificates edge-optimized endpoints use. */
    private static final String EDGE_REGION = "us-east-1";

    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:acm:([a-z0-9-]+):(\\d{12}):certificate/[A-Za-z0-9-]+");

    private CertificateArns() {}

    /**
     * Checks every certificate that settings name.
     *
     * @throws ServiceException R10.122
     */
    static void check(Settings settings, Scope scope) {
        check(settings.certificateArn(), settings.has("PRIVATE") ? scope.region() : EDGE_REGION);
        check(settings.regionalCertificateArn(), scope.region());
        check(settings.ownershipVerificationCertificateArn(), scope.region());
    }

    /** Form and Region. Whether the certificate exists is to be asked here, for all members alike. */
    private static void check(@Nullable String arn, String region) {
        if (arn == null) {
            return;
        }
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches() || !region.equals(matcher.group(1))) {
            throw ServiceException.badRequest(
                    "Invalid certificate ARN: " + arn + ". Certificate must be in '" + region + "'.");
        }
    }
}
