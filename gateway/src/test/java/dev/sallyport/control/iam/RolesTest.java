package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.iam.AttachRolePolicyRequest;
import dev.sallyport.wire.iam.AttachedPolicy;
import dev.sallyport.wire.iam.CreateRoleRequest;
import dev.sallyport.wire.iam.CreateServiceLinkedRoleRequest;
import dev.sallyport.wire.iam.DeleteRolePermissionsBoundaryRequest;
import dev.sallyport.wire.iam.DeleteRolePolicyRequest;
import dev.sallyport.wire.iam.DeleteRoleRequest;
import dev.sallyport.wire.iam.DeleteServiceLinkedRoleRequest;
import dev.sallyport.wire.iam.DetachRolePolicyRequest;
import dev.sallyport.wire.iam.GetRolePolicyRequest;
import dev.sallyport.wire.iam.GetRoleRequest;
import dev.sallyport.wire.iam.GetServiceLinkedRoleDeletionStatusRequest;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.ListAttachedRolePoliciesRequest;
import dev.sallyport.wire.iam.ListInstanceProfilesForRoleRequest;
import dev.sallyport.wire.iam.ListRolePoliciesRequest;
import dev.sallyport.wire.iam.ListRolesRequest;
import dev.sallyport.wire.iam.PutRolePermissionsBoundaryRequest;
import dev.sallyport.wire.iam.PutRolePolicyRequest;
import dev.sallyport.wire.iam.Role;
import dev.sallyport.wire.iam.RoleLastUsed;
import dev.sallyport.wire.iam.Tag;
import dev.sallyport.wire.iam.TagRoleRequest;
import dev.sallyport.wire.iam.UpdateAssumeRolePolicyRequest;
import dev.sallyport.wire.iam.UpdateRoleRequest;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesTest {

    private static final String BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

    private final IamClient iam = new IamClient();

    private Role get(String name) {
        return requireNonNull(iam.send(Iam.GET_ROLE, new GetRoleRequest(name)).role());
    }

    @Test
    @DisplayName("companion R5.3, R5.5: a new role, the same role read and listed")
    void createsRoles() {
        Role created = iam.role("reader", IamClient.TRUST);
        assertThat(created.roleId()).matches("AROA[A-Z2-7]{17}");
        assertThat(created.arn()).isEqualTo("arn:aws:iam::111111111111:role/reader");
        assertThat(created.maxSessionDuration()).isNull();
        assertThat(created.roleLastUsed()).isNull();
        assertThat(created.assumeRolePolicyDocument())
                .startsWith("%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B")
                .doesNotContain("+");

        Role read = get("reader");
        assertThat(read.maxSessionDuration()).isEqualTo(3600);
        assertThat(read.roleLastUsed()).isEqualTo(RoleLastUsed.builder().build());
        assertThat(read.tags()).isNull();
        assertThat(iam.send(Iam.LIST_ROLES, ListRolesRequest.builder().build()).roles())
                .extracting(Role::roleName, Role::maxSessionDuration, Role::roleLastUsed)
                .containsExactly(org.assertj.core.api.Assertions.tuple("reader", 3600, null));
        assertThat(iam.refused(
                        Iam.CREATE_ROLE,
                        CreateRoleRequest.builder()
                                .roleName("reader")
                                .assumeRolePolicyDocument(IamClient.TRUST)
                                .build()))
                .isEqualTo("409 EntityAlreadyExists Role with name reader already exists.");
    }

    @Test
    @DisplayName("companion R5.5: blanks and plus signs of documents are percent-encoded")
    void encodesDocuments() {
        iam.role("r", IamClient.TRUST.replace(",", ", ").replace("}]}", ",\"Sid\":\"a\"}] }"));
        String document = requireNonNull(get("r").assumeRolePolicyDocument());
        assertThat(document).contains("%2C%20%22").doesNotContain("+");
        assertThat(PolicyDocuments.encoded("a +~*/")).isEqualTo("a%20%2B~%2A%2F".replace("%2A", "*"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "nonsense | This policy contains invalid Json",
                "[] | This policy contains invalid Json",
                "{\"Statement\":[]} | Syntax errors in policy.",
                "{\"Version\":\"2020-01-01\",\"Statement\":[]} | The policy must contain a valid version string.",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\"}} | Missing required field"
                        + " Principal",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\"}} | Missing required field Action",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:Get\"}}"
                        + " | AssumeRole policy may only specify STS AssumeRole actions.",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"}}"
                        + " | Has prohibited field Resource",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"x\"},\"Action\":\"sts:AssumeRole\"}}"
                        + " | Invalid principal in policy: \"AWS\":\"x\"",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"x\"},\"Action\":\"sts:AssumeRole\"}}"
                        + " | Invalid principal in policy: \"SERVICE\":\"x\"",
                "{\"Statement\":{\"Effect\":\"Maybe\",\"Principal\":\"*\",\"Action\":\"*\"}} | Syntax errors in policy."
            })
    @DisplayName("companion 5.1: MalformedPolicyDocument of trust policies")
    void refusesTrustPolicies(String document, String message) {
        CreateRoleRequest request = CreateRoleRequest.builder()
                .roleName("r")
                .assumeRolePolicyDocument(document)
                .build();
        assertThat(iam.refused(Iam.CREATE_ROLE, request)).isEqualTo("400 MalformedPolicyDocument " + message);
        iam.role("r", IamClient.TRUST);
        assertThat(iam.refused(Iam.UPDATE_ASSUME_ROLE_POLICY, new UpdateAssumeRolePolicyRequest("r", document)))
                .isEqualTo("400 MalformedPolicyDocument " + message);
    }

    @Test
    @DisplayName("companion 5.1: inline policies are put, read, listed and deleted")
    void inlinePolicies() {
        iam.role("r", IamClient.TRUST);
        iam.send(Iam.PUT_ROLE_POLICY, new PutRolePolicyRequest("r", "p", IamClient.POLICY));
        assertThat(iam.send(Iam.GET_ROLE_POLICY, new GetRolePolicyRequest("r", "p"))
                        .policyDocument())
                .isEqualTo(PolicyDocuments.encoded(IamClient.POLICY));
        assertThat(iam.send(
                                Iam.LIST_ROLE_POLICIES,
                                ListRolePoliciesRequest.builder().roleName("r").build())
                        .policyNames())
                .containsExactly("p");
        assertThat(iam.refused(Iam.DELETE_ROLE, new DeleteRoleRequest("r")))
                .isEqualTo("409 DeleteConflict Cannot delete entity, must delete policies first.");
        iam.send(Iam.DELETE_ROLE_POLICY, new DeleteRolePolicyRequest("r", "p"));
        assertThat(iam.refused(Iam.GET_ROLE_POLICY, new GetRolePolicyRequest("r", "p")))
                .isEqualTo("404 NoSuchEntity The role policy with name p cannot be found.");
        assertThat(iam.refused(Iam.DELETE_ROLE_POLICY, new DeleteRolePolicyRequest("r", "p")))
                .isEqualTo("404 NoSuchEntity The role policy with name p cannot be found.");
        String large = IamClient.POLICY.replace("s3:Get*", "s3:" + "a".repeat(10_240));
        assertThat(iam.refused(Iam.PUT_ROLE_POLICY, new PutRolePolicyRequest("r", "p", large)))
                .isEqualTo("409 LimitExceeded Maximum policy size of 10240 bytes exceeded for role r");
        iam.send(Iam.DELETE_ROLE, new DeleteRoleRequest("r"));
        assertThat(iam.refused(Iam.GET_ROLE, new GetRoleRequest("r")))
                .isEqualTo("404 NoSuchEntity The role with name r cannot be found.");
    }

    @Test
    @DisplayName("companion R5.8: AWS's policies are attached by name, unknown ones refused")
    void attaches() {
        iam.role("r", IamClient.TRUST);
        iam.send(Iam.ATTACH_ROLE_POLICY, new AttachRolePolicyRequest("r", BASIC));
        iam.send(Iam.ATTACH_ROLE_POLICY, new AttachRolePolicyRequest("r", BASIC));
        assertThat(iam.send(
                                Iam.LIST_ATTACHED_ROLE_POLICIES,
                                ListAttachedRolePoliciesRequest.builder()
                                        .roleName("r")
                                        .build())
                        .attachedPolicies())
                .containsExactly(new AttachedPolicy("AWSLambdaBasicExecutionRole", BASIC));
        String unknown = "arn:aws:iam::aws:policy/Nothing";
        assertThat(iam.refused(Iam.ATTACH_ROLE_POLICY, new AttachRolePolicyRequest("r", unknown)))
                .isEqualTo("404 NoSuchEntity Policy " + unknown + " does not exist or is not attachable.");
        assertThat(iam.refused(Iam.DETACH_ROLE_POLICY, new DetachRolePolicyRequest("r", unknown)))
                .isEqualTo("404 NoSuchEntity Policy " + unknown + " was not found.");
        assertThat(iam.refused(Iam.DELETE_ROLE, new DeleteRoleRequest("r")))
                .isEqualTo("409 DeleteConflict Cannot delete entity, must detach all policies first.");
        for (int i = 0; i < 9; i++) {
            iam.send(
                    Iam.ATTACH_ROLE_POLICY,
                    new AttachRolePolicyRequest("r", iam.policy("p" + i).arn()));
        }
        String eleventh = requireNonNull(iam.policy("last").arn());
        assertThat(iam.refused(Iam.ATTACH_ROLE_POLICY, new AttachRolePolicyRequest("r", eleventh)))
                .isEqualTo("409 LimitExceeded Cannot exceed quota for PoliciesPerRole: 10");
    }

    @Test
    @DisplayName("companion 5.1: description, longest session and permissions boundary change")
    void changes() {
        iam.role("r", IamClient.TRUST);
        iam.send(
                Iam.UPDATE_ROLE,
                UpdateRoleRequest.builder()
                        .roleName("r")
                        .description("d")
                        .maxSessionDuration(7200)
                        .build());
        iam.send(Iam.PUT_ROLE_PERMISSIONS_BOUNDARY, new PutRolePermissionsBoundaryRequest("r", BASIC));
        Role role = get("r");
        assertThat(role.description()).isEqualTo("d");
        assertThat(role.maxSessionDuration()).isEqualTo(7200);
        assertThat(requireNonNull(role.permissionsBoundary()).permissionsBoundaryArn())
                .isEqualTo(BASIC);
        iam.send(Iam.DELETE_ROLE_PERMISSIONS_BOUNDARY, new DeleteRolePermissionsBoundaryRequest("r"));
        assertThat(get("r").permissionsBoundary()).isNull();
        assertThat(iam.send(
                                Iam.LIST_INSTANCE_PROFILES_FOR_ROLE,
                                ListInstanceProfilesForRoleRequest.builder()
                                        .roleName("r")
                                        .build())
                        .instanceProfiles())
                .isEmpty();
    }

    @Test
    @DisplayName("companion 5.1, misc: API Gateway's service-linked role belongs to the service")
    void serviceLinkedRoles() {
        CreateServiceLinkedRoleRequest request = CreateServiceLinkedRoleRequest.builder()
                .awsServiceName("ops.apigateway.amazonaws.com")
                .build();
        Role role =
                requireNonNull(iam.send(Iam.CREATE_SERVICE_LINKED_ROLE, request).role());
        assertThat(role.arn())
                .isEqualTo("arn:aws:iam::111111111111:role/aws-service-role/ops.apigateway.amazonaws.com/"
                        + "AWSServiceRoleForAPIGateway");
        assertThat(iam.refused(Iam.CREATE_SERVICE_LINKED_ROLE, request))
                .startsWith("400 InvalidInput Service role name");
        assertThat(iam.refused(Iam.DELETE_ROLE, new DeleteRoleRequest("AWSServiceRoleForAPIGateway")))
                .startsWith("400 UnmodifiableEntity Cannot perform the operation on the protected role");
        assertThat(iam.refused(
                        Iam.CREATE_SERVICE_LINKED_ROLE,
                        CreateServiceLinkedRoleRequest.builder()
                                .awsServiceName("es.amazonaws.com")
                                .build()))
                .startsWith("501 ");
        assertThat(iam.refused(
                        Iam.UPDATE_ROLE,
                        UpdateRoleRequest.builder()
                                .roleName("AWSServiceRoleForAPIGateway")
                                .maxSessionDuration(7200)
                                .build()))
                .startsWith("400 UnmodifiableEntity");
    }

    @Test
    @DisplayName("companion 5.1, misc: a service-linked role is described, tagged and deleted by a task")
    void deletesServiceLinkedRoles() {
        String name = "AWSServiceRoleForAPIGateway";
        iam.send(
                Iam.CREATE_SERVICE_LINKED_ROLE,
                CreateServiceLinkedRoleRequest.builder()
                        .awsServiceName("ops.apigateway.amazonaws.com")
                        .build());
        iam.send(
                Iam.UPDATE_ROLE,
                UpdateRoleRequest.builder().roleName(name).description("ours").build());
        iam.send(Iam.TAG_ROLE, new TagRoleRequest(name, List.of(new Tag("k", "v"))));
        Role role =
                requireNonNull(iam.send(Iam.GET_ROLE, new GetRoleRequest(name)).role());
        assertThat(role.description()).isEqualTo("ours");
        assertThat(role.tags()).containsExactly(new Tag("k", "v"));

        iam.role("mine", IamClient.TRUST);
        assertThat(iam.refused(Iam.DELETE_SERVICE_LINKED_ROLE, new DeleteServiceLinkedRoleRequest("mine")))
                .startsWith("400 InvalidInput");
        String task = iam.send(Iam.DELETE_SERVICE_LINKED_ROLE, new DeleteServiceLinkedRoleRequest(name))
                .deletionTaskId();
        assertThat(task).startsWith("task/aws-service-role/ops.apigateway.amazonaws.com/" + name + "/");
        assertThat(iam.send(
                                Iam.GET_SERVICE_LINKED_ROLE_DELETION_STATUS,
                                new GetServiceLinkedRoleDeletionStatusRequest(task))
                        .status())
                .isEqualTo("SUCCEEDED");
        assertThat(iam.refused(
                        Iam.GET_SERVICE_LINKED_ROLE_DELETION_STATUS,
                        new GetServiceLinkedRoleDeletionStatusRequest("task/mine")))
                .startsWith("404 NoSuchEntity");
        assertThat(iam.refused(Iam.GET_ROLE, new GetRoleRequest(name)))
                .isEqualTo("404 NoSuchEntity The role with name " + name + " cannot be found.");
    }
}
