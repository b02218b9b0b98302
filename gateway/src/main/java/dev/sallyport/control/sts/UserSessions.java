package dev.sallyport.control.sts;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.iam.Caller;
import dev.sallyport.store.Store;
import dev.sallyport.wire.sts.FederatedUser;
import dev.sallyport.wire.sts.GetFederationTokenRequest;
import dev.sallyport.wire.sts.GetFederationTokenResponse;
import dev.sallyport.wire.sts.GetSessionTokenRequest;
import dev.sallyport.wire.sts.GetSessionTokenResponse;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** GetSessionToken and GetFederationToken: temporary credentials for a user, or for somebody in a user's name. */
final class UserSessions {

    private static final int DEFAULT_SECONDS = 43_200;

    /** The root of an account gets no longer sessions. */
    private static final int MAX_ROOT_SECONDS = 3600;

    private final Store store;
    private final Sessions sessions;

    UserSessions(Store store, Sessions sessions) {
        this.store = store;
        this.sessions = sessions;
    }

    GetSessionTokenResponse sessionToken(Call call, GetSessionTokenRequest in) {
        return store.write(writer -> {
            Caller caller = requireLongTerm(Caller.of(writer, call), call, "GetSessionToken");
            Sessions.Identity identity = new Sessions.Identity(
                    caller.arn(), caller.userId(), null, caller.userName(), null, List.of(), new TreeMap<>());
            return GetSessionTokenResponse.builder()
                    .credentials(sessions.create(writer, call.scope(), identity, seconds(caller, in.durationSeconds())))
                    .build();
        });
    }

    GetFederationTokenResponse federationToken(Call call, GetFederationTokenRequest in) {
        String name = requireNonNull(in.name());
        SessionPolicies.check(in.policy());
        List<String> policyArns = SessionPolicies.arns(in.policyArns());
        return store.write(writer -> {
            Caller caller = requireLongTerm(Caller.of(writer, call), call, "GetFederationToken");
            Sessions.Identity identity = new Sessions.Identity(
                    "arn:" + call.scope().partition() + ":sts::" + caller.account() + ":federated-user/" + name,
                    caller.account() + ':' + name,
                    null,
                    caller.userName(),
                    in.policy(),
                    policyArns,
                    SessionTags.of(in.tags(), null));
            return GetFederationTokenResponse.builder()
                    .credentials(sessions.create(writer, call.scope(), identity, seconds(caller, in.durationSeconds())))
                    .federatedUser(FederatedUser.builder()
                            .arn(identity.arn())
                            .federatedUserId(identity.userId())
                            .build())
                    .packedPolicySize(SessionPolicies.packedSize(in.policy(), policyArns))
                    .build();
        });
    }

    private static Caller requireLongTerm(Caller caller, Call call, String action) {
        if (call.accessKeyId().startsWith("ASIA") && (caller.userName() != null || caller.roleName() != null)) {
            throw new ServiceException(403, "AccessDenied", "Cannot call " + action + " with session credentials");
        }
        return caller;
    }

    private static int seconds(Caller caller, @Nullable Integer wanted) {
        int seconds = wanted == null ? DEFAULT_SECONDS : wanted;
        return caller.isRoot() ? Math.min(seconds, MAX_ROOT_SECONDS) : seconds;
    }
}
