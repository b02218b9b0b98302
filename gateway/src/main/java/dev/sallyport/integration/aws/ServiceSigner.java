package dev.sallyport.integration.aws;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SignatureV4;
import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Signs requests to one service in one Region (INT-63, INT-64). */
record ServiceSigner(String region, String signingName) {

    /** What servers on the way may change, or write themselves. */
    private static final Set<String> NOT_SIGNED =
            Set.of("authorization", "connection", "content-length", "user-agent", "x-amzn-trace-id");

    /**
     * Adds the signature and what belongs to it.
     *
     * @param begun the request line so far: verb, blank and target
     * @param body all of it
     */
    void sign(Headers headers, AwsCredentials credentials, Instant now, String verb, HeadWriter begun, ByteBuf body) {
        SignatureV4 signature = new SignatureV4(region, signingName, now);
        String hash = SignatureV4.hash(ByteBufUtil.getBytes(body));
        headers.set("X-Amz-Date", signature.date());
        headers.remove("X-Amz-Security-Token");
        if (credentials.sessionToken() != null) {
            headers.add("X-Amz-Security-Token", credentials.sessionToken());
        }
        if (signingName.equals("s3")) {
            headers.set("X-Amz-Content-Sha256", hash);
        }
        String line = new String(begun.array(), 0, begun.length(), StandardCharsets.ISO_8859_1);
        String target = line.substring(line.indexOf(' ') + 1);
        headers.add("Authorization", signature.authorization(credentials, verb, target, signed(headers), hash));
    }

    private static SortedMap<String, String> signed(Headers headers) {
        SortedMap<String, String> signed = new TreeMap<>();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            if (!NOT_SIGNED.contains(name)) {
                String value = headers.value(i).strip().replaceAll(" {2,}", " ");
                signed.merge(name, value, (one, other) -> one + ',' + other);
            }
        }
        return signed;
    }
}
