package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.iam.AttachUserPolicyRequest;
import dev.sallyport.wire.iam.CreatePolicyRequest;
import dev.sallyport.wire.iam.CreatePolicyVersionRequest;
import dev.sallyport.wire.iam.DeletePolicyRequest;
import dev.sallyport.wire.iam.DeletePolicyVersionRequest;
import dev.sallyport.wire.iam.DetachUserPolicyRequest;
import dev.sallyport.wire.iam.GetPolicyRequest;
import dev.sallyport.wire.iam.GetPolicyVersionRequest;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.ListEntitiesForPolicyRequest;
import dev.sallyport.wire.iam.ListPoliciesRequest;
import dev.sallyport.wire.iam.ListPolicyVersionsRequest;
import dev.sallyport.wire.iam.Policy;
import dev.sallyport.wire.iam.PolicyUser;
import dev.sallyport.wire.iam.PolicyVersion;
import dev.sallyport.wire.iam.SetDefaultPolicyVersionRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagedPoliciesTest {

    private static final String ARN = "arn:aws:iam::111111111111:policy/p";

    private final IamClient iam = new IamClient();

    private Policy get(String arn) {
        return requireNonNull(
                iam.send(Iam.GET_POLICY, new GetPolicyRequest(arn)).policy());
    }

    private CreatePolicyVersionRequest version(boolean inForce) {
        return CreatePolicyVersionRequest.builder()
                .policyArn(ARN)
                .policyDocument(IamClient.POLICY)
                .setAsDefault(inForce)
                .build();
    }

    @Test
    @DisplayName("companion R5.4: a new policy, and GetPolicy with description and tags")
    void createsPolicies() {
        Policy created = requireNonNull(iam.send(
                        Iam.CREATE_POLICY,
                        CreatePolicyRequest.builder()
                                .policyName("p")
                                .policyDocument(IamClient.POLICY)
                                .description("d")
                                .build())
                .policy());
        assertThat(created)
                .isEqualTo(Policy.builder()
                        .policyName("p")
                        .policyId(created.policyId())
                        .arn(ARN)
                        .path("/")
                        .defaultVersionId("v1")
                        .attachmentCount(0)
                        .permissionsBoundaryUsageCount(0)
                        .isAttachable(true)
                        .createDate(created.createDate())
                        .updateDate(created.createDate())
                        .build());
        assertThat(created.policyId()).matches("ANPA[A-Z2-7]{17}");
        assertThat(get(ARN).description()).isEqualTo("d");
        assertThat(get(ARN).tags()).isEmpty();
        assertThat(iam.refused(
                        Iam.CREATE_POLICY,
                        CreatePolicyRequest.builder()
                                .policyName("p")
                                .path("/x/")
                                .policyDocument(IamClient.POLICY)
                                .build()))
                .isEqualTo(
                        "409 EntityAlreadyExists A policy called p already exists. Duplicate names are not allowed.");
    }

    @Test
    @DisplayName("companion 5.1: policies that are not there, and texts that are no ARN")
    void refusesArns() {
        assertThat(iam.refused(Iam.GET_POLICY, new GetPolicyRequest(ARN)))
                .isEqualTo("404 NoSuchEntity Policy " + ARN + " was not found.");
        assertThat(iam.refused(Iam.GET_POLICY, new GetPolicyRequest("arn:aws:s3:::bucket-of-mine")))
                .isEqualTo("400 ValidationError Invalid ARN:  Could not be parsed!");
        assertThat(iam.refused(
                        Iam.DELETE_POLICY, new DeletePolicyRequest("arn:aws:iam::aws:policy/AdministratorAccess")))
                .isEqualTo("403 AccessDenied User: arn:aws:iam::111111111111:root is not authorized to perform:"
                        + " iam:DeletePolicy on resource: policy arn:aws:iam::aws:policy/AdministratorAccess");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AdministratorAccess",
                "ReadOnlyAccess",
                "service-role/AWSLambdaBasicExecutionRole",
                "service-role/AWSLambdaRole",
                "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
                "AmazonAPIGatewayInvokeFullAccess",
                "AmazonAPIGatewayAdministrator",
                "AWSLambda_FullAccess",
                "CloudWatchLogsFullAccess"
            })
    @DisplayName("companion R5.8: the policies of AWS that are known, with valid documents")
    void knowsPoliciesOfAws(String name) {
        String arn = "arn:aws:iam::aws:policy/" + name;
        Policy policy = get(arn);
        assertThat(policy.arn()).isEqualTo(arn);
        assertThat(policy.policyId()).matches("ANPA[A-Z2-7]{17}");
        PolicyVersion version = requireNonNull(
                iam.send(Iam.GET_POLICY_VERSION, new GetPolicyVersionRequest(arn, policy.defaultVersionId()))
                        .policyVersion());
        assertThat(version.isDefaultVersion()).isTrue();
        PolicyDocuments.requireIdentityPolicy(
                URLDecoder.decode(requireNonNull(version.document()), StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("companion R5.8: every known policy of AWS has a valid document, in every partition")
    void documentsOfAwsAreValid() {
        for (String partition : List.of("aws", "aws-cn", "aws-us-gov")) {
            assertThat(AwsManagedPolicies.all(partition)).hasSizeGreaterThan(20).allSatisfy(policy -> {
                assertThat(policy.arn()).startsWith("arn:" + partition + ":iam::aws:policy/");
                PolicyDocuments.requireIdentityPolicy(
                        policy.versions().getFirst().document());
            });
        }
    }

    @Test
    @DisplayName("companion 5.1: five versions, one in force, numbers never again")
    void versions() {
        iam.policy("p");
        for (int i = 0; i < 4; i++) {
            iam.send(Iam.CREATE_POLICY_VERSION, version(i == 0));
        }
        assertThat(iam.refused(Iam.CREATE_POLICY_VERSION, version(false)))
                .isEqualTo("409 LimitExceeded A managed policy can have up to 5 versions. Before you create a new"
                        + " version, you must delete an existing version.");
        assertThat(get(ARN).defaultVersionId()).isEqualTo("v2");
        assertThat(iam.refused(Iam.DELETE_POLICY_VERSION, new DeletePolicyVersionRequest(ARN, "v2")))
                .isEqualTo("409 DeleteConflict Cannot delete the default version of a policy.");
        iam.send(Iam.DELETE_POLICY_VERSION, new DeletePolicyVersionRequest(ARN, "v5"));
        iam.send(Iam.CREATE_POLICY_VERSION, version(false));
        assertThat(iam.send(
                                Iam.LIST_POLICY_VERSIONS,
                                ListPolicyVersionsRequest.builder()
                                        .policyArn(ARN)
                                        .build())
                        .versions())
                .extracting(PolicyVersion::versionId)
                .containsExactly("v6", "v4", "v3", "v2", "v1");
        iam.send(Iam.SET_DEFAULT_POLICY_VERSION, new SetDefaultPolicyVersionRequest(ARN, "v6"));
        assertThat(get(ARN).defaultVersionId()).isEqualTo("v6");
        assertThat(iam.refused(Iam.DELETE_POLICY, new DeletePolicyRequest(ARN)))
                .startsWith("409 DeleteConflict This policy has more than one version.");
        assertThat(iam.refused(Iam.GET_POLICY_VERSION, new GetPolicyVersionRequest(ARN, "v9")))
                .startsWith("404 NoSuchEntity Policy " + ARN + " version v9 does not exist");
    }

    @Test
    @DisplayName("companion 5.1: a policy in use is counted, listed with its entities, and not deleted")
    void usage() {
        iam.policy("p");
        String id = requireNonNull(iam.user("ann").userId());
        iam.send(Iam.ATTACH_USER_POLICY, new AttachUserPolicyRequest("ann", ARN));
        assertThat(get(ARN).attachmentCount()).isEqualTo(1);
        assertThat(iam.refused(Iam.DELETE_POLICY, new DeletePolicyRequest(ARN)))
                .isEqualTo("409 DeleteConflict Cannot delete a policy attached to entities.");
        assertThat(iam.send(
                                Iam.LIST_ENTITIES_FOR_POLICY,
                                ListEntitiesForPolicyRequest.builder()
                                        .policyArn(ARN)
                                        .build())
                        .policyUsers())
                .containsExactly(new PolicyUser("ann", id));
        assertThat(iam.send(
                                Iam.LIST_POLICIES,
                                ListPoliciesRequest.builder().onlyAttached(true).build())
                        .policies())
                .extracting(Policy::arn)
                .containsExactly(ARN);
        iam.send(Iam.DETACH_USER_POLICY, new DetachUserPolicyRequest("ann", ARN));
        iam.send(Iam.DELETE_POLICY, new DeletePolicyRequest(ARN));
        assertThat(iam.send(
                                Iam.LIST_POLICIES,
                                ListPoliciesRequest.builder().scope("Local").build())
                        .policies())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "nonsense | Syntax errors in policy.",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\"}]} | Policy statement must contain actions.",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\"}]} | Policy statement must contain resources.",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"all\",\"Resource\":\"*\"}]}"
                        + " | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"x\"}]}"
                        + " | Resource x must be in ARN format or \"*\".",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Principal\":\"*\"}]}"
                        + " | Policy document should not specify a principal.",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Color\":1}]}"
                        + " | Syntax errors in policy.",
                "{\"Statement\":[],\"Statement\":[]} | Syntax errors in policy."
            })
    @DisplayName("companion 5.1: MalformedPolicyDocument of identity policies")
    void refusesDocuments(String document, String message) {
        assertThat(iam.refused(
                        Iam.CREATE_POLICY,
                        CreatePolicyRequest.builder()
                                .policyName("p")
                                .policyDocument(document)
                                .build()))
                .isEqualTo("400 MalformedPolicyDocument " + message);
    }
}
