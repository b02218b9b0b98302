package dev.sallyport;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.aws.SignatureV4;
import dev.sallyport.control.certificate.Truststore;
import dev.sallyport.control.certificate.TruststoreException;
import dev.sallyport.control.rest.domains.Truststores;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Truststores in the operator's folder, or in S3 where the operator says that it is. Requests to AWS itself are signed as the
 * operator, others are not signed.
 */
final class BucketTruststores implements Truststores {

    private static final Pattern URI_FORM = Pattern.compile("s3://([^/]+)/(.+)");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final @Nullable Path folder;
    private final ServiceEndpoints endpoints;
    private final InstantSource clock;

    /** @param folder with the objects in folders that have their buckets' names, or null */
    BucketTruststores(@Nullable Path folder, ServiceEndpoints endpoints, InstantSource clock) {
        this.folder = folder;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    @Override
    public @Nullable String read(String uri, @Nullable String version, String region) throws TruststoreException {
        Matcher parts = URI_FORM.matcher(uri);
        if (!parts.matches()) {
            throw new TruststoreException("the s3 URI is malformed");
        }
        if (folder != null) {
            return readFile(folder, parts.group(1), parts.group(2));
        }
        URI endpoint = endpoints.of("s3");
        return endpoint == null ? null : readObject(endpoint, parts.group(1), parts.group(2), version, region);
    }

    private static String readFile(Path folder, String bucket, String key) throws TruststoreException {
        Path file = folder.resolve(bucket).resolve(key).normalize();
        if (!file.startsWith(folder.resolve(bucket)) || bucket.startsWith(".")) {
            throw new TruststoreException("the key leads out of the bucket");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return text(in);
        } catch (IOException unreadable) {
            throw new TruststoreException("there is no file " + bucket + "/" + key + " in the truststore folder");
        }
    }

    private static String text(InputStream in) throws IOException, TruststoreException {
        byte[] bytes = in.readNBytes(Truststore.MAX_BYTES + 1);
        if (bytes.length > Truststore.MAX_BYTES) {
            throw new TruststoreException("The truststore is larger than 1 MB");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String readObject(URI endpoint, String bucket, String key, @Nullable String version, String region)
            throws TruststoreException {
        HttpRequest request = request(endpoint, bucket, key, version, region);
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()) {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new TruststoreException("S3 answers " + response.statusCode());
                }
                return text(body);
            }
        } catch (IOException failure) {
            throw new TruststoreException("S3 cannot be reached: " + failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TruststoreException("interrupted while reading from S3");
        }
    }

    private HttpRequest request(URI endpoint, String bucket, String key, @Nullable String version, String region) {
        String base = endpoint.equals(ServiceEndpoints.AWS)
                ? ServiceEndpoints.atAws("", "s3", region)
                : endpoint.toString().replaceFirst("/+$", "");
        String path = "/" + bucket + "/" + encoded(key).replace("%2F", "/");
        URI target = URI.create(base + path + (version == null ? "" : "?versionId=" + encoded(version)));
        HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(PATIENCE);
        AwsCredentials operator = endpoints.operatorCredentials("s3");
        if (operator != null) {
            SignatureV4 signature = new SignatureV4(region, "s3", clock.instant());
            SortedMap<String, String> headers = new TreeMap<>();
            String payload = SignatureV4.hash(new byte[0]);
            headers.put("x-amz-date", signature.date());
            headers.put("x-amz-content-sha256", payload);
            String session = operator.sessionToken();
            if (session != null) {
                headers.put("x-amz-security-token", session);
            }
            headers.forEach(request::header);
            headers.put("host", target.getRawAuthority());
            String query = target.getRawQuery();
            String signed = target.getRawPath() + (query == null ? "" : "?" + query);
            request.header("Authorization", signature.authorization(operator, "GET", signed, headers, payload));
        }
        return request.build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
