package dev.sallyport.model;

/**
 * The account and Region that own a thing. Everything that the control plane stores is isolated by it (R1.21).
 *
 * @param account twelve digits
 * @param region for example {@code us-east-1}
 */
public record Scope(String account, String region) {

    /** The partition of the Region: {@code aws}, {@code aws-cn} or {@code aws-us-gov}. */
    public String partition() {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }
}
