package dev.sallyport.control.patch;

import static dev.sallyport.control.patch.Actions.NO_CONTENT_TYPE;
import static dev.sallyport.control.patch.Actions.NO_PARAMETER;
import static dev.sallyport.control.patch.Actions.bool;
import static dev.sallyport.control.patch.Actions.defaulted;
import static dev.sallyport.control.patch.Actions.elementByPath;
import static dev.sallyport.control.patch.Actions.elementByValue;
import static dev.sallyport.control.patch.Actions.entry;
import static dev.sallyport.control.patch.Actions.integer;
import static dev.sallyport.control.patch.Actions.integerOrNone;
import static dev.sallyport.control.patch.Actions.oneOf;
import static dev.sallyport.control.patch.Actions.oneOfOrNone;
import static dev.sallyport.control.patch.Actions.optionalEntry;
import static dev.sallyport.control.patch.Actions.required;
import static dev.sallyport.control.patch.Actions.text;
import static dev.sallyport.control.patch.Actions.verbatim;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Integration.IntegrationResponse;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.apigateway.CreateRestApiRequest;
import java.util.List;

/** The tables of rest-control-plane 9, one constant for each resource; a stage's is {@link StagePatch#TABLE}. */
public final class PatchTables {

    private static final List<String> ENDPOINT_TYPES = List.of("REGIONAL", "EDGE", "PRIVATE");
    private static final List<String> CONTENT_HANDLINGS = List.of("CONVERT_TO_BINARY", "CONVERT_TO_TEXT");
    private static final String CONTENT_HANDLING_REFUSAL =
            "Invalid content handling specified. Valid options are CONVERT_TO_BINARY,CONVERT_TO_TEXT";

    /** The TLS policies that an API may have. */
    public static final List<String> SECURITY_POLICIES = enumOf(CreateRestApiRequest.SHAPE, "securityPolicy");

    /** What refuses any other; the texts of these two are inferred. */
    public static final String INVALID_SECURITY_POLICY =
            "Invalid security policy specified. Valid options are " + String.join(",", SECURITY_POLICIES);

    /** The access modes that an API may have. */
    public static final List<String> ACCESS_MODES = List.of("BASIC", "STRICT");

    /** What refuses any other. */
    public static final String INVALID_ACCESS_MODE =
            "Invalid endpoint access mode specified. Valid options are " + String.join(",", ACCESS_MODES);

    /** 9.14. */
    public static final PatchTable<RestApi> REST_API = PatchTable.of(RestApi.class, Dialect.TERSE)
            .row("/name", "r", required("name", "API Name must be non-empty"))
            .row("/description", "rd", text("description"))
            .row("/version", "r", text("version"))
            .row(
                    "/apiKeySource",
                    "r",
                    oneOf(
                            "apiKeySource",
                            List.of("HEADER", "AUTHORIZER"),
                            "Invalid API key source specified. Valid options are HEADER,AUTHORIZER"))
            .row("/binaryMediaTypes/{type}", "ard", elementByPath("binaryMediaTypes"))
            .row("/disableExecuteApiEndpoint", "r", bool("disableExecuteApiEndpoint"))
            .row(
                    "/minimumCompressionSize",
                    "r",
                    integerOrNone(
                            "minimumCompressionSize",
                            0,
                            10485760,
                            "Invalid minimum compression size, must be between 0 and 10485760"))
            .row("/policy", "r", text("policy"))
            .row("/endpointConfiguration/types/{TYPE or 0}", "ardcmt", PatchTables::endpointType)
            .row("/endpointConfiguration/ipAddressType", "r", PatchTables::ipAddressType)
            .row("/endpointConfiguration/vpcEndpointIds", "ad", elementByValue("endpointConfiguration.vpcEndpointIds"))
            .row("/securityPolicy", "r", oneOf("securityPolicy", SECURITY_POLICIES, INVALID_SECURITY_POLICY))
            .row("/endpointAccessMode", "r", oneOfOrNone("endpointAccessMode", ACCESS_MODES, INVALID_ACCESS_MODE))
            .build();

    /** 9.13. */
    public static final PatchTable<Resource> RESOURCE = PatchTable.of(Resource.class, Dialect.LISTING)
            .row("/parentId", "r", text("parentId"))
            .row("/pathPart", "r", verbatim("pathPart"))
            .build();

    /** 9.11. */
    public static final PatchTable<Method> METHOD = PatchTable.of(Method.class, Dialect.TERSE)
            .row("/authorizationType", "r", verbatim("authorizationType"))
            .row("/authorizerId", "r", text("authorizerId"))
            .row("/authorizationScopes", "ad", elementByValue("authorizationScopes"))
            .row("/apiKeyRequired", "r", bool("apiKeyRequired"))
            .row("/operationName", "r", text("operationName"))
            .row("/requestValidatorId", "r", text("requestValidatorId"))
            .row("/requestParameters/{key}", "ard", entry("requestParameters", Change::truth, NO_PARAMETER))
            .row("/requestModels/{type}", "ard", entry("requestModels", Change::value, NO_CONTENT_TYPE))
            .build();

