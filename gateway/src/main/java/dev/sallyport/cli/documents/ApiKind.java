package dev.sallyport.cli.documents;

import dev.sallyport.cli.calls.GatewayClient;
import dev.sallyport.cli.calls.GatewayClient.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How documents get into the APIs of one kind, by the operations that this kind has. */
interface ApiKind {

    /**
     * What the command line says of an import.
     *
     * @param api the API to change; null makes a new one
     * @param mode {@code merge} or {@code overwrite}, null when not given
     * @param basePath {@code ignore}, {@code prepend} or {@code split}, null when not given
     */
    record ImportChoices(
            @Nullable String api,
            @Nullable String mode,
            @Nullable String basePath,
            boolean failOnWarnings) {}

    /**
     * What an import made.
     *
     * @param notices what is legal and has no effect
     */
    record Imported(String id, String name, List<String> warnings, List<String> notices) {}

    /** Imports a document. */
    Imported imported(GatewayClient client, byte[] document, ImportChoices choices);

    /** Gives an API another name; answers the name that it has then. */
    String renamed(GatewayClient client, String id, String name);

    /** Deploys an API to a stage, which is made when it does not exist; answers the path where it is served. */
    String deployed(GatewayClient client, String id, String stage);

    /** Whether an id names an API that is no REST API. */
    static boolean isHttp(GatewayClient client, String id) {
        try {
            client.json("GET", "/v2/apis/" + GatewayClient.encoded(id), null);
            return true;
        } catch (Refused e) {
            // What REST APIs say of the id is told instead.
            return false;
        }
    }
}
