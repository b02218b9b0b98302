package dev.sallyport.model;

/**
 * That an API key belongs to a usage plan (rest-control-plane 7.12).
 *
 * @param keyId the API key's id
 * @param type {@code API_KEY}
 */
public record UsagePlanKey(String keyId, String type) {}
