package dev.sallyport.pipeline.step;

import dev.sallyport.aws.AuthorizationReader;
import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SignatureClaim;
import dev.sallyport.aws.SignatureFailure;
import dev.sallyport.aws.SignatureV4;
import dev.sallyport.aws.SignatureVerifier;
import dev.sallyport.aws.SignedMessage;
import dev.sallyport.http.Headers;
import dev.sallyport.iam.Access;
import dev.sallyport.iam.AccessRequest;
import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Identities;
import dev.sallyport.iam.Identity;
import dev.sallyport.iam.Policy;
import dev.sallyport.iam.Requester;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponseType;
import dev.sallyport.pipeline.Guard;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.RequestBody;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * AWS_IAM: who has signed the request, and may he call the method (AUT-10 to AUT-18, AUT-60)? What can be refused without
 * the body is refused before anything of it is read.
 */
public final class AuthorizeByIam implements Guard {

    /** Of a longer body the hash is computed off the event loop. */
    private static final int MAX_HASHED_ON_LOOP_BYTES = 64 * 1024;

    private final Settings settings;
    private final @Nullable Policy resourcePolicy;
    private final boolean isCached;

    /**
     * What all methods share.
     *
     * @param identities who has which key
     * @param blocking runs what may block or takes long
     * @param limitBytes LIM-4: a longer body is answered with 413
     * @param passes whether the backend gets the signature
     * @param action what policies must allow
     */
    public record Settings(
            Identities identities,
            SignatureVerifier verifier,
            Executor blocking,
            int limitBytes,
            boolean passes,
            String action) {

        /** The backend does not get the signature. */
        public Settings(Identities identities, SignatureVerifier verifier, Executor blocking, int limitBytes) {
            this(identities, verifier, blocking, limitBytes, false, AccessQuestion.INVOKE);
        }

        /** The same, but the backend gets the signature (http-api R11.4). */
        public Settings passingSignature() {
            return new Settings(identities, verifier, blocking, limitBytes, true, action);
        }

        /** The same for what is not a method (websocket-api 15). */
        public Settings asking(String newAction) {
            return new Settings(identities, verifier, blocking, limitBytes, passes, newAction);
        }
    }

    /**
     * The step of a method.
     *
     * @param resourcePolicy of the API, or null
     * @param isCached whether callers may want a fresh answer in the place of a kept one (CCH-9)
     */
    public AuthorizeByIam(Settings settings, @Nullable Policy resourcePolicy, boolean isCached) {
        this.settings = settings;
        this.resourcePolicy = resourcePolicy;
        this.isCached = isCached;
    }

    @Override
    public List<Admission> admits(StageSnapshot stage, MethodPlan method) {
        List<Admission> all = new ArrayList<>();
        all.add(new Admission(Type.AWS_IAM, "who signs the request and may execute-api:Invoke the method"));
        if (resourcePolicy != null) {
            all.add(CheckResourcePolicy.admission(resourcePolicy, stage, method));
        }
        return all;
    }

    @Override
    public @Nullable Policy resourcePolicy() {
        return resourcePolicy;
    }

    @Override
    public Outcome run(Exchange exchange) {
        SignatureClaim claim;
        try {
            claim = AuthorizationReader.read(message(exchange));
        } catch (SignatureFailure failure) {
            return fault(failure);
        }
        Identity identity = settings.identities().atHand(claim.accessKeyId());
        if (identity != null) {
            return identified(exchange, claim, identity);
        }
        if (settings.identities().isUnknown(claim.accessKeyId())) {
            return fault(SignatureFailure.unrecognized());
        }
        return away(exchange, () -> {
            Identity found = settings.identities().find(claim.accessKeyId());
            return found == null
                    ? resumed -> fault(SignatureFailure.unrecognized())
                    : resumed -> identified(resumed, claim, found);
        });
    }

    /** Somebody says who he is, and there is such a one. */
    private Outcome identified(Exchange exchange, SignatureClaim claim, Identity identity) {
        try {
            settings.verifier()
                    .precheck(
                            claim,
                            credentials(identity),
                            identity.expiration(),
                            exchange.stage().owner().region());
        } catch (SignatureFailure failure) {
            return fault(failure);
        }
        RequestBody body = exchange.client().body();
        if (body.length() == 0 || exchange.body() != null) {
            return verified(exchange, claim, identity);
        }
        if (body.length() > settings.limitBytes()) {
            return Fault.PAYLOAD_TOO_LARGE;
        }
        body.receive(settings.limitBytes(), new RequestBody.Receiver() {
            @Override
            public void received(ByteBuf whole) {
                exchange.body(whole);
                exchange.resumeWith(resumed -> verified(resumed, claim, identity));
            }

            @Override
            public void tooLarge() {
                exchange.resume(Fault.PAYLOAD_TOO_LARGE);
            }
        });
        return Outcome.WAIT;
    }

