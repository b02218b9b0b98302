package dev.sallyport.config;

/** Whether something that most gateways must not have is there. */
public enum Availability {
    DISABLED,
    ENABLED
}
