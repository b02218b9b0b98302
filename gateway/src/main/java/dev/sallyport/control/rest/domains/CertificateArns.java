package dev.sallyport.control.rest.domains;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Certificate;
import dev.sallyport.model.DomainName.Settings;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The certificates of ACM that a domain name refers to (R10.122, R17.2). */
final class CertificateArns {

    /** The Region whose certificates edge-optimized endpoints use. */
    private static final String EDGE_REGION = "us-east-1";

    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:acm:([a-z0-9-]+):(\\d{12}):certificate/[A-Za-z0-9-]+");

    private final Store.Reader tx;
    private final Scope scope;

    private CertificateArns(Store.Reader tx, Scope scope) {
        this.tx = tx;
        this.scope = scope;
    }

    /**
     * Checks every certificate that settings name: in the right Region, and there, in the account of the domain name.
     *
     * @throws ServiceException R10.122
     */
    static void check(Store.Reader tx, Settings settings, Scope scope) {
        CertificateArns arns = new CertificateArns(tx, scope);
        arns.check(settings.certificateArn(), settings.has("PRIVATE") ? scope.region() : EDGE_REGION);
        arns.check(settings.regionalCertificateArn(), scope.region());
        arns.check(settings.ownershipVerificationCertificateArn(), scope.region());
    }

    private void check(@Nullable String arn, String region) {
        if (arn == null) {
            return;
        }
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()
                || !region.equals(matcher.group(1))
                || !scope.account().equals(matcher.group(2))
                || find(tx, scope, arn, region) == null) {
            throw ServiceException.badRequest(
                    "Invalid certificate ARN: " + arn + ". Certificate must be in '" + region + "'.");
        }
    }

    /** Whether the certificate of a Regional endpoint was imported, so that it proves no ownership (R10.131). */
    static boolean isImported(Store.Reader tx, Settings settings, Scope scope) {
        String arn = settings.regionalCertificateArn();
        Certificate certificate = arn == null ? null : find(tx, scope, arn, scope.region());
        return certificate != null && certificate.type().equals("IMPORTED");
    }

    private static @Nullable Certificate find(Store.Reader tx, Scope scope, String arn, String region) {
        return tx.find(Kind.CERTIFICATE, new Scope(scope.account(), region), "", arn);
    }
}
