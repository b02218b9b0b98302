package dev.sallyport.store;

import dev.sallyport.model.AccessKey;
import dev.sallyport.model.Account;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.ApiKey;
import dev.sallyport.model.ApiKeyValue;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.AuthorizersFlush;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.model.Certificate;
import dev.sallyport.model.CertificateAuthority;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.DocumentationPart;
import dev.sallyport.model.DocumentationVersion;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.DomainNameAccessAssociation;
import dev.sallyport.model.Function;
import dev.sallyport.model.FunctionAlias;
import dev.sallyport.model.FunctionPolicy;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.GatewayResponse;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiDeployment;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.HttpApiVpcLink;
import dev.sallyport.model.IamGroup;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.IamUser;
import dev.sallyport.model.KeyUsage;
import dev.sallyport.model.LogGroup;
import dev.sallyport.model.LogStream;
import dev.sallyport.model.ManagedPolicy;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.RoutingRule;
import dev.sallyport.model.SecuritySession;
import dev.sallyport.model.Stage;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.model.UsagePlanKey;
import dev.sallyport.model.VpcLink;
import dev.sallyport.model.WebSocketApi;
import dev.sallyport.model.WebSocketDocument;
import dev.sallyport.model.WebSocketIntegration;
import dev.sallyport.model.WebSocketModel;
import dev.sallyport.model.WebSocketRoute;
import java.util.Set;

/**
 * A kind of stored entity. An entity's key is scope, kind, parent and id; the parent is {@code ""} at the top.
 *
 * @param name as stored; never changed once released
 * @param type the record that holds it
 */
public record Kind<T>(String name, Class<T> type) {

    /** REST API drafts; no parent. */
    public static final Kind<RestApi> REST_API = new Kind<>("rest-api", RestApi.class);

    /** Resources; the parent is the API's id. */
    public static final Kind<Resource> RESOURCE = new Kind<>("resource", Resource.class);

    /** Deployments; the parent is the API's id. */
    public static final Kind<Deployment> DEPLOYMENT = new Kind<>("deployment", Deployment.class);

    /** Frozen documents; the parent is the API's id, the id is the digest. */
    public static final Kind<ApiDocument> API_DOCUMENT = new Kind<>("api-document", ApiDocument.class);

    /** Stages; the parent is the API's id. */
    public static final Kind<Stage> STAGE = new Kind<>("stage", Stage.class);

    /** Flushes of the caches of authorizers; the parent is the API's id, the id the stage's name. Never there to be read. */
    public static final Kind<AuthorizersFlush> AUTHORIZERS_FLUSH =
            new Kind<>("authorizers-flush", AuthorizersFlush.class);

    /** Models; the parent is the API's id, the id the model's name. */
    public static final Kind<Model> MODEL = new Kind<>("model", Model.class);

    /** Request validators; the parent is the API's id. */
    public static final Kind<RequestValidator> REQUEST_VALIDATOR =
            new Kind<>("request-validator", RequestValidator.class);

    /** Authorizers; the parent is the API's id. */
    public static final Kind<Authorizer> AUTHORIZER = new Kind<>("authorizer", Authorizer.class);

    /** Customised gateway responses; the parent is the API's id, the id the type. */
    public static final Kind<GatewayResponse> GATEWAY_RESPONSE = new Kind<>("gateway-response", GatewayResponse.class);

    /** Documentation parts; the parent is the API's id. */
    public static final Kind<DocumentationPart> DOCUMENTATION_PART =
            new Kind<>("documentation-part", DocumentationPart.class);

    /** Documentation versions; the parent is the API's id, the id the version. */
    public static final Kind<DocumentationVersion> DOCUMENTATION_VERSION =
            new Kind<>("documentation-version", DocumentationVersion.class);

    /** The account's settings; no parent, the id is {@link Account#ID}. */
    public static final Kind<Account> ACCOUNT = new Kind<>("account", Account.class);

    /** Client certificates; no parent. */
    public static final Kind<ClientCertificate> CLIENT_CERTIFICATE =
            new Kind<>("client-certificate", ClientCertificate.class);

