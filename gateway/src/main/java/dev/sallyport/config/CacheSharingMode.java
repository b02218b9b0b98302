package dev.sallyport.config;

/** Who gets what a response cache keeps. */
public enum CacheSharingMode {
    /** Callers who are told apart have answers of their own. */
    SAFE,
    /** As on AWS. */
    AWS
}
