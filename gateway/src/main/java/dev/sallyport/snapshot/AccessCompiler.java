package dev.sallyport.snapshot;

import dev.sallyport.aws.SignatureVerifier;
import dev.sallyport.iam.Identities;
import dev.sallyport.iam.Policy;
import dev.sallyport.iam.PolicyException;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.AuthorizeByIam;
import dev.sallyport.pipeline.step.CheckResourcePolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Compiles who may call methods: resource policies and authorization by IAM (AUT-60). */
public final class AccessCompiler {

    private static final String SERVICE = "execute-api";

    private final AuthorizeByIam.Settings settings;

    /**
     * @param identities who has which access key
     * @param blocking runs what may block or takes long
     * @param payloadLimitBytes of requests (LIM-4)
     */
    public AccessCompiler(Identities identities, InstantSource clock, Executor blocking, int payloadLimitBytes) {
        this(identities, clock, clock, blocking, payloadLimitBytes);
    }

    /** @param signers the clock of those who sign, which is nobody's to move */
    public AccessCompiler(
            Identities identities,
            InstantSource clock,
            InstantSource signers,
            Executor blocking,
            int payloadLimitBytes) {
        this.settings = new AuthorizeByIam.Settings(
                identities, new SignatureVerifier(SERVICE, clock, signers), blocking, payloadLimitBytes);
    }

    /** Where nobody has an access key: every signed request is refused. */
    static AccessCompiler withoutIdentities() {
        return new AccessCompiler(Identities.NONE, () -> Instant.EPOCH, Runnable::run, 0);
    }

    /** The step of a route of an HTTP API that asks for a signature; there is no resource policy (http-api R11.3). */
    Step ofRoutes() {
        return new AuthorizeByIam(settings.passingSignature(), null, false);
    }

    /** The step of a handshake that asks for a signature (websocket-api W5.10). */
    Step ofConnect() {
        return new AuthorizeByIam(settings, null, false);
    }

    /** The step of calls of {@code @connections} (websocket-api 15). */
    Step ofConnections() {
        return new AuthorizeByIam(settings.asking("execute-api:ManageConnections"), null, false);
    }

    /** A compiler for the methods of one document. */
    Api of(ApiDocument document) {
        if (document.policy() == null) {
            return new Api(null, document.endpointTypes().contains("PRIVATE"), null);
        }
        try {
            return new Api(Policy.compile(document.policy(), Policy.Use.RESOURCE), false, null);
        } catch (PolicyException unreadable) {
            return new Api(null, false, "the resource policy of the API (" + unreadable.getMessage() + ")");
        }
    }

    /** The methods of one document. */
    final class Api {
        private final @Nullable Policy policy;
        private final boolean deniesAll;
        private final @Nullable String need;

        private Api(@Nullable Policy policy, boolean deniesAll, @Nullable String need) {
            this.policy = policy;
            this.deniesAll = deniesAll;
            this.need = need;
        }

        /** What closes all methods, or null. */
        @Nullable
        String need() {
            return need;
        }

        /** The API's resource policy; null when it has none, or one that closes all methods. */
        @Nullable
        Policy policy() {
            return policy;
        }

        /**
         * The step that a method's requests have to pass; null when everybody may call it.
         *
         * @param isCached whether the method's answers are kept
         */
        @Nullable
        Step step(String authorizationType, boolean isCached) {
            if (deniesAll) {
                // AUT-61, R5.21: a private API without a policy lets nobody in, whatever the method's authorization.
                return new CheckResourcePolicy(Policy.NOTHING, false);
            }
            return switch (authorizationType) {
                case "AWS_IAM" -> new AuthorizeByIam(settings, policy, isCached);
                case "NONE" -> policy == null ? null : new CheckResourcePolicy(policy, false);
                case "CUSTOM" -> policy == null ? null : new CheckResourcePolicy(policy, true);
                // COGNITO_USER_POOLS: the policy comes behind the token.
                default -> null;
            };
        }
    }
}
