package dev.sallyport.control.patch;

import static dev.sallyport.control.patch.Actions.oneOf;
import static dev.sallyport.control.patch.Actions.oneOfOrNone;
import static dev.sallyport.control.patch.Actions.required;
import static dev.sallyport.control.patch.Actions.text;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Account;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.VpcLink;
import java.util.List;
import java.util.Objects;

/** The tables of rest-control-plane 9 for custom domains and the account. Their dialect is inferred. */
public final class DomainPatch {

    private static final List<String> ENDPOINT_TYPES = List.of("REGIONAL", "EDGE", "PRIVATE");
    private static final List<String> IP_ADDRESS_TYPES = List.of("ipv4", "dualstack");
    private static final List<String> ACCESS_MODES = List.of("BASIC", "STRICT");
    private static final List<String> ROUTING_MODES =
            List.of("BASE_PATH_MAPPING_ONLY", "ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_BASE_PATH_MAPPING");
    private static final List<String> SECURITY_POLICIES = List.of(
            "TLS_1_0",
            "TLS_1_2",
            "SecurityPolicy_TLS13_1_3_2025_09",
            "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
            "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
            "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
            "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
            "SecurityPolicy_TLS13_1_2_PQ_2025_09",
            "SecurityPolicy_TLS13_1_2_2021_06",
            "SecurityPolicy_TLS13_2025_EDGE",
            "SecurityPolicy_TLS12_PFS_2025_EDGE",
            "SecurityPolicy_TLS12_2018_EDGE",
            "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09",
            "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09");
    private static final String USAGE_PLANS = "UsagePlans";
    private static final String NO_API = "Invalid REST API identifier specified";

    /**
     * 9.7; what fits together is checked after the last operation. AWS: its guide adds a certificate in a migration, and
     * a removal clears, although the reference knows replace alone.
     */
    public static final PatchTable<DomainName.Settings> DOMAIN_NAME = PatchTable.of(
                    DomainName.Settings.class, Dialect.LISTING)
            .row("/certificateArn", "ard", text("certificateArn"))
            .row("/certificateName", "ard", text("certificateName"))
            .row("/regionalCertificateArn", "ard", text("regionalCertificateArn"))
            .row("/regionalCertificateName", "ard", text("regionalCertificateName"))
            .row("/endpointConfiguration/types", "ad", DomainPatch::addOrRemoveType)
            .row("/endpointConfiguration/types/{TYPE or 0}", "r", DomainPatch::replaceType)
            .row(
                    "/endpointConfiguration/ipAddressType",
                    "r",
                    oneOf("ipAddressType", IP_ADDRESS_TYPES, "ipAddressType must be either ipv4 or dualstack."))
            .row("/securityPolicy", "r", oneOf("securityPolicy", SECURITY_POLICIES, invalid("security policy")))
            .row(
                    "/endpointAccessMode",
                    "r",
                    oneOfOrNone("endpointAccessMode", ACCESS_MODES, invalid("endpoint access mode")))
            .row("/mutualTlsAuthentication/truststoreUri", "r", DomainPatch::truststoreUri)
            .row("/mutualTlsAuthentication/truststoreVersion", "r", text("truststoreVersion"))
            .row("/ownershipVerificationCertificateArn", "r", text("ownershipVerificationCertificateArn"))
            .row("/policy", "rd", text("policy"))
            .row("/managementPolicy", "rd", text("managementPolicy"))
            .row("/routingMode", "r", oneOf("routingMode", ROUTING_MODES, invalid("routing mode")))
            .build();

    /** 9.4. AWS: Terraform writes the API's path with a small a, everything else with a capital one. */
    public static final PatchTable<BasePathMapping> BASE_PATH_MAPPING = PatchTable.of(
                    BasePathMapping.class, Dialect.LISTING)
            .row(
                    "/basePath",
                    "r",
                    (fields, change) -> fields.set(
                            "basePath", Objects.requireNonNullElse(change.valueOrNull(), BasePathMapping.NONE)))
            .row("/restapiId", "r", required("restApiId", NO_API))
            .row("/restApiId", "r", required("restApiId", NO_API))
            .row("/stage", "r", text("stage"))
            .build();

    /** 9.5. */
    public static final PatchTable<VpcLink> VPC_LINK = PatchTable.of(VpcLink.class, Dialect.LISTING)
            .row("/name", "r", required("name", "Name cannot be empty"))
            .row("/description", "r", text("description"))
            .build();

    /** 9.5. */
    public static final PatchTable<ClientCertificate> CLIENT_CERTIFICATE = PatchTable.of(
                    ClientCertificate.class, Dialect.LISTING)
            .row("/description", "r", text("description"))
            .build();

    /** 9.1. */
    public static final PatchTable<Account> ACCOUNT = PatchTable.of(Account.class, Dialect.LISTING)
            .row("/cloudwatchRoleArn", "r", text("cloudwatchRoleArn"))
            .row("/features", "ad", DomainPatch::feature)
            .build();

    private DomainPatch() {}

    /** The wording of refused values is inferred from that of endpoint types. */
    private static String invalid(String what) {
        return "Invalid " + what + " specified";
    }

    private static String endpointType(Change change) {
        String type = change.value();
        if (type == null || !ENDPOINT_TYPES.contains(type)) {
            throw ServiceException.badRequest(
                    "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
        }
        return type;
    }

    /** The two halves of a migration (R8.7). */
    private static void addOrRemoveType(Fields fields, Change change) {
        String type = endpointType(change);
        List<String> types = fields.list("types");
        types.remove(type);
        if (change.op() == Op.ADD) {
            types.add(type);
        }
    }

    /** The replaced type is addressed by itself or by its index, and there is no other index than 0. */
    private static void replaceType(Fields fields, Change change) {
        String type = endpointType(change);
        List<String> types = fields.list("types");
        String replaced = change.name().equals("0") && !types.isEmpty() ? types.getFirst() : change.name();
        if (!types.remove(replaced)) {
            throw ServiceException.badRequest("Invalid patch path " + change.path());
        }
        types.remove(type);
        types.addFirst(type);
    }

    /** Without a truststore there is no version of it either. */
    private static void truststoreUri(Fields fields, Change change) {
        fields.set("truststoreUri", change.valueOrNull());
        if (change.valueOrNull() == null) {
            fields.set("truststoreVersion", null);
        }
    }

    private static void feature(Fields fields, Change change) {
        String feature = change.value();
        if (!USAGE_PLANS.equals(feature)) {
            throw ServiceException.badRequest("Invalid feature specified: " + feature);
        }
        if (change.op() == Op.REMOVE) {
            throw ServiceException.badRequest("The feature " + USAGE_PLANS + " cannot be removed");
        }
    }
}
