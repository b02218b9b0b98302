package dev.sallyport.control.iam;

import dev.sallyport.control.ServiceException;

/** IAM's errors in its words (companion 5.1). */
final class IamErrors {

    private IamErrors() {}

    /** 404 for a user, group or role. */
    static ServiceException notFound(String noun, String name) {
        return noSuchEntity("The " + noun + " with name " + name + " cannot be found.");
    }

    static ServiceException noSuchEntity(String text) {
        return new ServiceException(404, "NoSuchEntity", text);
    }

    static ServiceException alreadyExists(String text) {
        return new ServiceException(409, "EntityAlreadyExists", text);
    }

    static ServiceException deleteConflict(String text) {
        return new ServiceException(409, "DeleteConflict", text);
    }

    static ServiceException quota(String quota, int limit) {
        return limitExceeded("Cannot exceed quota for " + quota + ": " + limit);
    }

    static ServiceException limitExceeded(String text) {
        return new ServiceException(409, "LimitExceeded", text);
    }

    static ServiceException malformedPolicy(String text) {
        return new ServiceException(400, "MalformedPolicyDocument", text);
    }

    static ServiceException validation(String text) {
        return new ServiceException(400, "ValidationError", text);
    }

    static ServiceException invalidInput(String text) {
        return new ServiceException(400, "InvalidInput", text);
    }
}
