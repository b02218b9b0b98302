package dev.sallyport.control.access;

import dev.sallyport.aws.AuthorizationReader;
import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SignatureClaim;
import dev.sallyport.aws.SignatureFailure;
import dev.sallyport.aws.SignatureV4;
import dev.sallyport.aws.SignatureVerifier;
import dev.sallyport.aws.SignedMessage;
import dev.sallyport.control.Attempt;
import dev.sallyport.control.Guard;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.WireRequest;
import dev.sallyport.iam.Identities;
import dev.sallyport.iam.Identity;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Protocol;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those call who sign with a known access key (companion section 5.2, R5.9) and may do what they ask for (R5.12,
 * rest-control-plane R3.2 to R3.4). The Region is the one of the credentials' scope, because one address serves them all
 * (R1.1). A payload that is not signed is refused for every service (stricter than R5.9).
 */
public final class SignedCalls implements Guard {

    /** More names than there are services: whoever is verified against one has named it himself. */
    private static final int MAX_VERIFIERS = 500;

    private static final String PAGES_ARE_SIGNED_FOR = "apigateway";

    private final Identities identities;
    private final Permits permits;
    private final InstantSource clock;
    private final InstantSource signers;
    private final Map<String, SignatureVerifier> verifiers = new ConcurrentHashMap<>();

    /**
     * A guard.
     *
     * @param identities who has which key
     * @param store where the things lie that calls are about
     */
    public SignedCalls(Identities identities, Store store, InstantSource clock) {
        this(identities, store, clock, clock);
    }

    /** @param signers the clock of those who sign, which is nobody's to move */
    public SignedCalls(Identities identities, Store store, InstantSource clock, InstantSource signers) {
        this.signers = signers;
        this.identities = identities;
        this.permits = new Permits(new Demands(store), store, clock);
        this.clock = clock;
    }

    @Override
    public Identity identify(WireRequest request, Claim said) throws SignatureFailure {
        SignatureClaim claim = AuthorizationReader.read(message(request));
        if (claim.isAsymmetric()
                || !claim.accessKeyId().equals(said.accessKeyId())
                || !claim.scope().get(1).equals(said.region())
                || !claim.scope().get(2).equals(said.service())) {
            // Two ways to read one request: what was routed is not what was signed.
            throw SignatureFailure.unrecognized();
        }
        Identity identity = identities.atHand(claim.accessKeyId());
        if (identity == null) {
            identity = identities.find(claim.accessKeyId());
        }
        if (identity == null) {
            throw SignatureFailure.unrecognized();
        }
        AwsCredentials credentials =
                new AwsCredentials(identity.accessKeyId(), identity.secret(), identity.sessionToken());
        SignatureVerifier verifier = verifier(said.service());
        verifier.precheck(claim, credentials, identity.expiration(), said.region());
        requireSignedHeaders(request, claim);
        verifier.verify(claim, credentials, SignatureV4.hash(request.body()));
        return identity;
    }

    /** AWS: every {@code x-amz-} header that a request has must be signed; {@code X-Amz-Target} names the operation. */
    private static void requireSignedHeaders(WireRequest request, SignatureClaim claim) throws SignatureFailure {
        for (WireRequest.Header header : request.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.startsWith("x-amz-") && !claim.signedHeaders().contains(name)) {
                throw SignatureFailure.differs();
            }
        }
    }

    private SignatureVerifier verifier(String service) {
        if (verifiers.size() > MAX_VERIFIERS) {
            verifiers.clear();
        }
        return verifiers.computeIfAbsent(service, name -> new SignatureVerifier(name, clock, signers));
    }

    /** The request as its client signed it: clients sign text, and what came are its bytes. */
    private static SignedMessage message(WireRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (WireRequest.Header header : request.headers()) {
            headers.computeIfAbsent(header.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(unicode(header.value()));
        }
        return new SignedMessage(request.method(), unicode(request.path()), request.query(), headers);
    }

    private static String unicode(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public void permit(@Nullable Identity caller, Attempt attempt, Consumer<String> about) {
        if (caller == null) {
            throw new IllegalStateException("a call that nobody has signed");
        }
        List<Demand> demands = permits.demands(caller, attempt);
        if (!demands.isEmpty()) {
            about.accept(demands.getFirst().resource());
        }
        for (Demand demand : demands) {
            String refusal = permits.refusal(caller, demand, attempt);
            if (refusal != null) {
                throw denied(caller, demand, attempt.protocol(), refusal);
            }
        }
    }

    /**
     * Lets a request for one of the operator's pages pass, or refuses it: it must be signed as calls of API Gateway are, and
     * policies must allow the action on {@code *}.
     *
     * @throws ServiceException when it may not
     */
    public void permitPage(WireRequest request, String action) {
        Identity caller;
        String region;
        try {
            SignatureClaim claim = AuthorizationReader.read(message(request));
            region = claim.scope().get(1);
            caller = identify(request, new Claim(claim.accessKeyId(), region, PAGES_ARE_SIGNED_FOR));
        } catch (SignatureFailure failure) {
            throw new ServiceException(403, failure.type().errorType(), failure.getMessage());
        }
        Scope scope = new Scope(caller.requester().account(), region);
        Attempt attempt =
                new Attempt(scope, PAGES_ARE_SIGNED_FOR, Protocol.REST_JSON, null, Map.of(), Map.of(), request);
        Demand demand = new Demand(action, "*");
        String refusal = permits.refusal(caller, demand, attempt);
        if (refusal != null) {
            throw denied(caller, demand, Protocol.REST_JSON, refusal);
        }
    }

    /** R3.4. (inferred) The JSON protocols answer 400, as all their errors. */
    private static ServiceException denied(Identity caller, Demand demand, Protocol protocol, String refusal) {
        String text = "User: " + caller.requester().arn() + " is not authorized to perform: " + demand.action()
                + " on resource: " + demand.resource() + refusal;
        return switch (protocol) {
            case QUERY -> new ServiceException(403, "AccessDenied", text);
            case AWS_JSON_1_0, AWS_JSON_1_1 -> new ServiceException(400, "AccessDeniedException", text);
            case REST_JSON, RPC_V2_CBOR -> new ServiceException(403, "AccessDeniedException", text);
        };
    }
}
