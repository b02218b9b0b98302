package dev.sallyport.cache;

/** Who gets an answer that was made for somebody else, where AWS's rules let a private one get around. */
public enum CacheSharing {
    /**
     * Callers whom an authorizer or IAM tells apart have entries of their own, and answers that set a cookie or are only a
     * part, or no more than a note that nothing changed, are kept for nobody.
     */
    SAFE,
    /** As on AWS: everybody whom the method admits, whatever the answer holds, and only the key parameters count. */
    AWS
}
