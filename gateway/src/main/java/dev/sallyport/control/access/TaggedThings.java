package dev.sallyport.control.access;

import dev.sallyport.control.iam.IamScope;
import dev.sallyport.model.ApiKey;
import dev.sallyport.model.Certificate;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.Function;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.HttpApiVpcLink;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.IamUser;
import dev.sallyport.model.LogGroup;
import dev.sallyport.model.ManagedPolicy;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.model.VpcLink;
import dev.sallyport.model.WebSocketApi;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.HashMap;
import java.util.Map;

/**
 * The tags of things by their ARNs. What lies below a tagged thing of API Gateway, such as a resource of an API or a stage, has
 * the tags of what is above, unless it has others of the same names. (inferred)
 */
final class TaggedThings {

    private static final int ARN_PARTS = 6;

    private final Store store;

    TaggedThings(Store store) {
        this.store = store;
    }

    /** The tags of what an ARN names; empty when it names nothing that is there and has tags. */
    Map<String, String> tags(Scope scope, String arn) {
        String[] parts = arn.split(":", ARN_PARTS);
        if (parts.length < ARN_PARTS) {
            return Map.of();
        }
        String name = parts[5];
        return store.read(reader -> switch (parts[2]) {
            case "apigateway" -> apiGateway(reader, scope, name);
            case "lambda" -> function(reader, scope, name);
            case "iam" -> iam(reader, IamScope.of(scope), name, arn);
            case "acm" -> {
                Certificate found = reader.find(Kind.CERTIFICATE, scope, "", arn);
                yield found == null ? Map.<String, String>of() : found.tags();
            }
            case "logs" -> {
                String group = name.startsWith("log-group:") ? name.split(":", -1)[1] : "";
                LogGroup found = reader.find(Kind.LOG_GROUP, scope, "", group);
                yield found == null ? Map.<String, String>of() : found.tags();
            }
            default -> Map.<String, String>of();
        });
    }

    private static Map<String, String> apiGateway(Store.Reader reader, Scope scope, String path) {
        String[] segments = path.split("/", -1);
        if (segments.length < 3) {
            return Map.of();
        }
        if (segments[1].equals("tags")) {
            String[] tagged = path.substring("/tags/".length()).split(":", ARN_PARTS);
            return tagged.length < ARN_PARTS || tagged[5].startsWith("/tags/")
                    ? Map.of()
                    : apiGateway(reader, scope, tagged[5]);
        }
        String id = segments[2];
        return switch (segments[1]) {
            case "restapis" -> restApi(reader, scope, id, segments);
            case "apis" -> secondVersion(reader, scope, id, segments);
            case "apikeys" -> {
                ApiKey found = reader.find(Kind.API_KEY, scope, "", id);
                yield found == null ? Map.of() : found.tags();
            }
            case "usageplans" -> {
                UsagePlan found = reader.find(Kind.USAGE_PLAN, scope, "", id);
                yield found == null ? Map.of() : found.tags();
            }
            case "clientcertificates" -> {
                ClientCertificate found = reader.find(Kind.CLIENT_CERTIFICATE, scope, "", id);
                yield found == null ? Map.of() : found.tags();
            }
            case "vpclinks" -> {
                VpcLink found = reader.find(Kind.VPC_LINK, scope, "", id);
                HttpApiVpcLink second = reader.find(Kind.HTTP_API_VPC_LINK, scope, "", id);
                yield found != null ? found.tags() : second == null ? Map.of() : second.tags();
            }
            case "domainnames" -> {
                DomainName found = reader.find(Kind.DOMAIN_NAME, scope, "", id);
                yield found == null ? Map.of() : found.tags();
            }
            default -> Map.of();
        };
    }

    private static Map<String, String> restApi(Store.Reader reader, Scope scope, String id, String[] segments) {
        RestApi api = reader.find(Kind.REST_API, scope, "", id);
        if (api == null) {
            return Map.of();
        }
        Map<String, String> tags = new HashMap<>(api.tags());
        if (segments.length > 4 && segments[3].equals("stages")) {
            Stage stage = reader.find(Kind.STAGE, scope, id, segments[4]);
            if (stage != null) {
                tags.putAll(stage.tags());
            }
        }
        return tags;
    }

    /** The tags of an HTTP or WebSocket API, or of what is below it. */
    private static Map<String, String> secondVersion(Store.Reader reader, Scope scope, String id, String[] segments) {
        HttpApi http = reader.find(Kind.HTTP_API, scope, "", id);
        WebSocketApi webSocket = reader.find(Kind.WEB_SOCKET_API, scope, "", id);
        Map<String, String> tags = new HashMap<>();
        if (webSocket != null) {
            tags.putAll(webSocket.tags());
        } else if (http != null) {
            tags.putAll(http.tags());
        } else {
            return tags;
        }
        if (segments.length > 4 && segments[3].equals("stages")) {
            Kind<HttpApiStage> kind = webSocket == null ? Kind.HTTP_API_STAGE : Kind.WEB_SOCKET_STAGE;
            HttpApiStage stage = reader.find(kind, scope, id, segments[4]);
            if (stage != null) {
                tags.putAll(stage.tags());
            }
        }
        return tags;
    }

    /** @param name {@code function:NAME}, with or without a qualifier */
    private static Map<String, String> function(Store.Reader reader, Scope scope, String name) {
        String[] parts = name.split(":", -1);
        Function found = parts.length < 2 || !parts[0].equals("function")
                ? null
                : reader.find(Kind.FUNCTION, scope, "", parts[1]);
        return found == null ? Map.of() : found.tags();
    }

    private static Map<String, String> iam(Store.Reader reader, Scope iam, String name, String arn) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        if (name.startsWith("user/")) {
            IamUser found = reader.find(Kind.IAM_USER, iam, "", last);
            return found == null ? Map.of() : found.tags();
        }
        if (name.startsWith("role/")) {
            IamRole found = reader.find(Kind.IAM_ROLE, iam, "", last);
            return found == null ? Map.of() : found.tags();
        }
        ManagedPolicy found = name.startsWith("policy/") ? reader.find(Kind.MANAGED_POLICY, iam, "", arn) : null;
        return found == null ? Map.of() : found.tags();
    }
}
