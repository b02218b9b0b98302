package dev.sallyport.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** AWS's published examples of signatures. */
class SignatureV4Test {

    private static final AwsCredentials SUITE =
            new AwsCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);
    private static final AwsCredentials S3 =
            new AwsCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);
    private static final String EMPTY = SignatureV4.hash(new byte[0]);

    private static SignatureV4 suite(String service) {
        return new SignatureV4("us-east-1", service, Instant.parse("2015-08-30T12:36:00Z"));
    }

    private static SortedMap<String, String> suiteHeaders() {
        return new TreeMap<>(Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z"));
    }

    @Test
    @DisplayName("INT-63: get-vanilla of the test suite")
    void vanilla() {
        assertThat(suite("service").authorization(SUITE, "GET", "/", suiteHeaders(), EMPTY))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                        + " SignedHeaders=host;x-amz-date,"
                        + " Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @Test
    @DisplayName("INT-63: post-vanilla of the test suite")
    void post() {
        assertThat(suite("service").authorization(SUITE, "POST", "/", suiteHeaders(), EMPTY))
                .endsWith("Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    }

    @Test
    @DisplayName("INT-63: parameters are sorted by name, whatever their order in the query")
    void query() {
        String signature = "Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500";
        assertThat(suite("service").authorization(SUITE, "GET", "/?Param2=value2&Param1=value1", suiteHeaders(), EMPTY))
                .endsWith(signature);
        assertThat(suite("service").authorization(SUITE, "GET", "/?Param1=value1&Param2=value2", suiteHeaders(), EMPTY))
                .endsWith(signature);
    }

    @Test
    @DisplayName("INT-63: ListUsers of the documentation")
    void listUsers() {
        SortedMap<String, String> headers = new TreeMap<>(Map.of(
                "content-type", "application/x-www-form-urlencoded; charset=utf-8",
                "host", "iam.amazonaws.com",
                "x-amz-date", "20150830T123600Z"));
        assertThat(suite("iam").authorization(SUITE, "GET", "/?Action=ListUsers&Version=2010-05-08", headers, EMPTY))
                .endsWith("Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    @Test
    @DisplayName("INT-73: GetObject of S3's documentation; its path is encoded once")
    void getObject() {
        SortedMap<String, String> headers = new TreeMap<>(Map.of(
                "host", "examplebucket.s3.amazonaws.com",
                "range", "bytes=0-9",
                "x-amz-content-sha256", EMPTY,
                "x-amz-date", "20130524T000000Z"));
        SignatureV4 signer = new SignatureV4("us-east-1", "s3", Instant.parse("2013-05-24T00:00:00Z"));
        assertThat(signer.authorization(S3, "GET", "/test.txt", headers, EMPTY))
                .endsWith("Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    @DisplayName("INT-73: PutObject of S3's documentation; a dollar sign in the path is encoded once")
    void putObject() {
        String hash = SignatureV4.hash("Welcome to Amazon S3.".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        SortedMap<String, String> headers = new TreeMap<>(Map.of(
                "date", "Fri, 24 May 2013 00:00:00 GMT",
                "host", "examplebucket.s3.amazonaws.com",
                "x-amz-content-sha256", hash,
                "x-amz-date", "20130524T000000Z",
                "x-amz-storage-class", "REDUCED_REDUNDANCY"));
        SignatureV4 signer = new SignatureV4("us-east-1", "s3", Instant.parse("2013-05-24T00:00:00Z"));
        assertThat(signer.authorization(S3, "PUT", "/test$file.text", headers, hash))
                .endsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    @Test
    @DisplayName("INT-61: the path of other services is normalised and encoded twice")
    void paths() {
        String plain = suite("service").authorization(SUITE, "GET", "/", suiteHeaders(), EMPTY);
        assertThat(suite("service").authorization(SUITE, "GET", "/foo/..", suiteHeaders(), EMPTY))
                .isEqualTo(plain);
        assertThat(suite("service").authorization(SUITE, "GET", "/%20/foo", suiteHeaders(), EMPTY))
                .isNotEqualTo(suite("s3").authorization(SUITE, "GET", "/%20/foo", suiteHeaders(), EMPTY));
    }

    @Test
    @DisplayName("credentials do not show their secrets")
    void secrets() {
        assertThat(SUITE.toString()).doesNotContain("wJalr").contains("AKIDEXAMPLE");
    }
}