    /** Custom domain names; no parent, the id is {@link DomainName#key}. */
    public static final Kind<DomainName> DOMAIN_NAME = new Kind<>("domain-name", DomainName.class);

    /** Base path mappings; the parent is the {@link DomainName#key}, the id the base path. */
    public static final Kind<BasePathMapping> BASE_PATH_MAPPING =
            new Kind<>("base-path-mapping", BasePathMapping.class);

    /** Routing rules; the parent is the {@link DomainName#key}. */
    public static final Kind<RoutingRule> ROUTING_RULE = new Kind<>("routing-rule", RoutingRule.class);

    /** Access associations of private domain names; no parent, the id is the ARN. */
    public static final Kind<DomainNameAccessAssociation> DOMAIN_NAME_ACCESS_ASSOCIATION =
            new Kind<>("domain-name-access-association", DomainNameAccessAssociation.class);

    /** VPC links; no parent. */
    public static final Kind<VpcLink> VPC_LINK = new Kind<>("vpc-link", VpcLink.class);

    /** API keys; no parent. */
    public static final Kind<ApiKey> API_KEY = new Kind<>("api-key", ApiKey.class);

    /** Which API key has a value; no parent, the id is the value. */
    public static final Kind<ApiKeyValue> API_KEY_VALUE = new Kind<>("api-key-value", ApiKeyValue.class);

    /** Usage plans; no parent. */
    public static final Kind<UsagePlan> USAGE_PLAN = new Kind<>("usage-plan", UsagePlan.class);

    /** The API keys of a usage plan; the parent is the plan's id, the id the key's. */
    public static final Kind<UsagePlanKey> USAGE_PLAN_KEY = new Kind<>("usage-plan-key", UsagePlanKey.class);

    /** The use of API keys under a usage plan; the parent is the plan's id, the id the key's. */
    public static final Kind<KeyUsage> KEY_USAGE = new Kind<>("key-usage", KeyUsage.class);

    /** Functions; no parent. */
    public static final Kind<Function> FUNCTION = new Kind<>("function", Function.class);

    /** Versions of functions; the parent is the function's name. */
    public static final Kind<FunctionVersion> FUNCTION_VERSION = new Kind<>("function-version", FunctionVersion.class);

    /** Aliases; the parent is the function's name. */
    public static final Kind<FunctionAlias> FUNCTION_ALIAS = new Kind<>("function-alias", FunctionAlias.class);

    /** Resource policies of functions; the parent is the function's name, the id the qualifier. */
    public static final Kind<FunctionPolicy> FUNCTION_POLICY = new Kind<>("function-policy", FunctionPolicy.class);

    /** Users of IAM, in the scope of {@code control.iam}; no parent, the id is the name. */
    public static final Kind<IamUser> IAM_USER = new Kind<>("iam-user", IamUser.class);

    /** Groups of IAM; no parent, the id is the name. */
    public static final Kind<IamGroup> IAM_GROUP = new Kind<>("iam-group", IamGroup.class);

    /** Roles of IAM; no parent, the id is the name. */
    public static final Kind<IamRole> IAM_ROLE = new Kind<>("iam-role", IamRole.class);

    /** Managed policies that customers made; no parent, the id is the ARN. */
    public static final Kind<ManagedPolicy> MANAGED_POLICY = new Kind<>("managed-policy", ManagedPolicy.class);

    /** Access keys of users; no parent. */
    public static final Kind<AccessKey> ACCESS_KEY = new Kind<>("access-key", AccessKey.class);

    /** Temporary credentials; no parent, the id is the access key id. */
    public static final Kind<SecuritySession> SECURITY_SESSION = new Kind<>("security-session", SecuritySession.class);

    /** Certificates of ACM; no parent, the id is the ARN. */
    public static final Kind<Certificate> CERTIFICATE = new Kind<>("certificate", Certificate.class);

    /** The gateway's own certificate authority; no parent. */
    public static final Kind<CertificateAuthority> CERTIFICATE_AUTHORITY =
            new Kind<>("certificate-authority", CertificateAuthority.class);

