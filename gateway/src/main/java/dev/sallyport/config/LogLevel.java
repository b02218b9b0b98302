package dev.sallyport.config;

/** How much the process says on its standard output; each level includes those before it. */
public enum LogLevel {
    /** Only what needs a person. */
    ERROR,
    /** Also what looks wrong but is handled. */
    WARN,
    /** Also start, stop and changes of what is served. */
    INFO,
    /** Also what helps to find a fault in Sallyport. */
    DEBUG,
    /** Everything. */
    TRACE
}
