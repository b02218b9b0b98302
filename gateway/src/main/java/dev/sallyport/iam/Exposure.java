package dev.sallyport.iam;

/** What a resource policy means to those who show no credentials, whoever they are and wherever they are. */
public enum Exposure {
    /** It lets none of them in. */
    NOBODY,
    /** It lets in some, by conditions. */
    SOME,
    /** It lets in all of them, at least to some of what is asked about. */
    EVERYBODY
}
