package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.Method;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
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

    /** Whether a type is one of AWS's; the text of the refusal is inferred (R10.29). */
    static void checkType(@Nullable String authorizationType) {
        if (authorizationType == null || !AUTHORIZATION_TYPES.contains(authorizationType)) {
            throw ServiceException.badRequest(
                    "Invalid Authorization Type specified. Valid options are " + String.join(",", AUTHORIZATION_TYPES));
        }
    }

    /** R10.22: a type with an authorizer needs one that the API has and that is of its kind. */
    static void checkAuthorizer(
            Store.Reader tx, Call call, String apiId, String authorizationType, @Nullable String authorizerId) {
        if (!hasAuthorizer(authorizationType)) {
            return;
        }
        Authorizer authorizer =
                authorizerId == null ? null : tx.find(Kind.AUTHORIZER, call.scope(), apiId, authorizerId);
        boolean pools = authorizationType.equals(AuthorizerRules.USER_POOLS);
        if (authorizer == null || authorizer.type().equals(AuthorizerRules.USER_POOLS) != pools) {
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
}
