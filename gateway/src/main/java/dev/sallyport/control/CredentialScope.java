package dev.sallyport.control;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The scope of SigV4 credentials, from the header {@code Authorization} or from the query of a presigned URL. It says
 * which service and Region a client means; whether the signature is right is not this class's question.
 *
 * @param accessKey the access key id
 * @param date {@code yyyyMMdd}
 * @param region for example {@code us-east-1}
 * @param service the signing name, for example {@code apigateway}
 */
record CredentialScope(String accessKey, String date, String region, String service) {

    private static final String ALGORITHM_PREFIX = "AWS4-";
    private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    /** The scope of the request's credentials; null when there are none or they cannot be read. */
    static @Nullable CredentialScope of(WireRequest request) {
        String header = request.header("Authorization");
        if (header != null && header.startsWith(ALGORITHM_PREFIX)) {
            return parse(parameter(header, "Credential"));
        }
        return parse(QueryParameters.ofLenient(request.query()).first("X-Amz-Credential"));
    }

    /** Whether the request tries to be signed, so that an unreadable scope is an error of its own. */
    static boolean attempted(WireRequest request) {
        String header = request.header("Authorization");
        if (header != null && header.startsWith(ALGORITHM_PREFIX)) {
            return true;
        }
        QueryParameters query = QueryParameters.ofLenient(request.query());
        return query.first("X-Amz-Credential") != null || query.first("X-Amz-Signature") != null;
    }

    /** Whether the text can be the name of a Region. */
    static boolean isRegion(String text) {
        return REGION.matcher(text).matches();
    }

    /** The account: by local convention an access key id of twelve digits is the account itself. */
    String account(String otherwise) {
        return ACCOUNT.matcher(accessKey).matches() ? accessKey : otherwise;
    }

    private static @Nullable CredentialScope parse(@Nullable String credential) {
        if (credential == null) {
            return null;
        }
        List<String> parts = List.of(credential.split("/", -1));
        int size = parts.size();
        if (size < 5 || !parts.get(size - 1).equals("aws4_request")) {
            return null;
        }
        String accessKey = String.join("/", parts.subList(0, size - 4));
        String service = parts.get(size - 2);
        if (accessKey.isEmpty() || !SERVICE.matcher(service).matches()) {
            return null;
        }
        return new CredentialScope(accessKey, parts.get(size - 4), parts.get(size - 3), service);
    }

    private static @Nullable String parameter(String header, String name) {
        int space = header.indexOf(' ');
        if (space < 0) {
            return null;
        }
        for (String part : header.substring(space + 1).split(",")) {
            String trimmed = part.strip();
            if (trimmed.startsWith(name + "=")) {
                return trimmed.substring(name.length() + 1);
            }
        }
        return null;
    }
}
