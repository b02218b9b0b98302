package dev.sallyport.control.sts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.iam.IamClient;
import dev.sallyport.control.iam.StoredIdentities;
import dev.sallyport.iam.Access;
import dev.sallyport.iam.AccessRequest;
import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Facts;
import dev.sallyport.iam.Identity;
import dev.sallyport.iam.Requester;
import dev.sallyport.model.AccessKey;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.iam.AddUserToGroupRequest;
import dev.sallyport.wire.iam.AttachUserPolicyRequest;
import dev.sallyport.wire.iam.CreateGroupRequest;
import dev.sallyport.wire.iam.CreatePolicyVersionRequest;
import dev.sallyport.wire.iam.DeleteAccessKeyRequest;
import dev.sallyport.wire.iam.DeleteRolePolicyRequest;
import dev.sallyport.wire.iam.DeleteRoleRequest;
import dev.sallyport.wire.iam.DetachUserPolicyRequest;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.PutGroupPolicyRequest;
import dev.sallyport.wire.iam.PutRolePolicyRequest;
import dev.sallyport.wire.iam.PutUserPermissionsBoundaryRequest;
import dev.sallyport.wire.iam.PutUserPolicyRequest;
import dev.sallyport.wire.iam.UpdateAccessKeyRequest;
import dev.sallyport.wire.sts.AssumeRoleRequest;
import dev.sallyport.wire.sts.Credentials;
import dev.sallyport.wire.sts.GetFederationTokenRequest;
import dev.sallyport.wire.sts.GetSessionTokenRequest;
import dev.sallyport.wire.sts.Sts;
import dev.sallyport.wire.sts.Tag;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who has which key, made by calls of IAM and STS, and from which moment a change counts. */
class StoredIdentitiesTest {

    private static final String OWNER = "111111111111";
    private static final String ALLOW = document("Allow", "execute-api:Invoke");
    private static final String DENY = document("Deny", "*");

    private final IamClient client = new IamClient();
    private final StoredIdentities identities;

    StoredIdentitiesTest() {
        StsOperations.register(client.registry, client.store, client.random, client);
        identities = StoredIdentities.following(client.store, client);
    }

