package dev.sallyport.control.http.documents;

import dev.sallyport.control.http.HttpApiDrafts.Parts;
import dev.sallyport.model.HttpApiCors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a document says of an API.
 *
 * @param name null when it says none, as it may of an API that has one
 * @param disableExecuteApiEndpoint null when it says nothing of it
 * @param notices what is legal and has no effect in HTTP APIs, which AWS calls the import info
 */
record ImportedDraft(
        @Nullable String name,
        @Nullable String description,
        @Nullable String version,
        @Nullable HttpApiCors cors,
        @Nullable Boolean disableExecuteApiEndpoint,
        Map<String, String> tags,
        Parts parts,
        List<String> notices,
        List<String> warnings) {}
