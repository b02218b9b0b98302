package dev.sallyport.aws;

import java.net.URI;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Credentials of the operator's own account of AWS, and whom they are shown: nobody but AWS may get a request that is signed
 * with them, because it carries their session token.
 *
 * @param shownTo whether requests to this base URL are signed with them
 */
public record OperatorCredentials(AwsCredentials credentials, Predicate<URI> shownTo) {

    /** Credentials that AWS alone is shown. */
    public static OperatorCredentials forAws(AwsCredentials credentials) {
        return new OperatorCredentials(credentials, OperatorCredentials::isAws);
    }

    /** Whether a URL leads to AWS, with nobody in between who could read. */
    static boolean isAws(URI url) {
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        return "https".equals(url.getScheme())
                && url.getRawUserInfo() == null
                && (host.equals("amazonaws.com")
                        || host.endsWith(".amazonaws.com")
                        || host.endsWith(".amazonaws.com.cn"));
    }
}