    private static String document(String effect, String action) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"" + effect + "\",\"Action\":\"" + action
                + "\",\"Resource\":\"*\"}]}";
    }

    private Decision decide(String accessKeyId) {
        Identity atHand = identities.atHand(accessKeyId);
        Identity identity = requireNonNull(identities.find(accessKeyId), accessKeyId);
        if (atHand != null) {
            assertThat(atHand.requester()).isEqualTo(identity.requester());
        }
        AccessRequest request = new AccessRequest(
                "execute-api:Invoke", "arn:aws:execute-api:x:1:a/b/GET/", identity.requester(), Facts.NONE);
        Decision decision = Access.decide(identity.permissions(), null, request, OWNER);
        Identity kept = requireNonNull(identities.atHand(accessKeyId), "kept");
        assertThat(Access.decide(kept.permissions(), null, request, OWNER)).isEqualTo(decision);
        return decision;
    }

    private String key(String user) {
        client.user(user);
        return requireNonNull(client.key(user).accessKeyId());
    }

    private void putUserPolicy(String name, String document) {
        client.send(
                Iam.PUT_USER_POLICY,
                PutUserPolicyRequest.builder()
                        .userName("ann")
                        .policyName(name)
                        .policyDocument(document)
                        .build());
    }

    /** A store that counts how often it is read. */
    private static final class CountedStore implements Store {
        private final Store store;
        private final AtomicInteger reads = new AtomicInteger();

        CountedStore(Store store) {
            this.store = store;
        }

        @Override
        public <R extends @Nullable Object> R read(Work<Reader, R> work) {
            reads.incrementAndGet();
            return store.read(work);
        }

        @Override
        public <R extends @Nullable Object> R write(Work<Writer, R> work) {
            return store.write(work);
        }

        @Override
        public void subscribe(Consumer<List<Change>> listener) {
            store.subscribe(listener);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @Test
    @DisplayName("a flood of calls with an unknown key reads the store once; a key that is made counts at once")
    void unknownKeys() {
        Instant[] now = {Instant.parse("2026-11-22T10:00:00Z")};
        CountedStore counted = new CountedStore(client.store);
        StoredIdentities flooded = StoredIdentities.following(counted, () -> now[0]);
        String key = key("ann");
        client.send(
                Iam.DELETE_ACCESS_KEY,
                DeleteAccessKeyRequest.builder()
                        .userName("ann")
                        .accessKeyId(key)
                        .build());
        assertThat(flooded.isUnknown(key)).as("nobody has asked").isFalse();
        for (int i = 0; i < 1_000; i++) {
            assertThat(flooded.find(key)).isNull();
            assertThat(flooded.isUnknown(key)).isTrue();
        }
        assertThat(counted.reads).hasValue(1);

        now[0] = now[0].plusSeconds(10);
        assertThat(flooded.isUnknown(key))
                .as("it is forgotten after ten seconds")
                .isFalse();
        assertThat(flooded.find(key)).isNull();
        assertThat(counted.reads).hasValue(2);

        client.store.write(writer -> {
            AccessKey made = new AccessKey(key, "ann", "secret", true, now[0]);
            writer.put(Kind.ACCESS_KEY, new Scope(OWNER, "aws-global"), "", key, made);
            return made;
        });
        assertThat(flooded.isUnknown(key)).isFalse();
        assertThat(requireNonNull(flooded.find(key)).secret()).isEqualTo("secret");
    }

    @Test
    @DisplayName("what is no access key by its form is unknown without a look")
    void noKeys() {
        CountedStore counted = new CountedStore(client.store);
        StoredIdentities flooded = StoredIdentities.following(counted, client);
        for (String id : List.of("", "test", "AKIA1", "AKIA0SFODNN7EXAMPLE1", "x".repeat(10_000))) {
            assertThat(flooded.isUnknown(id)).as(id).isTrue();
            assertThat(flooded.find(id)).isNull();
        }
        assertThat(counted.reads).hasValue(0);
    }

    @Test
    @DisplayName("a user who is made gives his key back to him that was asked for too soon")
    void userOfAnUnknownKey() {
        String key = key("ann");
        client.store.write(writer -> writer.delete(Kind.IAM_USER, new Scope(OWNER, "aws-global"), "", "ann"));
        assertThat(identities.find(key)).isNull();
        assertThat(identities.isUnknown(key)).isTrue();
        client.user("ann");
        assertThat(identities.find(key)).isNotNull();
    }

    @Test
    @DisplayName("R5.12: inline, attached and group policies count, each from the moment it is there")
    void userPolicies() {
        String key = key("ann");
        assertThat(decide(key)).isEqualTo(Decision.IMPLICIT_DENY);

        String arn = requireNonNull(client.policy("p", ALLOW).arn());
        client.send(
                Iam.ATTACH_USER_POLICY,
                AttachUserPolicyRequest.builder().userName("ann").policyArn(arn).build());
        assertThat(decide(key)).isEqualTo(Decision.ALLOWED);

        client.send(
                Iam.CREATE_POLICY_VERSION,
                CreatePolicyVersionRequest.builder()
                        .policyArn(arn)
                        .policyDocument(DENY)
                        .setAsDefault(true)
                        .build());
        assertThat(decide(key)).isEqualTo(Decision.EXPLICIT_DENY);

        client.send(
                Iam.DETACH_USER_POLICY,
                DetachUserPolicyRequest.builder().userName("ann").policyArn(arn).build());
        assertThat(decide(key)).isEqualTo(Decision.IMPLICIT_DENY);

        client.send(
                Iam.CREATE_GROUP, CreateGroupRequest.builder().groupName("g").build());
        client.send(
                Iam.ADD_USER_TO_GROUP,
                AddUserToGroupRequest.builder().userName("ann").groupName("g").build());
        client.send(
                Iam.PUT_GROUP_POLICY,
                PutGroupPolicyRequest.builder()
                        .groupName("g")
                        .policyName("x")
                        .policyDocument(ALLOW)
                        .build());
        assertThat(decide(key)).isEqualTo(Decision.ALLOWED);
    }

    @Test
    @DisplayName("R5.12: a boundary narrows, and a policy that cannot be read denies")
    void boundary() {
        String key = key("ann");
        putUserPolicy("all", ALLOW);
        assertThat(decide(key)).isEqualTo(Decision.ALLOWED);
        String boundary =
                requireNonNull(client.policy("b", document("Allow", "s3:*")).arn());
        client.send(
                Iam.PUT_USER_PERMISSIONS_BOUNDARY,
                PutUserPermissionsBoundaryRequest.builder()
                        .userName("ann")
                        .permissionsBoundary(boundary)
                        .build());
        assertThat(decide(key)).isEqualTo(Decision.IMPLICIT_DENY);
        putUserPolicy("odd", ALLOW.replace("\"Resource\"", "\"Condition\":{\"NoSuch\":{\"a:b\":\"c\"}},\"Resource\""));
        assertThat(decide(key)).isEqualTo(Decision.EXPLICIT_DENY);
    }

    @Test
    @DisplayName("AUT-12: keys that are inactive, deleted, made up or of nobody")
    void keys() {
        String key = key("ann");
        assertThat(identities.atHand(key)).isNull();
        assertThat(requireNonNull(identities.find(key)).requester().arn())
                .isEqualTo("arn:aws:iam::111111111111:user/ann");
        assertThat(identities.atHand(key)).isNotNull();
        assertThat(requireNonNull(identities.find(key)).toString()).doesNotContain("secret");

        UpdateAccessKeyRequest.Builder update =
                UpdateAccessKeyRequest.builder().userName("ann").accessKeyId(key);
        client.send(Iam.UPDATE_ACCESS_KEY, update.status("Inactive").build());
        assertThat(identities.atHand(key)).isNull();
        assertThat(identities.find(key)).isNull();
        client.send(Iam.UPDATE_ACCESS_KEY, update.status("Active").build());
        assertThat(identities.find(key)).isNotNull();
        client.send(
                Iam.DELETE_ACCESS_KEY,
                DeleteAccessKeyRequest.builder()
                        .userName("ann")
                        .accessKeyId(key)
                        .build());
        assertThat(identities.atHand(key)).isNull();
        assertThat(identities.find(key)).isNull();
        for (String other : List.of("", "test", OWNER, "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE")) {
            assertThat(identities.find(other)).isNull();
        }
    }

    private Credentials assume(@Nullable String policy) {
        return requireNonNull(client.send(
                        Sts.ASSUME_ROLE,
                        AssumeRoleRequest.builder()
                                .roleArn("arn:aws:iam::111111111111:role/reader")
                                .roleSessionName("me")
                                .policy(policy)
                                .tags(List.of(
                                        Tag.builder().key("team").value("blue").build()))
                                .build())
                .credentials());
    }

    @Test
    @DisplayName("R6.3: a role's session has the role's policies, narrowed by its own; a role made anew is another")
    void roles() {
        String trust = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"111111111111\"},\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\"]}]}";
        client.role("reader", trust);
        Credentials plain = assume(null);
        Credentials narrowed = assume(document("Allow", "s3:*"));
        String plainKey = requireNonNull(plain.accessKeyId());
        String narrowedKey = requireNonNull(narrowed.accessKeyId());
        assertThat(decide(plainKey)).isEqualTo(Decision.IMPLICIT_DENY);
        PutRolePolicyRequest put = PutRolePolicyRequest.builder()
                .roleName("reader")
                .policyName("all")
                .policyDocument(ALLOW)
                .build();
        client.send(Iam.PUT_ROLE_POLICY, put);
        assertThat(decide(plainKey)).isEqualTo(Decision.ALLOWED);
        assertThat(decide(narrowedKey)).isEqualTo(Decision.IMPLICIT_DENY);

        Identity identity = requireNonNull(identities.find(plainKey));
        Requester who = identity.requester();
        assertThat(who.arn()).isEqualTo("arn:aws:sts::111111111111:assumed-role/reader/me");
        assertThat(who.roleArn()).isEqualTo("arn:aws:iam::111111111111:role/reader");
        assertThat(who.tags()).containsEntry("team", "blue");
        assertThat(identity.sessionToken()).isEqualTo(plain.sessionToken());
        assertThat(identity.expiration()).isEqualTo(plain.expiration());

        client.send(
                Iam.DELETE_ROLE_POLICY,
                DeleteRolePolicyRequest.builder()
                        .roleName("reader")
                        .policyName("all")
                        .build());
        client.send(
                Iam.DELETE_ROLE, DeleteRoleRequest.builder().roleName("reader").build());
        client.role("reader", trust);
        client.send(Iam.PUT_ROLE_POLICY, put);
        assertThat(identities.find(plainKey)).isNull();
    }

    @Test
    @DisplayName(
            "R6.3: users' sessions are the users; federated ones are narrowed by what they were given; root may all")
    void usersSessions() {
        String root = requireNonNull(requireNonNull(client.send(
                                Sts.GET_SESSION_TOKEN,
                                GetSessionTokenRequest.builder().build())
                        .credentials())
                .accessKeyId());
        assertThat(decide(root)).isEqualTo(Decision.ALLOWED);

        client.callWith(key("ann"));
        putUserPolicy("all", ALLOW);
        String session = requireNonNull(requireNonNull(client.send(
                                Sts.GET_SESSION_TOKEN,
                                GetSessionTokenRequest.builder().build())
                        .credentials())
                .accessKeyId());
        assertThat(decide(session)).isEqualTo(Decision.ALLOWED);
        assertThat(requireNonNull(identities.find(session)).requester().userName())
                .isEqualTo("ann");
        GetFederationTokenRequest.Builder federate =
                GetFederationTokenRequest.builder().name("guest");
        assertThat(decide(federated(federate))).isEqualTo(Decision.IMPLICIT_DENY);
        String guest = federated(federate.policy(ALLOW));
        assertThat(decide(guest)).isEqualTo(Decision.ALLOWED);
        assertThat(requireNonNull(identities.find(guest)).requester().type()).isEqualTo(Requester.Type.FEDERATED_USER);
    }

    private String federated(GetFederationTokenRequest.Builder request) {
        return requireNonNull(requireNonNull(
                        client.send(Sts.GET_FEDERATION_TOKEN, request.build()).credentials())
                .accessKeyId());
    }
}