    /** The body is there as it came; nothing has decoded it yet. */
    private Outcome verified(Exchange exchange, SignatureClaim claim, Identity identity) {
        ByteBuf body = exchange.body();
        boolean isShort = body == null || body.readableBytes() <= MAX_HASHED_ON_LOOP_BYTES;
        byte[] bytes = body == null ? new byte[0] : ByteBufUtil.getBytes(body);
        if (isShort && !claim.isAsymmetric()) {
            return authorized(exchange, identity, failure(claim, identity, bytes));
        }
        return away(exchange, () -> {
            SignatureFailure failure = failure(claim, identity, bytes);
            return resumed -> authorized(resumed, identity, failure);
        });
    }

    private @Nullable SignatureFailure failure(SignatureClaim claim, Identity identity, byte[] body) {
        try {
            settings.verifier().verify(claim, credentials(identity), SignatureV4.hash(body));
            return null;
        } catch (SignatureFailure failure) {
            return failure;
        }
    }

    private static AwsCredentials credentials(Identity identity) {
        return new AwsCredentials(identity.accessKeyId(), identity.secret(), identity.sessionToken());
    }

    private Outcome authorized(Exchange exchange, Identity identity, @Nullable SignatureFailure failure) {
        if (failure != null) {
            return fault(failure);
        }
        exchange.identity().signer(credentials(identity));
        Requester who = identity.requester();
        // AUT-15: known also to what answers those who are denied.
        exchange.note("identity.accessKey", identity.accessKeyId());
        exchange.note("identity.accountId", who.account());
        exchange.note("identity.caller", who.userId());
        exchange.note("identity.user", who.userId());
        exchange.note("identity.userArn", who.arn());
        AccessQuestion question = AccessQuestion.of(exchange, settings.action());
        Fault tooLong = question.tooLong();
        if (tooLong != null) {
            return tooLong;
        }
        String owner = exchange.stage().owner().account();
        Function<AccessRequest, Decision> policies =
                request -> Access.decide(identity.permissions(), resourcePolicy, request, owner);
        Decision decision = question.decide(who, policies);
        if (isCached && exchange.head().asksForFreshAnswer() && question.mayInvalidate(who, policies)) {
            exchange.cache().allowInvalidation();
        }
        if (decision == Decision.ALLOWED && !settings.passes()) {
            // AUT-17: the backend does not get it.
            exchange.head().headers().remove("Authorization");
        }
        return question.outcome(who, decision);
    }

    private static Fault fault(SignatureFailure failure) {
        return switch (failure.type()) {
            case MISSING -> Fault.MISSING_AUTHENTICATION_TOKEN;
            case EXPIRED -> fault(GatewayResponseType.EXPIRED_TOKEN, failure);
            case INCOMPLETE, UNRECOGNIZED, INVALID -> fault(GatewayResponseType.INVALID_SIGNATURE, failure);
        };
    }

    private static Fault fault(GatewayResponseType type, SignatureFailure failure) {
        return new Fault(type, 403, failure.type().errorType(), failure.getMessage(), null);
    }

    /** The request as its client signed it. */
    private static SignedMessage message(Exchange exchange) {
        Headers lines = exchange.head().headers();
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            headers.computeIfAbsent(lines.name(i).toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(unicode(lines.value(i)));
        }
        return new SignedMessage(
                exchange.head().method(),
                unicode(exchange.head().sentPath()),
                exchange.head().query(),
                headers);
    }

    /** Clients sign text; what came are its bytes. */
    private static String unicode(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }

    /** Work that may not be done on the loop, and says how to go on there. */
    private interface Work {
        Step run();
    }

    private Outcome away(Exchange exchange, Work work) {
        Absence absence = new Absence(exchange);
        exchange.onClientGone(absence::abandon);
        settings.blocking().execute(() -> absence.run(work));
        return Outcome.WAIT;
    }

    /** An exchange that waits for work that is done elsewhere. What the loop reads of it is written on the loop. */
    private static final class Absence {
        private final Exchange exchange;
        private boolean abandoned;

        Absence(Exchange exchange) {
            this.exchange = exchange;
        }

        void abandon() {
            abandoned = true;
        }

        void run(Work work) {
            Step next;
            try {
                next = work.run();
            } catch (RuntimeException defect) {
                next = resumed -> {
                    throw defect;
                };
            }
            Step known = next;
            exchange.client().loop().execute(() -> {
                if (!abandoned) {
                    exchange.resumeWith(known);
                }
            });
        }
    }
}
