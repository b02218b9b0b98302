package dev.sallyport.config;

/** How much functions are kept from each other and from the host. */
public enum FunctionSandbox {
    /** As much as the host permits; what holds is said at the start. */
    AUTO,
    /** A sandbox and the kernel's limit of memory, or the gateway does not start. */
    REQUIRED,
    /** No sandbox; what else the host permits holds all the same. */
    OFF
}
