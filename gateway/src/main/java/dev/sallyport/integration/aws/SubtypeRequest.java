package dev.sallyport.integration.aws;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import dev.sallyport.integration.http.CustomRequest;
import dev.sallyport.integration.http.Origin;
import dev.sallyport.pipeline.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One call of a service, as its parameters make it.
 *
 * @param address null when nobody has said where the service is
 * @param text the body, {@code ""} for a request without one
 */
record SubtypeRequest(
        SubtypeWire wire,
        String apiId,
        Origin.@Nullable Target address,
        String text,
        ServiceSigner signer,
        InstantSource clock) {

    CustomRequest signedBy(AwsCredentials credentials) {
        return new Signed(credentials);
    }

    private final class Signed implements CustomRequest {
        private final AwsCredentials credentials;

        Signed(AwsCredentials credentials) {
            this.credentials = credentials;
        }

        @Override
        public Origin.@Nullable Target target(Exchange exchange) {
            return address;
        }

        @Override
        public String method(Exchange exchange) {
            return wire.isAddress() ? "GET" : "POST";
        }

        @Override
        public HeadWriter writeTarget(HeadWriter to, Exchange exchange, String base) {
            return to.text(base);
        }

        @Override
        public void addHeaders(Headers headers, Exchange exchange, Origin origin, String verb) {
            headers.add(origin.hostLine());
            headers.add("User-Agent", "AmazonAPIGateway_" + apiId);
            String type = wire.protocol().contentType();
            if (type != null) {
                headers.add("Content-Type", type);
            }
            if (wire.target() != null) {
                headers.add("X-Amz-Target", wire.target());
            }
            headers.add("X-Amzn-Apigateway-Api-Id", apiId);
            exchange.identity().addTrace(headers);
        }

        @Override
        public ByteBuf body(Exchange exchange, String verb) {
            return text.isEmpty()
                    ? Unpooled.EMPTY_BUFFER
                    : Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void complete(Headers headers, Exchange exchange, String verb, HeadWriter begun, ByteBuf body) {
            signer.sign(headers, credentials, clock.instant(), verb, begun, body);
        }
    }
}
