package dev.sallyport.integration.aws;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import dev.sallyport.integration.http.Approach;
import dev.sallyport.integration.http.BackendRequest;
import dev.sallyport.integration.http.CustomRequest;
import dev.sallyport.integration.http.Origin;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.pipeline.Exchange;
import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The compiled request to a service; {@link #signedBy} makes it one that can be sent. */
final class ServiceRequest {

    private final ServiceTarget service;
    private final ServiceEndpoints endpoints;
    private final UriTemplate subdomain;
    private final UriTemplate pathAndQuery;
    private final BackendRequest request;
    private final InstantSource clock;
    private final ServiceSigner signer;

    ServiceRequest(ServiceTarget service, String verb, String apiId, ServiceEndpoints endpoints, InstantSource clock) {
        this.service = service;
        this.endpoints = endpoints;
        this.subdomain = UriTemplate.compile(service.subdomain());
        this.pathAndQuery = UriTemplate.compile(service.pathAndQuery());
        this.request = new BackendRequest(service.pathAndQuery(), verb, false, apiId, Approach.PLAIN);
        this.clock = clock;
        this.signer = new ServiceSigner(service.region(), service.signingName());
    }

    private Origin.@Nullable Target target(Exchange exchange) {
        var places = exchange.integrationRequest().path();
        return ServiceAddress.of(
                endpoints, subdomain.expand(places), service.service(), service.region(), pathAndQuery.expand(places));
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
            signer.sign(headers, credentials, clock.instant(), verb, begun, body);
        }
    }
}
