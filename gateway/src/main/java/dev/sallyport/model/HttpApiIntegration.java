package dev.sallyport.model;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An integration of an HTTP API (http-api 3 to 7, 21.3).
 *
 * @param id seven characters of {@code [a-z0-9]}
 * @param type {@code AWS_PROXY} or {@code HTTP_PROXY}
 * @param subtype of AWS_PROXY with a service, such as {@code SQS-SendMessage}; null for a function
 * @param uri as given; null for a subtype
 * @param method {@code POST} for functions; {@code ANY} takes the client's; null when never given
 * @param connectionType {@code INTERNET} or {@code VPC_LINK}
 * @param payloadFormatVersion {@code 1.0} or {@code 2.0}
 * @param requestParameters mappings by target, or the parameters of a service
 * @param responseParameters mappings by target, by the status of the integration
 * @param serverNameToVerify of {@code tlsConfig}; null without one
 * @param tls whether there is a {@code tlsConfig}
 * @param managed whether quick create made it
 */
public record HttpApiIntegration(
        String id,
        String type,
        @Nullable String subtype,
        @Nullable String uri,
        @Nullable String method,
        String connectionType,
        @Nullable String connectionId,
        @Nullable String credentialsArn,
        @Nullable String description,
        String payloadFormatVersion,
        int timeoutInMillis,
        SortedMap<String, String> requestParameters,
        SortedMap<String, SortedMap<String, String>> responseParameters,
        boolean tls,
        @Nullable String serverNameToVerify,
        boolean managed) {

    public HttpApiIntegration {
        requestParameters = Copies.of(requestParameters);
        SortedMap<String, SortedMap<String, String>> copies = new TreeMap<>();
        responseParameters.forEach((status, mappings) -> copies.put(status, Copies.of(mappings)));
        responseParameters = Copies.of(copies);
    }

    /** Whether it goes through a VPC link. */
    public boolean isPrivate() {
        return connectionType.equals("VPC_LINK");
    }

    /** Whether it calls a function. */
    public boolean isFunction() {
        return type.equals("AWS_PROXY") && subtype == null;
    }

    /** The same integration with other mappings of the request. */
    public HttpApiIntegration withRequestParameters(Map<String, String> newParameters) {
        return new HttpApiIntegration(
                id,
                type,
                subtype,
                uri,
                method,
                connectionType,
                connectionId,
                credentialsArn,
                description,
                payloadFormatVersion,
                timeoutInMillis,
                new TreeMap<>(newParameters),
                responseParameters,
                tls,
                serverNameToVerify,
                managed);
    }
}
