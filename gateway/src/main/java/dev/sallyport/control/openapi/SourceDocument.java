package dev.sallyport.control.openapi;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Scope;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An OpenAPI document as it was sent: JSON or YAML, Swagger 2.0 or OpenAPI 3 (openapi R2.1 to R2.5). */
public final class SourceDocument {

    /** What AWS answers to whatever is no document that it can read. */
    public static final String INVALID = "Invalid OpenAPI input.";

    /** R2.4. */
    static final int MAX_BYTES = 6 * 1024 * 1024;

    private static final Pattern OPENAPI_30 = Pattern.compile("3\\.0(\\..*)?");
    private static final Pattern OPENAPI_31 = Pattern.compile("3\\.1(\\..*)?");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String text;
    private final Place root;
    private final boolean swagger;

    private SourceDocument(String text, Place root, boolean swagger) {
        this.text = text;
        this.root = root;
        this.swagger = swagger;
    }

    /**
     * Reads a document.
     *
     * @param openApi31 whether OpenAPI 3.1, which AWS refuses (R2.3), is read as 3.0 is
     * @throws ServiceException 400 with the text {@code invalid} when the bytes are no such document
     */
    public static SourceDocument read(byte @Nullable [] body, Scope scope, boolean openApi31, String invalid) {
        if (body == null) {
            throw refused(invalid, "", "", "the body is empty");
        }
        if (body.length > MAX_BYTES) {
            throw refused(invalid, "", "", "the document has more than " + MAX_BYTES + " bytes");
        }
        String text = substituted(new String(body, StandardCharsets.UTF_8), scope);
        try {
            Place root = Place.root(tree(text));
            return new SourceDocument(text, root, isSwagger(root, openApi31));
        } catch (Place.Malformed e) {
            throw refused(invalid, "", e.pointer(), String.valueOf(e.getMessage()));
        } catch (JacksonException e) {
            String line = e.getLocation() == null
                    ? ""
                    : Integer.toString(e.getLocation().getLineNr());
            throw refused(invalid, line, "", String.valueOf(e.getOriginalMessage()));
        } catch (YamlEngineException _) {
            throw notYaml(text, invalid);
        }
    }

    /** Reads the text again to say where it stops being YAML, which the first reading did not note. */
    private static ServiceException notYaml(String text, String invalid) {
        try {
            YamlTree.read(text, MAX_BYTES, (pointer, line) -> {});
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> Integer.toString(mark.getLine() + 1))
                    .orElse("");
            return refused(invalid, line, "", String.valueOf(e.getProblem()));
        } catch (YamlEngineException e) {
            return refused(invalid, "", "", String.valueOf(e.getMessage()));
        }
        throw new IllegalStateException("a text was no YAML when it was read first");
    }

    /** R2.1: the first character that is not blank decides. */
    private static JsonNode tree(String text) {
        return text.stripLeading().startsWith("{") ? JSON.readTree(text) : YamlTree.read(text, MAX_BYTES, null);
    }

    /** R2.5; what AWS does not know stays, above all stage variables. */
    private static String substituted(String text, Scope scope) {
        String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return bare.contains("${AWS::")
                ? bare.replace("${AWS::AccountId}", scope.account())
                        .replace("${AWS::Partition}", scope.partition())
                        .replace("${AWS::Region}", scope.region())
                : bare;
    }

    /** R2.2 and R2.3. */
    private static boolean isSwagger(Place root, boolean openApi31) {
        if (!root.node().isObject()) {
            throw root.expected("an object");
        }
        String version = root.text("swagger");
        if (version != null) {
            if (version.equals("2.0")) {
                return true;
            }
            throw root.at("swagger").expected("2.0");
        }
        version = root.text("openapi");
        if (version == null) {
            throw new Place.Malformed("", "neither swagger nor openapi says the version of the document");
        }
        if (OPENAPI_30.matcher(version).matches()) {
            return false;
        }
        if (OPENAPI_31.matcher(version).matches()) {
            if (openApi31) {
                return false;
            }
            throw new Place.Malformed(
                    "/openapi",
                    "OpenAPI " + version + " is not supported, as on AWS; the setting openapi-31 makes the gateway"
                            + " accept it");
        }
        throw root.at("openapi").expected("3.0");
    }

    /** The document itself. */
    public Place root() {
        return root;
    }

    /** Whether it is Swagger 2.0, else OpenAPI 3. */
    public boolean isSwagger() {
        return swagger;
    }

    /** Where the schemas of models stand. */
    public Place schemas() {
        return swagger ? root.at("definitions") : root.at("components").at("schemas");
    }

    /** Where the security schemes stand. */
    public Place securitySchemes() {
        return swagger ? root.at("securityDefinitions") : root.at("components").at("securitySchemes");
    }

    /** What is said of the API's own endpoint: at the root or, where OpenAPI 3 has it, by the first server. */
    public Place endpointConfiguration() {
        String member = "x-amazon-apigateway-endpoint-configuration";
        Place atRoot = root.at(member);
        List<Place> servers = swagger ? List.of() : root.at("servers").items();
        return atRoot.isPresent() || servers.isEmpty()
                ? atRoot
                : servers.getFirst().at(member);
    }

    /**
     * The place itself, or what it refers to with {@code $ref} inside this document (R2.6); null when there is nothing
     * or when references go in circles.
     */
    @Nullable
    public Place resolved(Place place) {
        Place each = place;
        for (int steps = 0; steps < 20; steps++) {
            if (!each.node().isObject() || !each.at("$ref").isPresent()) {
                return each;
            }
            String reference = String.valueOf(each.text("$ref"));
            if (!reference.startsWith("#/")) {
                return null;
            }
            each = root;
            for (String step : reference.substring(2).split("/")) {
                each = each.at(Place.unescaped(step));
            }
            if (!each.isPresent()) {
                return null;
            }
        }
        return null;
    }

    /**
     * The line, from 1, of each value by its pointer. Read anew, because only a document that is refused needs it.
     */
    Map<String, Integer> lines() {
        Map<String, Integer> lines = new HashMap<>();
        try {
            YamlTree.read(text, MAX_BYTES, lines::put);
        } catch (YamlEngineException | Place.Malformed e) {
            // JSON that YAML does not read, for example with tabs: the lines up to there are known.
            return lines;
        }
        return lines;
    }

    /** The refusal of a document that is not built as it must be. */
    public ServiceException refused(String invalid, Place.Malformed fault) {
        return refused(
                invalid, Findings.line(lines(), fault.pointer()), fault.pointer(), String.valueOf(fault.getMessage()));
    }

    private static ServiceException refused(String invalid, String line, String pointer, String detail) {
        return new ServiceException(
                400, "BadRequestException", invalid, Map.of(Findings.LOCATIONS, line + "\t" + pointer + "\t" + detail));
    }
}
