package dev.sallyport.config;

/** Whether API Gateway needs a function's permission to call it (R3.49 of companion-services). */
public enum PermissionCheck {
    /** As on AWS: without the permission a method answers 500 and the log shows the command that grants it. */
    STRICT,
    /** Every API may call every function; for development only. */
    OFF
}
