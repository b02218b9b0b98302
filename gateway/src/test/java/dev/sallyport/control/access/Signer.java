package dev.sallyport.control.access;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SdkSigned;
import dev.sallyport.aws.SignedMessage;
import dev.sallyport.control.Audit;
import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.Guard;
import dev.sallyport.control.ServiceForwarder;
import dev.sallyport.control.WireRequest;
import dev.sallyport.control.WireResponse;
import dev.sallyport.control.http.HttpApiOperations;
import dev.sallyport.control.http.domains.HttpDomainOperations;
import dev.sallyport.control.iam.IamClient;
import dev.sallyport.control.iam.IamOperations;
import dev.sallyport.control.iam.StoredIdentities;
import dev.sallyport.control.rest.RestOperations;
import dev.sallyport.control.rest.Tags;
import dev.sallyport.control.rest.domains.Truststores;
import dev.sallyport.control.rest.openapi.OpenApiOperations;
import dev.sallyport.control.rest.usage.UsageOperations;
import dev.sallyport.control.sts.StsOperations;
import dev.sallyport.model.AccessKey;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Scope;
import dev.sallyport.wire.Services;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.PutUserPolicyRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A control plane that enforces signatures, over a store in memory, and clients that sign with AWS's own signer. */
final class Signer {

    static final String REGION = "eu-west-1";
    static final String ACCOUNT = "111111111111";

    final IamClient iam = new IamClient();
    final AwsCredentials root;
    final ControlPlane plane;

    Signer(Audit audit) {
        StsOperations.register(iam.registry, iam.store, iam.random, iam);
        Tags tags = RestOperations.register(iam.registry, iam.store, new Ids(iam.random), iam);
        UsageOperations.register(iam.registry, iam.store, new Ids(iam.random), iam, () -> {}, tags);
        OpenApiOperations.register(iam.registry, iam.store, new Ids(iam.random), iam, false);
        Tags ofHttpApis = HttpApiOperations.register(iam.registry, iam.store, new Ids(iam.random), iam, issuer -> true);
        HttpDomainOperations.register(iam.registry, iam.store, new Ids(iam.random), iam, ofHttpApis, Truststores.NONE);
        Guard guard = new SignedCalls(StoredIdentities.following(iam.store, iam), iam.store, iam);
        AccessKey key = IamOperations.createRootKey(iam.store, new Scope(ACCOUNT, REGION), iam.random, iam);
        if (key == null) {
            throw new AssertionError("there was a root key");
        }
        root = new AwsCredentials(key.id(), key.secret(), null);
        ServiceForwarder upstream = (service, request) -> new WireResponse(200, List.of(), new byte[0]);
        plane = new ControlPlane(
                iam.registry,
                Services.all(),
                ControlSettings.defaults(),
                id -> IamOperations.account(iam.store, id),
                upstream,
                guard,
                audit,
                () -> "request");
    }

    /** A user with a policy of one statement, and his key. */
    AwsCredentials user(String name, String effect, String action, String resource) {
        iam.user(name);
        allow(name, "first", effect, action, resource);
        var key = iam.key(name);
        return new AwsCredentials(String.valueOf(key.accessKeyId()), String.valueOf(key.secretAccessKey()), null);
    }

    void allow(String user, String policy, String effect, String action, String resource) {
        iam.send(
                Iam.PUT_USER_POLICY,
                PutUserPolicyRequest.builder()
                        .userName(user)
                        .policyName(policy)
                        .policyDocument(document(effect, action, resource))
                        .build());
    }

    static String document(String effect, String action, String resource) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"" + effect + "\",\"Action\":\"" + action
                + "\",\"Resource\":\"" + resource + "\"}}";
    }

    SdkSigned.Plan plan(String method, String target, String body) {
        SdkSigned.Plan plan =
                new SdkSigned.Plan(method, "http://localhost:4566" + target, Map.of(), body, iam.now, null);
        return body.startsWith("Action=") ? plan.with("Content-Type", "application/x-www-form-urlencoded") : plan;
    }

    WireRequest sign(AwsCredentials who, String service, SdkSigned.Plan plan) {
        SignedMessage message = SdkSigned.sign(plan, who, REGION, service).message();
        List<WireRequest.Header> headers = new ArrayList<>();
        message.headers()
                .forEach((name, values) -> values.forEach(value -> headers.add(new WireRequest.Header(name, value))));
        return new WireRequest(
                message.method(),
                message.path(),
                message.query(),
                headers,
                plan.body().getBytes(StandardCharsets.UTF_8),
                "192.0.2.1");
    }

    /** Status and body. */
    String send(WireRequest request) {
        WireResponse response = plane.handle(request);
        return response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
    }

    String rest(AwsCredentials who, String method, String target, String body) {
        return send(sign(who, "apigateway", plan(method, target, body)));
    }

    String query(AwsCredentials who, String service, String form) {
        return send(sign(who, service, plan("POST", "/", form)));
    }

    /** The same request with another header, or without it. */
    static WireRequest with(WireRequest request, String name, @Nullable String value) {
        List<WireRequest.Header> headers = new ArrayList<>(request.headers());
        headers.removeIf(header -> header.name().equalsIgnoreCase(name));
        if (value != null) {
            headers.add(new WireRequest.Header(name, value));
        }
        return new WireRequest(
                request.method(), request.path(), request.query(), headers, request.body(), request.remoteAddress());
    }

    static WireRequest with(WireRequest request, String method, String path, String body) {
        return new WireRequest(
                method,
                path,
                request.query(),
                request.headers(),
                body.getBytes(StandardCharsets.UTF_8),
                request.remoteAddress());
    }
}
