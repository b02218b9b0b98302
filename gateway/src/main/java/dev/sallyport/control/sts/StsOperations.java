package dev.sallyport.control.sts;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.iam.Caller;
import dev.sallyport.control.iam.CredentialIds;
import dev.sallyport.store.Store;
import dev.sallyport.wire.sts.GetAccessKeyInfoRequest;
import dev.sallyport.wire.sts.GetAccessKeyInfoResponse;
import dev.sallyport.wire.sts.GetCallerIdentityResponse;
import dev.sallyport.wire.sts.Sts;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The operations of STS that are built. */
public final class StsOperations {

    private StsOperations() {}

    /**
     * Registers them.
     *
     * @param random makes ids and secrets, so it must be a secure one where secrets matter
     */
    public static void register(OperationRegistry registry, Store store, RandomGenerator random, InstantSource clock) {
        Sessions sessions = new Sessions(new CredentialIds(random), clock);
        AssumedRoles roles = new AssumedRoles(store, sessions);
        UserSessions users = new UserSessions(store, sessions);
        registry.on(Sts.GET_CALLER_IDENTITY, (call, in) -> identity(store, call))
                .on(Sts.GET_ACCESS_KEY_INFO, StsOperations::keyInfo)
                .on(Sts.ASSUME_ROLE, roles::assume)
                .on(Sts.GET_SESSION_TOKEN, users::sessionToken)
                .on(Sts.GET_FEDERATION_TOKEN, users::federationToken);
    }

    private static GetCallerIdentityResponse identity(Store store, Call call) {
        Caller caller = store.read(reader -> Caller.of(reader, call));
        return GetCallerIdentityResponse.builder()
                .userId(caller.userId())
                .account(caller.account())
                .arn(caller.arn())
                .build();
    }

    /** Like AWS's, the key's id itself tells the account; whether the key exists does not matter. */
    private static GetAccessKeyInfoResponse keyInfo(Call call, GetAccessKeyInfoRequest in) {
        String id = requireNonNull(in.accessKeyId());
        String account = CredentialIds.account(id);
        if (account == null) {
            throw new ServiceException(400, "ValidationError", "Invalid access key: " + id);
        }
        return GetAccessKeyInfoResponse.builder().account(account).build();
    }
}
