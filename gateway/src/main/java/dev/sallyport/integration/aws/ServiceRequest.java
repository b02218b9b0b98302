package dev.sallyport.integration.aws;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.aws.SignatureV4;
import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import dev.sallyport.integration.http.Approach;
import dev.sallyport.integration.http.BackendRequest;
import dev.sallyport.integration.http.CustomRequest;
import dev.sallyport.integration.http.Origin;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.pipeline.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The compiled request to a service; {@link #signedBy} makes it one that can be sent. */
final class ServiceRequest {

    /** What a mapped value may put before the host. */
    private static final Pattern SUBDOMAIN = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

    /** What servers on the way may change, or write themselves. */
    private static final Set<String> NOT_SIGNED =
            Set.of("authorization", "connection", "content-length", "user-agent", "x-amzn-trace-id");

    private final ServiceTarget service;
    private final ServiceEndpoints endpoints;
    private final UriTemplate subdomain;
    private final UriTemplate pathAndQuery;
    private final BackendRequest request;
    private final InstantSource clock;

    ServiceRequest(ServiceTarget service, String verb, String apiId, ServiceEndpoints endpoints, InstantSource clock) {
        this.service = service;
        this.endpoints = endpoints;
        this.subdomain = UriTemplate.compile(service.subdomain());
        this.pathAndQuery = UriTemplate.compile(service.pathAndQuery());
        this.request = new BackendRequest(service.pathAndQuery(), verb, false, apiId, Approach.PLAIN);
        this.clock = clock;
    }

    private Origin.@Nullable Target target(Exchange exchange) {
        URI endpoint = endpoints.of(service.service());
        if (endpoint == null) {
            return null;
        }
        var places = exchange.integrationRequest().path();
        String prefix = subdomain.expand(places);
        if (!prefix.isEmpty() && !SUBDOMAIN.matcher(prefix).matches()) {
            return null;
        }
        if (endpoint.equals(ServiceEndpoints.AWS)) {
            return Origin.parse(
                    ServiceEndpoints.atAws(prefix, service.service(), service.region()) + pathAndQuery.expand(places));
        }
        String base = endpoint.getRawPath();
        String before = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        String authority = endpoint.getScheme() + "://" + endpoint.getRawAuthority();
        Origin.Target target = Origin.parse(authority + before + pathAndQuery.expand(places));
        return target == null || prefix.isEmpty()
                ? target
                : new Origin.Target(
                        target.origin()
                                .withHostHeader(prefix + '.' + target.origin().hostHeader()),
                        target.pathAndQuery());
    }

    /** @param session of the integration's role; requests to AWS itself are signed as the operator */
    CustomRequest signedBy(AwsCredentials session) {
        AwsCredentials operator = endpoints.operatorCredentials(service.service());
        return new Signed(operator == null ? session : operator);
    }

    private final class Signed implements CustomRequest {
        private final AwsCredentials credentials;

        Signed(AwsCredentials credentials) {
            this.credentials = credentials;
        }

        @Override
        public Origin.@Nullable Target target(Exchange exchange) {
            return ServiceRequest.this.target(exchange);
        }

        @Override
        public String method(Exchange exchange) {
            return request.method(exchange);
        }

        @Override
        public HeadWriter writeTarget(HeadWriter to, Exchange exchange, String base) {
            return request.writeTarget(to, exchange, base);
        }

        @Override
        public void addHeaders(Headers headers, Exchange exchange, Origin origin, String verb) {
            request.addHeaders(headers, exchange, origin, verb);
            if (service.target() != null && !headers.contains("X-Amz-Target")) {
                headers.add("X-Amz-Target", service.target());
            }
        }

        /** INT-63, INT-64. */
        @Override
        public void complete(Headers headers, Exchange exchange, String verb, HeadWriter begun, ByteBuf body) {
            SignatureV4 signature = new SignatureV4(service.region(), service.signingName(), clock.instant());
            String hash = SignatureV4.hash(ByteBufUtil.getBytes(body));
            headers.set("X-Amz-Date", signature.date());
            headers.remove("X-Amz-Security-Token");
            if (credentials.sessionToken() != null) {
                headers.add("X-Amz-Security-Token", credentials.sessionToken());
            }
            if (service.signingName().equals("s3")) {
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
}
