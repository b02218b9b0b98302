package dev.sallyport.model;

/**
 * Which API key has a value: stored under the value, so that neither a request nor the creation of a key has to look
 * through all keys.
 *
 * @param keyId the key's id
 */
public record ApiKeyValue(String keyId) {}