    /** 9.12. */
    public static final PatchTable<MethodResponse> METHOD_RESPONSE = PatchTable.of(MethodResponse.class, Dialect.TERSE)
            .row("/responseParameters/{key}", "ard", optionalEntry("responseParameters", Change::truth, NO_PARAMETER))
            .row("/responseModels/{type}", "ard", optionalEntry("responseModels", Change::value, NO_CONTENT_TYPE))
            .build();

    /** 9.9. */
    public static final PatchTable<Integration> INTEGRATION = PatchTable.of(Integration.class, Dialect.TERSE)
            .row("/uri", "r", text("uri"))
            .row("/httpMethod", "r", text("httpMethod"))
            .row("/credentials", "r", text("credentials"))
            .row("/passthroughBehavior", "r", defaulted("passthroughBehavior", "WHEN_NO_MATCH"))
            .row("/contentHandling", "r", oneOfOrNone("contentHandling", CONTENT_HANDLINGS, CONTENT_HANDLING_REFUSAL))
            .row("/cacheNamespace", "r", defaulted("cacheNamespace", ""))
            .row(
                    "/connectionType",
                    "r",
                    oneOf(
                            "connectionType",
                            List.of("INTERNET", "VPC_LINK"),
                            "Invalid connection type specified. Valid options are INTERNET,VPC_LINK"))
            .row("/connectionId", "r", text("connectionId"))
            .row("/timeoutInMillis", "r", integer("timeoutMillis", "Timeout should be between 50 ms and 29000 ms"))
            .row("/tlsConfig/insecureSkipVerification", "r", bool("insecureSkipVerification"))
            .row(
                    "/responseTransferMode",
                    "r",
                    oneOfOrNone(
                            "responseTransferMode",
                            List.of("BUFFERED", "STREAM"),
                            "Invalid response transfer mode specified. Valid options are BUFFERED,STREAM"))
            .row("/integrationTarget", "r", text("integrationTarget"))
            .row("/requestParameters/{key}", "ard", entry("requestParameters", Change::value, NO_PARAMETER))
            .row("/requestTemplates/{type}", "ard", entry("requestTemplates", Change::valueOrNull, NO_CONTENT_TYPE))
            .row("/cacheKeyParameters/{key}", "ad", elementByPath("cacheKeyParameters"))
            .build();

    /** 9.10. */
    public static final PatchTable<IntegrationResponse> INTEGRATION_RESPONSE = PatchTable.of(
                    IntegrationResponse.class, Dialect.TERSE)
            .row("/selectionPattern", "r", verbatim("selectionPattern"))
            .row("/contentHandling", "r", oneOfOrNone("contentHandling", CONTENT_HANDLINGS, CONTENT_HANDLING_REFUSAL))
            .row("/responseParameters/{key}", "ard", optionalEntry("responseParameters", Change::value, NO_PARAMETER))
            .row(
                    "/responseTemplates/{type}",
                    "ard",
                    optionalEntry("responseTemplates", Change::valueOrNull, NO_CONTENT_TYPE))
            .build();

    /** 9.5. */
    public static final PatchTable<Deployment> DEPLOYMENT = PatchTable.of(Deployment.class, Dialect.LISTING)
            .row("/description", "r", text("description"))
            .build();

    private PatchTables() {}

    /** The values of a member that the service model limits. */
    private static List<String> enumOf(Shape.Struct<?> structure, String member) {
        return structure.members().stream()
                .filter(each -> each.name().equals(member) && each.shape().get() instanceof Shape.Text)
                .map(each -> ((Shape.Text) each.shape().get()).values())
                .findFirst()
                .orElseThrow();
    }

    /** The type is the value of a replace and the end of the path of the others. */
    private static void endpointType(Fields fields, Change change) {
        if (change.op() != Op.ADD && change.op() != Op.REMOVE && change.op() != Op.REPLACE) {
            // AWS: the one place that words its operations like this; pinned by golden/patch/RestApi.case
            throw ServiceException.badRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'");
        }
        List<String> types = fields.list("endpointConfiguration.types");
        boolean named = ENDPOINT_TYPES.contains(change.name());
        String type = change.op() == Op.REPLACE || !named ? change.value() : change.name();
        if (type == null || !ENDPOINT_TYPES.contains(type)) {
            throw ServiceException.badRequest(
                    "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
        }
        if (change.op() == Op.REPLACE) {
            types.clear();
        }
        types.remove(type);
        if (change.op() != Op.REMOVE) {
            types.add(type);
            if (type.equals("PRIVATE")) {
                fields.set("endpointConfiguration.ipAddressType", "dualstack"); // R9.3
            }
        }
    }

    private static void ipAddressType(Fields fields, Change change) {
        String type = change.value();
        if (type == null || !List.of("ipv4", "dualstack").contains(type)) {
            throw ServiceException.badRequest("ipAddressType must be either ipv4 or dualstack.");
        }
        if (type.equals("ipv4") && fields.list("endpointConfiguration.types").contains("PRIVATE")) {
            throw ServiceException.badRequest("Only dualstack ipAddressType is supported for Private APIs.");
        }
        fields.set("endpointConfiguration.ipAddressType", type);
    }
}
