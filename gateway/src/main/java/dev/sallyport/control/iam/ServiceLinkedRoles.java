package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.IamPolicies;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.iam.CreateServiceLinkedRoleRequest;
import dev.sallyport.wire.iam.CreateServiceLinkedRoleResponse;
import dev.sallyport.wire.iam.DeleteServiceLinkedRoleRequest;
import dev.sallyport.wire.iam.DeleteServiceLinkedRoleResponse;
import dev.sallyport.wire.iam.GetServiceLinkedRoleDeletionStatusRequest;
import dev.sallyport.wire.iam.GetServiceLinkedRoleDeletionStatusResponse;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** The one service-linked role that goes with what this gateway provides (companion 5.1, misc). */
final class ServiceLinkedRoles {

    private static final String GATEWAY = "ops.apigateway.amazonaws.com";
    private static final String GATEWAY_ROLE = "AWSServiceRoleForAPIGateway";
    private static final String GATEWAY_TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"Service\":\"" + GATEWAY + "\"},\"Action\":\"sts:AssumeRole\"}]}";
    private static final Pattern TASK =
            Pattern.compile("task" + Roles.SERVICE_PATH + "[a-z0-9.-]+/[A-Za-z0-9_]+/[0-9a-f-]{36}");

    private final IamServices services;

    ServiceLinkedRoles(IamServices services) {
        this.services = services;
    }

    CreateServiceLinkedRoleResponse create(Call call, CreateServiceLinkedRoleRequest in) {
        String service = requireNonNull(in.awsServiceName());
        if (!service.equals(GATEWAY)) {
            throw ServiceException.notSupported("A service-linked role of " + service);
        }
        if (in.customSuffix() != null) {
            throw IamErrors.invalidInput("Custom suffix is not allowed for " + GATEWAY);
        }
        Scope iam = IamScope.of(call.scope());
        return services.store().write(store -> {
            if (store.find(Kind.IAM_ROLE, iam, "", GATEWAY_ROLE) != null) {
                throw IamErrors.invalidInput("Service role name " + GATEWAY_ROLE
                        + " has been taken in this account, please try a different suffix.");
            }
            String policy =
                    "arn:" + call.scope().partition() + ":iam::aws:policy/aws-service-role/APIGatewayServiceRolePolicy";
            IamRole role = new IamRole(
                    GATEWAY_ROLE,
                    services.ids().entity("AROA"),
                    Roles.SERVICE_PATH + GATEWAY + '/',
                    services.now(),
                    GATEWAY_TRUST,
                    in.description(),
                    null,
                    null,
                    new TreeMap<>(),
                    IamPolicies.NONE.withAttached(policy));
            store.put(Kind.IAM_ROLE, iam, "", GATEWAY_ROLE, role);
            return CreateServiceLinkedRoleResponse.builder()
                    .role(Views.createdRole(call.scope(), role).build())
                    .build();
        });
    }

    /** AWS: deletes later and answers a task to ask for. Nothing here holds the role back, so it is gone at once. */
    DeleteServiceLinkedRoleResponse delete(Call call, DeleteServiceLinkedRoleRequest in) {
        Scope iam = IamScope.of(call.scope());
        return services.store().write(store -> {
            IamRole role = Principals.ROLES.require(store, iam, requireNonNull(in.roleName()));
            if (!role.path().startsWith(Roles.SERVICE_PATH)) {
                throw IamErrors.invalidInput("Role " + role.name() + " is not a service-linked role.");
            }
            store.delete(Kind.IAM_ROLE, iam, "", role.name());
            String task = "task" + role.path() + role.name() + '/'
                    + UUID.nameUUIDFromBytes(role.id().getBytes(StandardCharsets.US_ASCII));
            return new DeleteServiceLinkedRoleResponse(task);
        });
    }

    GetServiceLinkedRoleDeletionStatusResponse deletionStatus(Call call, GetServiceLinkedRoleDeletionStatusRequest in) {
        if (!TASK.matcher(requireNonNull(in.deletionTaskId())).matches()) {
            throw IamErrors.noSuchEntity("The deletion task " + in.deletionTaskId() + " cannot be found.");
        }
        return GetServiceLinkedRoleDeletionStatusResponse.builder()
                .status("SUCCEEDED")
                .build();
    }
}
