package dev.sallyport.control.http;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.HttpApiAuthorizer;
import java.util.regex.Pattern;

/** What an authorizer of a WebSocket API may be (websocket-api 5). */
final class WebSocketAuthorizerRules {

    private static final Pattern SOURCE = Pattern.compile(
            "(route\\.request\\.(header|querystring)|context|stageVariables)\\.[A-Za-z0-9._~$%&'*+^`|!#-]+");

    private WebSocketAuthorizerRules() {}

    /** W5.4, W5.5, W22.17. */
    static void check(HttpApiAuthorizer authorizer) {
        Protocol protocol = Protocol.WEBSOCKET;
        protocol.refuse(!authorizer.type().equals("REQUEST"), "Authorizer type " + authorizer.type());
        protocol.refuse(authorizer.issuer() != null || !authorizer.audience().isEmpty(), "JwtConfiguration");
        protocol.refuse(authorizer.payloadFormatVersion() != null, "AuthorizerPayloadFormatVersion");
        protocol.refuse(Boolean.TRUE.equals(authorizer.enableSimpleResponses()), "EnableSimpleResponses");
        protocol.refuse(authorizer.resultTtlInSeconds() != null, "AuthorizerResultTtlInSeconds");
        HttpApiAuthorizers.checkUri(authorizer.uri());
        for (String source : authorizer.identitySource()) {
            if (!SOURCE.matcher(source).matches()) {
                throw ServiceException.badRequest("Invalid identity source specified: " + source);
            }
        }
    }
}
