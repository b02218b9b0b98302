package dev.sallyport.control.iam;

import dev.sallyport.model.Scope;

/** Where the things of IAM and STS are stored: an account has one store for all Regions (companion R1.3). */
public final class IamScope {

    private IamScope() {}

    /** The scope of IAM in the account of a caller. */
    public static Scope of(Scope caller) {
        return new Scope(caller.account(), caller.partition() + "-global");
    }

    /** An ARN of IAM, for example {@code arn:aws:iam::123456789012:role/reader}. */
    static String arn(Scope caller, String resource) {
        return "arn:" + caller.partition() + ":iam::" + caller.account() + ':' + resource;
    }
}
