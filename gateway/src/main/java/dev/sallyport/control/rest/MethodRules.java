package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a method request (rest-control-plane 10.3). */
public final class MethodRules {

    private static final List<String> VERBS =
            List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");
    private static final List<String> AUTHORIZATION_TYPES = List.of("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS");

    private MethodRules() {}

    /** Whether methods of this type have an authorizer. */
    static boolean hasAuthorizer(String authorizationType) {
        return authorizationType.equals("CUSTOM") || authorizationType.equals("COGNITO_USER_POOLS");
    }

    /** R10.22; no authorizer exists yet, so no id is valid. */
    static void checkAuthorization(@Nullable String authorizationType) {
        if (authorizationType == null || !AUTHORIZATION_TYPES.contains(authorizationType)) {
            throw ServiceException.badRequest(
                    "Invalid Authorization Type specified. Valid options are " + String.join(",", AUTHORIZATION_TYPES));
        }
        if (hasAuthorizer(authorizationType)) {
            throw ServiceException.badRequest("Invalid authorizer ID specified. Setting the authorization type to"
                    + " CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.");
        }
    }

    /** R10.23. */
    static void checkVerb(@Nullable String verb) {
        if (verb == null || !VERBS.contains(verb)) {
            throw ServiceException.badRequest(
                    "Invalid HttpMethod specified. Valid options are " + String.join(",", VERBS));
        }
    }

    /** R10.25 and R10.26. */
    public static void checkParameters(Method method) {
        Set<String> names = new HashSet<>();
        for (String key : method.requestParameters().keySet()) {
            String[] parts = key.split("\\.", 4);
            if (parts.length == 4 && !names.add(parts[3])) {
                throw ServiceException.badRequest("Parameter names must be unique across querystring, header and path");
            }
        }
        method.requestParameters().keySet().forEach(MappingRules::checkMethodRequestParameter);
    }

    /** R10.27; no validator exists yet, so no id is valid. */
    static void checkValidator(@Nullable String validatorId) {
        if (Input.orNull(validatorId) != null) {
            throw ServiceException.badRequest("Invalid Request Validator identifier specified");
        }
    }
}
