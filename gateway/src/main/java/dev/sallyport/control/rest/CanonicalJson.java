package dev.sallyport.control.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sallyport.model.ApiDocument;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON in which equal documents are equal bytes: members and map keys sorted, no blanks. Absent members are left out, so
 * that a member which a later version adds does not change the digest of documents without it; the null of a map's entry
 * stays.
 */
final class CanonicalJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private CanonicalJson() {}

    static byte[] write(ApiDocument document) {
        return MAPPER.writeValueAsBytes(document);
    }

    /** SHA-256 of the canonical JSON, lower-case hex: the identity of a document. */
    static String digest(ApiDocument document) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(write(document)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
