package dev.sallyport.aws;

import dev.sallyport.mapping.QueryString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signatures of versions 4 and 4A (AUT-10 to AUT-18). First comes what is cheap, {@link #precheck}; the signature
 * itself needs the body, which somebody who is not who he says should not make anybody read.
 */
public final class SignatureVerifier {

    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final String TERMINATOR = "aws4_request";
    private static final String REGION_SET = "x-amz-region-set";
    private static final Pattern BLANKS = Pattern.compile(" +");

    private final String service;
    private final InstantSource clock;
    private final InstantSource signers;
    private final EcdsaKeys keys = new EcdsaKeys();

    /** @param service the signing name that requests must be scoped to */
    public SignatureVerifier(String service, InstantSource clock) {
        this(service, clock, clock);
    }

    /**
     * @param service the signing name that requests must be scoped to
     * @param clock ends sessions
     * @param signers the clock of those who sign, which is nobody's to move
     */
    public SignatureVerifier(String service, InstantSource clock, InstantSource signers) {
        this.signers = signers;
        this.service = service;
        this.clock = clock;
    }

    /**
     * Checks everything but the signature itself.
     *
     * @param credentials of the key that the claim names
     * @param expiration of temporary credentials, otherwise null
     * @param region where the request has come to
     * @throws SignatureFailure AUT-12
     */
    public void precheck(SignatureClaim claim, AwsCredentials credentials, @Nullable Instant expiration, String region)
            throws SignatureFailure {
        requireToken(claim.sessionToken(), credentials.sessionToken());
        Instant now = clock.instant();
        if (expiration != null && !now.isBefore(expiration)) {
            throw new SignatureFailure(
                    SignatureFailure.Type.EXPIRED, "The security token included in the request is expired");
        }
        requireScope(claim, region);
        requireTime(claim, signers.instant());
        requireSigned(claim, region);
    }

    private static void requireToken(@Nullable String sent, @Nullable String wanted) throws SignatureFailure {
        boolean same = (sent == null || wanted == null)
                ? (sent == null && wanted == null)
                : MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
        if (!same) {
            throw SignatureFailure.unrecognized();
        }
    }

    private void requireScope(SignatureClaim claim, String region) throws SignatureFailure {
        StringBuilder wrong = new StringBuilder();
        List<String> scope = claim.scope();
        int at = 1;
        if (!claim.isAsymmetric() && !scope.get(at++).equals(region)) {
            wrong.append("Credential should be scoped to a valid region, not '")
                    .append(scope.get(1))
                    .append("'. ");
        }
        if (!scope.get(at).equals(service)) {
            wrong.append("Credential should be scoped to correct service: '")
                    .append(service)
                    .append("'. ");
        }
        if (!scope.get(at + 1).equals(TERMINATOR)) {
            wrong.append("Credential should be scoped with a valid terminator: '" + TERMINATOR + "', not '")
                    .append(scope.get(at + 1))
                    .append("'. ");
        }
        String time = SignatureV4.TIME.format(claim.time());
        if (!time.startsWith(scope.getFirst()) || scope.getFirst().length() != 8) {
            wrong.append("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '")
                    .append(scope.getFirst())
                    .append("' != '")
                    .append(time, 0, 8)
                    .append("', from '")
                    .append(time)
                    .append("'.");
        }
        if (!wrong.isEmpty()) {
            throw SignatureFailure.invalid(wrong.toString());
        }
    }

    private static void requireTime(SignatureClaim claim, Instant now) throws SignatureFailure {
        Duration valid = claim.validFor() == null ? SKEW : claim.validFor();
        Instant earliest = now.minus(valid);
        Instant latest = now.plus(SKEW);
        String signed = SignatureV4.TIME.format(claim.time());
        String server = SignatureV4.TIME.format(now);
        if (claim.time().isBefore(earliest)) {
            String allowed = claim.validFor() == null ? " - 5 min.)" : " - " + valid.toSeconds() + " sec.)";
            throw SignatureFailure.invalid("Signature expired: " + signed + " is now earlier than "
                    + SignatureV4.TIME.format(earliest) + " (" + server + allowed);
        }
        if (claim.time().isAfter(latest)) {
            throw SignatureFailure.invalid("Signature not yet current: " + signed + " is still later than "
                    + SignatureV4.TIME.format(latest) + " (" + server + " + 5 min.)");
        }
    }

    /** What must not be changed on the way must be signed. */
    private static void requireSigned(SignatureClaim claim, String region) throws SignatureFailure {
        List<String> signed = claim.signedHeaders();
        if (!signed.contains("host")) {
            throw SignatureFailure.invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }
        SignedMessage message = claim.message();
        // What changes the verb is part of the verb (AUT-18).
        if (!message.all("x-http-method-override").isEmpty() && !signed.contains("x-http-method-override")) {
            throw SignatureFailure.differs();
        }
        for (int i = 0; i < signed.size(); i++) {
            boolean ascends = i == 0 || signed.get(i - 1).compareTo(signed.get(i)) < 0;
            if (!ascends || message.all(signed.get(i)).isEmpty()) {
                throw SignatureFailure.differs();
            }
        }
        if (claim.isAsymmetric() && !isInRegionSet(claim, region)) {
            throw SignatureFailure.invalid("Credential should be scoped to a valid region, not '"
                    + String.join(",", regionSet(claim)) + "'. ");
        }
    }

    private static List<String> regionSet(SignatureClaim claim) {
        return claim.signedHeaders().contains(REGION_SET)
                ? claim.message().all(REGION_SET)
                : QueryString.parse(claim.message().query()).all("X-Amz-Region-Set");
    }

    private static boolean isInRegionSet(SignatureClaim claim, String region) {
        for (String set : regionSet(claim)) {
            for (String pattern : set.split(",")) {
                String each = pattern.strip();
                boolean open = each.endsWith("*");
                if (open ? region.startsWith(each.substring(0, each.length() - 1)) : region.equals(each)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Checks the signature of a claim that has been prechecked.
     *
     * @param payloadHash of the body as it came, from {@link SignatureV4#hash}
     * @throws SignatureFailure AUT-12: something differs from what was signed
     */
    public void verify(SignatureClaim claim, AwsCredentials credentials, String payloadHash) throws SignatureFailure {
        List<String> said = claim.message().all("x-amz-content-sha256");
        // AUT-10: what stands there for "not signed" is no hash of any body.
        if (!said.isEmpty() && !said.getFirst().equals(payloadHash)) {
            throw SignatureFailure.differs();
        }
        String canonical = canonical(claim, payloadHash);
        boolean same = claim.isAsymmetric()
                ? keys.of(credentials)
                        .verifies(
                                SignatureV4.toSign(
                                        AuthorizationReader.ASYMMETRIC,
                                        SignatureV4.TIME.format(claim.time()),
                                        claim.scopeText(),
                                        canonical),
                                claim.signature())
                : MessageDigest.isEqual(
                        new SignatureV4(claim.scope().get(1), service, claim.time())
                                .signature(credentials.secretAccessKey(), canonical)
                                .getBytes(StandardCharsets.UTF_8),
                        claim.signature().getBytes(StandardCharsets.UTF_8));
        if (!same) {
            throw SignatureFailure.differs();
        }
    }

    private static String canonical(SignatureClaim claim, String payloadHash) {
        SignedMessage message = claim.message();
        SortedMap<String, String> headers = new TreeMap<>();
        for (String name : claim.signedHeaders()) {
            List<String> values = message.all(name).stream()
                    .map(value -> BLANKS.matcher(value.strip()).replaceAll(" "))
                    .toList();
            headers.put(name, String.join(",", values));
        }
        return CanonicalRequest.text(
                message.method(),
                CanonicalRequest.asSent(message.path()),
                CanonicalRequest.query(QueryString.parse(message.query()), "X-Amz-Signature"),
                headers,
                payloadHash);
    }
}
