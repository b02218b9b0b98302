package dev.sallyport.pipeline;

import dev.sallyport.iam.Facts;
import dev.sallyport.model.VpcEndpoint;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as the conditions of policies see it (AUT-70). */
public record RequestFacts(Exchange exchange) implements Facts {

    @Override
    public @Nullable List<String> values(String key) {
        RequestHead head = exchange.head();
        VpcEndpoint endpoint = head.vpcEndpoint();
        String value = switch (key) {
            case "aws:currenttime" ->
                Instant.ofEpochMilli(exchange.identity().epochMillis()).toString();
            case "aws:epochtime" -> Long.toString(exchange.identity().epochMillis() / 1000);
            case "aws:securetransport" -> Boolean.toString(head.secure());
            // AUT-71: the peer, or whom a trusted proxy names; by a VPC endpoint it goes by another name.
            case "aws:sourceip" -> endpoint == null ? head.remoteAddress() : null;
            case "aws:vpcsourceip" -> endpoint == null ? null : head.remoteAddress();
            case "aws:sourcevpc" -> endpoint == null ? null : endpoint.vpcId();
            case "aws:sourcevpce" -> endpoint == null ? null : endpoint.id();
            case "aws:referer" -> head.headers().last("Referer");
            case "aws:useragent" -> head.headers().last("User-Agent");
            default -> null;
        };
        return value == null ? null : List.of(value);
    }
}
