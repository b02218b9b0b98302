package dev.sallyport.control.patch;

import static dev.sallyport.control.patch.Actions.NO_CONTENT_TYPE;
import static dev.sallyport.control.patch.Actions.NO_PARAMETER;
import static dev.sallyport.control.patch.Actions.bool;
import static dev.sallyport.control.patch.Actions.elementByValue;
import static dev.sallyport.control.patch.Actions.entry;
import static dev.sallyport.control.patch.Actions.integer;
import static dev.sallyport.control.patch.Actions.oneOf;
import static dev.sallyport.control.patch.Actions.required;
import static dev.sallyport.control.patch.Actions.text;
import static dev.sallyport.control.patch.Actions.verbatim;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PatchTable.Action;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.DocumentationPart;
import dev.sallyport.model.DocumentationVersion;
import dev.sallyport.model.GatewayResponse;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import java.util.List;
import java.util.regex.Pattern;

/** The tables of what an API holds besides methods (rest-control-plane 9.3, 9.5, 9.6, 9.8, 9.13). */
public final class PartPatch {

    private static final Pattern STATUS_CODE = Pattern.compile("[1-5]\\d\\d");

    /** 9.13. */
    public static final PatchTable<Model> MODEL = PatchTable.of(Model.class, Dialect.LISTING)
            .row("/description", "r", text("description"))
            .row("/schema", "r", verbatim("schema"))
            .build();

    /** 9.13. */
    public static final PatchTable<RequestValidator> REQUEST_VALIDATOR = PatchTable.of(
                    RequestValidator.class, Dialect.LISTING)
            .row("/name", "r", PartPatch::validatorName)
            .row("/validateRequestParameters", "r", bool("validateRequestParameters"))
            .row("/validateRequestBody", "r", bool("validateRequestBody"))
            .build();

    /** 9.3. */
    public static final PatchTable<Authorizer> AUTHORIZER = PatchTable.of(Authorizer.class, Dialect.TERSE)
            .row("/name", "r", required("name", "Authorizer name must be non-empty"))
            .row(
                    "/type",
                    "r",
                    oneOf(
                            "type",
                            List.of("TOKEN", "REQUEST", "COGNITO_USER_POOLS"),
                            "Invalid authorizer type specified. Valid options are TOKEN,REQUEST,COGNITO_USER_POOLS"))
            .row("/authType", "r", text("authType"))
            .row("/authorizerUri", "r", text("authorizerUri"))
            .row("/authorizerCredentials", "r", text("authorizerCredentials"))
            .row(
                    "/authorizerResultTtlInSeconds",
                    "r",
                    integer("authorizerResultTtlInSeconds", "Authorizer result TTL should be between 0 and 3600"))
            .row("/identitySource", "ard", text("identitySource"))
            .row("/identityValidationExpression", "r", text("identityValidationExpression"))
            .row("/providerARNs", "ad", elementByValue("providerArns"))
            .build();

    /** 9.8. */
    public static final PatchTable<GatewayResponse> GATEWAY_RESPONSE = PatchTable.of(
                    GatewayResponse.class, Dialect.TERSE)
            .row("/statusCode", "ardcmt", PartPatch::statusCode)
            .row("/responseParameters/{key}", "ard", filledEntry("responseParameters", NO_PARAMETER))
            .row("/responseTemplates/{type}", "ard", filledEntry("responseTemplates", NO_CONTENT_TYPE))
            .build();

    /** 9.6. */
    public static final PatchTable<DocumentationPart> DOCUMENTATION_PART = PatchTable.of(
                    DocumentationPart.class, Dialect.LISTING)
            .row("/properties", "r", required("properties", "Documentation part properties must be non-empty"))
            .build();

    /** 9.5; the dialect is inferred. */
    public static final PatchTable<DocumentationVersion> DOCUMENTATION_VERSION = PatchTable.of(
                    DocumentationVersion.class, Dialect.LISTING)
            .row("/description", "r", text("description"))
            .build();

    private PartPatch() {}

    /** R10.94. */
    private static void validatorName(Fields fields, Change change) {
        if (change.value() == null || change.value().isBlank()) {
            throw ServiceException.badRequest("Request Validator name cannot be blank");
        }
        fields.set("name", change.value());
    }

    private static void statusCode(Fields fields, Change change) {
        if (change.op() != Op.REPLACE) {
            // AWS: here alone a wrong operation is a wrong path; pinned by golden/patch/GatewayResponse.case
            throw ServiceException.badRequest("Invalid patch path /statusCode");
        }
        if (change.value() == null || !STATUS_CODE.matcher(change.value()).matches()) {
            throw ServiceException.badRequest("Invalid Response status code specified");
        }
        fields.set("statusCode", change.value());
    }

    /** An entry of a map that must not be null or empty. */
    private static Action filledEntry(String field, String missing) {
        Action entry = entry(field, Change::value, missing);
        return (fields, change) -> {
            if (change.op() != Op.REMOVE && change.valueOrNull() == null) {
                throw ServiceException.badRequest("Invalid null or empty value in " + field);
            }
            entry.apply(fields, change);
        };
    }
}
