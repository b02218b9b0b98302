package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.iam.AccessKeyMetadata;
import dev.sallyport.wire.iam.AddUserToGroupRequest;
import dev.sallyport.wire.iam.CreateAccessKeyRequest;
import dev.sallyport.wire.iam.CreateGroupRequest;
import dev.sallyport.wire.iam.CreateUserRequest;
import dev.sallyport.wire.iam.DeleteAccessKeyRequest;
import dev.sallyport.wire.iam.DeleteGroupRequest;
import dev.sallyport.wire.iam.DeleteLoginProfileRequest;
import dev.sallyport.wire.iam.DeleteUserPermissionsBoundaryRequest;
import dev.sallyport.wire.iam.DeleteUserRequest;
import dev.sallyport.wire.iam.GetAccessKeyLastUsedRequest;
import dev.sallyport.wire.iam.GetGroupPolicyRequest;
import dev.sallyport.wire.iam.GetGroupRequest;
import dev.sallyport.wire.iam.GetUserRequest;
import dev.sallyport.wire.iam.Group;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.ListAccessKeysRequest;
import dev.sallyport.wire.iam.ListGroupsForUserRequest;
import dev.sallyport.wire.iam.ListUserTagsRequest;
import dev.sallyport.wire.iam.ListUsersRequest;
import dev.sallyport.wire.iam.ListUsersResponse;
import dev.sallyport.wire.iam.PutGroupPolicyRequest;
import dev.sallyport.wire.iam.PutUserPermissionsBoundaryRequest;
import dev.sallyport.wire.iam.RemoveUserFromGroupRequest;
import dev.sallyport.wire.iam.Tag;
import dev.sallyport.wire.iam.TagUserRequest;
import dev.sallyport.wire.iam.UntagUserRequest;
import dev.sallyport.wire.iam.UpdateAccessKeyRequest;
import dev.sallyport.wire.iam.UpdateGroupRequest;
import dev.sallyport.wire.iam.UpdateUserRequest;
import dev.sallyport.wire.iam.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UsersTest {

    private final IamClient iam = new IamClient();

    private static Tag tag(String key, String value) {
        return new Tag(key, value);
    }

    @Test
    @DisplayName("companion R5.1 to R5.3: what a new user shows")
    void createsUsers() {
        User user = requireNonNull(iam.send(
                        Iam.CREATE_USER,
                        CreateUserRequest.builder()
                                .userName("ann")
                                .path("/team/")
                                .tags(List.of(tag("k", "v")))
                                .build())
                .user());
        assertThat(user.userId()).matches("AIDA[A-Z2-7]{17}");
        assertThat(user.arn()).isEqualTo("arn:aws:iam::111111111111:user/team/ann");
        assertThat(user.createDate()).isEqualTo(Instant.parse("2025-06-01T10:00:00Z"));
        assertThat(user.tags()).containsExactly(tag("k", "v"));
        assertThat(iam.user("bob").tags()).isNull();
        assertThat(iam.refused(
                        Iam.CREATE_USER,
                        CreateUserRequest.builder().userName("bob").build()))
                .isEqualTo("409 EntityAlreadyExists User with name bob already exists.");
        assertThat(iam.refused(
                        Iam.GET_USER, GetUserRequest.builder().userName("eve").build()))
                .isEqualTo("404 NoSuchEntity The user with name eve cannot be found.");
    }

    @Test
    @DisplayName("companion 5.1: GetUser without a name means the caller")
    void getsTheCaller() {
        User root = requireNonNull(
                iam.send(Iam.GET_USER, GetUserRequest.builder().build()).user());
        assertThat(root.arn()).isEqualTo("arn:aws:iam::111111111111:root");
        assertThat(root.userName()).isNull();

        iam.user("ann");
        iam.callWith(requireNonNull(iam.key("ann").accessKeyId()));
        User ann = requireNonNull(
                iam.send(Iam.GET_USER, GetUserRequest.builder().build()).user());
        assertThat(ann.userName()).isEqualTo("ann");
    }

    @Test
    @DisplayName("companion R5.7: lists page by name with markers, also when something was deleted meanwhile")
    void pages() {
        for (int i = 0; i < 25; i++) {
            iam.user("user%02d".formatted(24 - i));
        }
        List<String> names = new ArrayList<>();
        String marker = null;
        do {
            ListUsersResponse page = iam.send(
                    Iam.LIST_USERS,
                    ListUsersRequest.builder().marker(marker).maxItems(10).build());
            requireNonNull(page.users()).forEach(it -> names.add(requireNonNull(it.userName())));
            assertThat(page.isTruncated()).isEqualTo(page.marker() != null);
            marker = page.marker();
            iam.send(
                    Iam.DELETE_USER,
                    DeleteUserRequest.builder().userName(names.getLast()).build());
        } while (marker != null);
        assertThat(names).hasSize(25).isSorted();
        assertThat(iam.refused(
                        Iam.LIST_USERS, ListUsersRequest.builder().marker("%%%").build()))
                .isEqualTo("400 ValidationError Invalid Marker.");
    }

    @Test
    @DisplayName("companion R5.6: a user has at most two access keys, whose ids tell the account")
    void accessKeys() {
        iam.user("ann");
        dev.sallyport.wire.iam.AccessKey key = iam.key("ann");
        assertThat(key.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
        assertThat(CredentialIds.account(requireNonNull(key.accessKeyId()))).isEqualTo("111111111111");
        assertThat(IamOperations.account(iam.store, requireNonNull(key.accessKeyId())))
                .isEqualTo("111111111111");
        assertThat(IamOperations.account(iam.store, "AKIAIOSFODNN7EXAMPLE")).isNull();
        assertThat(key.secretAccessKey()).matches("[A-Za-z0-9+/]{40}");
        assertThat(key.status()).isEqualTo("Active");
        iam.key("ann");
        assertThat(iam.refused(
                        Iam.CREATE_ACCESS_KEY,
                        CreateAccessKeyRequest.builder().userName("ann").build()))
                .isEqualTo("409 LimitExceeded Cannot exceed quota for AccessKeysPerUser: 2");
        iam.send(
                Iam.UPDATE_ACCESS_KEY,
                UpdateAccessKeyRequest.builder()
                        .userName("ann")
                        .accessKeyId(key.accessKeyId())
                        .status("Inactive")
                        .build());
        assertThat(iam.send(
                                Iam.LIST_ACCESS_KEYS,
                                ListAccessKeysRequest.builder().userName("ann").build())
                        .accessKeyMetadata())
                .hasSize(2)
                .filteredOn(it -> requireNonNull(key.accessKeyId()).equals(it.accessKeyId()))
                .extracting(AccessKeyMetadata::status)
                .containsExactly("Inactive");
        assertThat(iam.send(Iam.GET_ACCESS_KEY_LAST_USED, new GetAccessKeyLastUsedRequest(key.accessKeyId()))
                        .userName())
                .isEqualTo("ann");
        assertThat(iam.refused(
                        Iam.DELETE_ACCESS_KEY,
                        DeleteAccessKeyRequest.builder()
                                .userName("ann")
                                .accessKeyId("AKIAAAAAAAAAAAAAAAAA")
                                .build()))
                .isEqualTo("404 NoSuchEntity The Access Key with id AKIAAAAAAAAAAAAAAAAA cannot be found.");
    }

    @Test
    @DisplayName("companion R5.1: every account survives its way through an access key id")
    void idsTellAccounts() {
        CredentialIds ids = new CredentialIds(iam.random);
        for (long account : new long[] {0, 1, 123456789012L, 999999999999L, 549755813888L}) {
            for (int i = 0; i < 100; i++) {
                String text = "%012d".formatted(account);
                assertThat(CredentialIds.account(ids.accessKey("ASIA", text))).isEqualTo(text);
            }
        }
        // The example of the work that described the form.
        assertThat(CredentialIds.account("ASIAQNZGKIQY56JQ7WML")).isEqualTo("029608264753");
        assertThat(CredentialIds.account("123456789012")).isNull();
        assertThat(CredentialIds.account("AKIAIOSFODNN7EXAMPL0")).isNotNull();
    }

    @Test
    @DisplayName("companion 5.1: a user with keys, groups or policies is not deleted; a renamed one keeps them")
    void deletesAndRenames() {
        iam.user("ann");
        dev.sallyport.wire.iam.AccessKey key = iam.key("ann");
        iam.send(
                Iam.CREATE_GROUP, CreateGroupRequest.builder().groupName("devs").build());
        iam.send(Iam.ADD_USER_TO_GROUP, new AddUserToGroupRequest("devs", "ann"));
        iam.send(
                Iam.UPDATE_USER,
                UpdateUserRequest.builder()
                        .userName("ann")
                        .newUserName("anna")
                        .newPath("/x/")
                        .build());
        DeleteUserRequest delete = DeleteUserRequest.builder().userName("anna").build();
        String conflict = "409 DeleteConflict Cannot delete entity, must remove referenced objects first.";
        assertThat(iam.refused(Iam.DELETE_USER, delete)).isEqualTo(conflict);
        iam.send(
                Iam.DELETE_ACCESS_KEY,
                DeleteAccessKeyRequest.builder()
                        .userName("anna")
                        .accessKeyId(key.accessKeyId())
                        .build());
        assertThat(iam.refused(Iam.DELETE_USER, delete)).isEqualTo(conflict);
        assertThat(iam.refused(
                        Iam.DELETE_GROUP,
                        DeleteGroupRequest.builder().groupName("devs").build()))
                .isEqualTo("409 DeleteConflict Cannot delete entity, must remove users from group first.");
        assertThat(iam.send(
                                Iam.GET_GROUP,
                                GetGroupRequest.builder().groupName("devs").build())
                        .users())
                .extracting(User::arn)
                .containsExactly("arn:aws:iam::111111111111:user/x/anna");
        iam.send(Iam.REMOVE_USER_FROM_GROUP, new RemoveUserFromGroupRequest("devs", "anna"));
        assertThat(iam.send(
                                Iam.LIST_GROUPS_FOR_USER,
                                ListGroupsForUserRequest.builder()
                                        .userName("anna")
                                        .build())
                        .groups())
                .isEmpty();
        iam.send(Iam.DELETE_USER, delete);
        iam.send(
                Iam.DELETE_GROUP, DeleteGroupRequest.builder().groupName("devs").build());
    }

    @Test
    @DisplayName("companion 5.1: a renamed group keeps its members and policies")
    void renamesGroups() {
        iam.user("ann");
        iam.send(
                Iam.CREATE_GROUP, CreateGroupRequest.builder().groupName("devs").build());
        iam.send(Iam.CREATE_GROUP, CreateGroupRequest.builder().groupName("ops").build());
        iam.send(Iam.ADD_USER_TO_GROUP, new AddUserToGroupRequest("devs", "ann"));
        iam.send(Iam.PUT_GROUP_POLICY, new PutGroupPolicyRequest("devs", "read", IamClient.POLICY));
        assertThat(iam.refused(
                        Iam.UPDATE_GROUP,
                        UpdateGroupRequest.builder()
                                .groupName("devs")
                                .newGroupName("ops")
                                .build()))
                .isEqualTo("409 EntityAlreadyExists Group with name ops already exists.");
        iam.send(
                Iam.UPDATE_GROUP,
                UpdateGroupRequest.builder()
                        .groupName("devs")
                        .newGroupName("team")
                        .newPath("/x/")
                        .build());
        assertThat(iam.send(
                                Iam.LIST_GROUPS_FOR_USER,
                                ListGroupsForUserRequest.builder()
                                        .userName("ann")
                                        .build())
                        .groups())
                .extracting(Group::arn)
                .containsExactly("arn:aws:iam::111111111111:group/x/team");
        assertThat(iam.send(Iam.GET_GROUP_POLICY, new GetGroupPolicyRequest("team", "read"))
                        .policyName())
                .isEqualTo("read");
        assertThat(iam.refused(
                        Iam.UPDATE_GROUP,
                        UpdateGroupRequest.builder().groupName("devs").build()))
                .isEqualTo("404 NoSuchEntity The group with name devs cannot be found.");
    }

    @Test
    @DisplayName("companion 5.1: the permissions boundary of a user changes and goes")
    void changesBoundaries() {
        iam.user("ann");
        String boundary = "arn:aws:iam::aws:policy/AdministratorAccess";
        iam.send(Iam.PUT_USER_PERMISSIONS_BOUNDARY, new PutUserPermissionsBoundaryRequest("ann", boundary));
        User bounded = requireNonNull(
                iam.send(Iam.GET_USER, GetUserRequest.builder().userName("ann").build())
                        .user());
        assertThat(requireNonNull(bounded.permissionsBoundary()).permissionsBoundaryArn())
                .isEqualTo(boundary);
        iam.send(Iam.DELETE_USER_PERMISSIONS_BOUNDARY, new DeleteUserPermissionsBoundaryRequest("ann"));
        User free = requireNonNull(
                iam.send(Iam.GET_USER, GetUserRequest.builder().userName("ann").build())
                        .user());
        assertThat(free.permissionsBoundary()).isNull();
        assertThat(iam.refused(Iam.DELETE_USER_PERMISSIONS_BOUNDARY, new DeleteUserPermissionsBoundaryRequest("ann")))
                .startsWith("404 NoSuchEntity");
    }

    @Test
    @DisplayName("companion R5.1: no user has a login profile, which Terraform asks for before it removes one by force")
    void loginProfiles() {
        iam.user("ann");
        assertThat(iam.refused(
                        Iam.DELETE_LOGIN_PROFILE,
                        DeleteLoginProfileRequest.builder().userName("ann").build()))
                .isEqualTo("404 NoSuchEntity Login Profile for User ann cannot be found.");
    }

    @Test
    @DisplayName("companion 5.1: tags differ by more than case")
    void tags() {
        iam.user("ann");
        iam.send(Iam.TAG_USER, new TagUserRequest("ann", List.of(tag("b", "1"), tag("a", "2"))));
        iam.send(Iam.TAG_USER, new TagUserRequest("ann", List.of(tag("B", "3"))));
        assertThat(iam.refused(Iam.TAG_USER, new TagUserRequest("ann", List.of(tag("x", "1"), tag("X", "2")))))
                .isEqualTo(
                        "400 InvalidInput Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        ListUserTagsRequest list = ListUserTagsRequest.builder().userName("ann").build();
        assertThat(iam.send(Iam.LIST_USER_TAGS, list).tags()).containsExactly(tag("B", "3"), tag("a", "2"));
        iam.send(Iam.UNTAG_USER, new UntagUserRequest("ann", List.of("b")));
        assertThat(iam.send(Iam.LIST_USER_TAGS, list).tags()).containsExactly(tag("a", "2"));
    }
}