    /** Log groups; no parent, the id is the name. */
    public static final Kind<LogGroup> LOG_GROUP = new Kind<>("log-group", LogGroup.class);

    /** Log streams; the parent is the group's name, the id the stream's. */
    public static final Kind<LogStream> LOG_STREAM = new Kind<>("log-stream", LogStream.class);

    /** Drafts of HTTP APIs; no parent. */
    public static final Kind<HttpApi> HTTP_API = new Kind<>("http-api", HttpApi.class);

    /** Routes of HTTP APIs; the parent is the API's id. */
    public static final Kind<HttpApiRoute> HTTP_API_ROUTE = new Kind<>("http-api-route", HttpApiRoute.class);

    /** Integrations of HTTP APIs; the parent is the API's id. */
    public static final Kind<HttpApiIntegration> HTTP_API_INTEGRATION =
            new Kind<>("http-api-integration", HttpApiIntegration.class);

    /** Authorizers of HTTP APIs; the parent is the API's id. */
    public static final Kind<HttpApiAuthorizer> HTTP_API_AUTHORIZER =
            new Kind<>("http-api-authorizer", HttpApiAuthorizer.class);

    /** Deployments of HTTP APIs; the parent is the API's id. */
    public static final Kind<HttpApiDeployment> HTTP_API_DEPLOYMENT =
            new Kind<>("http-api-deployment", HttpApiDeployment.class);

    /** Frozen documents of HTTP APIs; the parent is the API's id, the id is the digest. */
    public static final Kind<HttpApiDocument> HTTP_API_DOCUMENT =
            new Kind<>("http-api-document", HttpApiDocument.class);

    /** Stages of HTTP APIs; the parent is the API's id, the id the name. */
    public static final Kind<HttpApiStage> HTTP_API_STAGE = new Kind<>("http-api-stage", HttpApiStage.class);

    /** VPC links of HTTP APIs; no parent. */
    public static final Kind<HttpApiVpcLink> HTTP_API_VPC_LINK = new Kind<>("http-api-vpc-link", HttpApiVpcLink.class);

    /** Drafts of WebSocket APIs; no parent. Their authorizers and deployments are of the kinds of HTTP APIs. */
    public static final Kind<WebSocketApi> WEB_SOCKET_API = new Kind<>("web-socket-api", WebSocketApi.class);

    /** Routes of WebSocket APIs; the parent is the API's id. */
    public static final Kind<WebSocketRoute> WEB_SOCKET_ROUTE = new Kind<>("web-socket-route", WebSocketRoute.class);

    /** Integrations of WebSocket APIs; the parent is the API's id. */
    public static final Kind<WebSocketIntegration> WEB_SOCKET_INTEGRATION =
            new Kind<>("web-socket-integration", WebSocketIntegration.class);

    /** Models of WebSocket APIs; the parent is the API's id. */
    public static final Kind<WebSocketModel> WEB_SOCKET_MODEL = new Kind<>("web-socket-model", WebSocketModel.class);

    /** Frozen documents of WebSocket APIs; the parent is the API's id, the id is the digest. */
    public static final Kind<WebSocketDocument> WEB_SOCKET_DOCUMENT =
            new Kind<>("web-socket-document", WebSocketDocument.class);

    /** Stages of WebSocket APIs; the parent is the API's id, the id the name. */
    public static final Kind<HttpApiStage> WEB_SOCKET_STAGE = new Kind<>("web-socket-stage", HttpApiStage.class);

    /** The kinds that hold secrets: they are encrypted where there is a key for that. */
    public static final Set<Kind<?>> SECRETS = Set.of(
            ACCESS_KEY,
            SECURITY_SESSION,
            CERTIFICATE,
            CERTIFICATE_AUTHORITY,
            CLIENT_CERTIFICATE,
            DOMAIN_NAME,
            API_KEY,
            API_KEY_VALUE,
            FUNCTION_VERSION);

    /** Those of {@link #SECRETS} whose ids are secrets too: where there is a key, they are found by a keyed hash of it. */
    public static final Set<Kind<?>> SECRET_IDS = Set.of(API_KEY_VALUE);
}
