package dev.sallyport.config;

/** What the calls of AWS integrations that go to AWS itself are signed with. */
public enum AwsCredentialsSource {
    /** Nothing: no integration calls AWS itself. */
    NONE,
    /** The credentials in the environment of the gateway's process, as AWS's own tools read them. */
    ENVIRONMENT
}
