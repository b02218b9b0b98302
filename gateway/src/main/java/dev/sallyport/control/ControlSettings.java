package dev.sallyport.control;

/**
 * What the wire front must be told.
 *
 * @param defaultAccount twelve digits; the account of every caller whose access key id is not itself an account id
 * @param defaultRegion the Region of calls whose credential scope names none
 * @param scheme {@code http} or {@code https}: how clients reach the listener, for URLs in answers
 */
public record ControlSettings(String defaultAccount, String defaultRegion, String scheme) {

    public ControlSettings {
        if (!defaultAccount.matches("\\d{12}")) {
            throw new IllegalArgumentException("The default account must have twelve digits, not: " + defaultAccount);
        }
        if (!CredentialScope.isRegion(defaultRegion)) {
            throw new IllegalArgumentException("The default Region must look like us-east-1, not: " + defaultRegion);
        }
    }

    /** Account 123456789012 in us-east-1, over plain HTTP. */
    public static ControlSettings defaults() {
        return new ControlSettings("123456789012", "us-east-1", "http");
    }
}
