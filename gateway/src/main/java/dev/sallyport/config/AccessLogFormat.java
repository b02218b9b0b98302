package dev.sallyport.config;

/** How the lines of the access log look. */
public enum AccessLogFormat {
    /** As web servers write them. */
    COMBINED,
    /** One object of JSON a line. */
    JSON
}
