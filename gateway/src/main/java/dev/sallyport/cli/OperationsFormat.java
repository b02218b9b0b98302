package dev.sallyport.cli;

/** How the report of supported operations is written. */
public enum OperationsFormat {
    /** For a terminal. */
    TEXT,
    /** For programs. */
    JSON,
    /** For documentation. */
    MARKDOWN
}
