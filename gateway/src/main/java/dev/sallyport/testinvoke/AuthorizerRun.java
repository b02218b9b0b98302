package dev.sallyport.testinvoke;

import dev.sallyport.authorizer.AuthorizerCompiler;
import dev.sallyport.authorizer.IdentityPattern;
import dev.sallyport.authorizer.IdentitySources;
import dev.sallyport.authorizer.LambdaResult;
import dev.sallyport.authorizer.jwt.Verdict;
import dev.sallyport.control.rest.DraftInvoker.AuthorizerAnswer;
import dev.sallyport.control.rest.DraftInvoker.AuthorizerTest;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.integration.function.FunctionTarget;
import dev.sallyport.integration.function.TracedFunctionHost;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import dev.sallyport.observe.ExecutionLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * One test of an authorizer (R23, rest-data-plane 5.3 to 5.6). Blocks its virtual thread while the function runs or the
 * keys of a user pool are read.
 */
final class AuthorizerRun {

    private static final int UNAUTHORIZED = 401;
    private static final int FAILED = 500;

    private final Environment environment;
    private final AuthorizerTest test;
    private final Authorizer authorizer;
    private final AuthorizerEvent event;
    private final ExecutionLog log;
    private final String requestId;
    private final long startedNanos;

    AuthorizerRun(Environment environment, AuthorizerTest test) {
        this.environment = environment;
        this.test = test;
        this.authorizer = test.authorizer();
        this.event = new AuthorizerEvent(test, environment.clock().instant());
        this.log = new ExecutionLog(environment.clock(), environment.nanoTime());
        this.requestId = test.caller().requestId();
        this.startedNanos = environment.nanoTime().getAsLong();
    }

    AuthorizerAnswer run() {
        log.add("Starting authorizer: " + authorizer.id());
        List<String> identities = event.identities();
        if (identities == null) {
            return unauthorized();
        }
        identities.forEach(identity -> log.value("Incoming identity: ", IdentitySources.masked(identity)));
        IdentityPattern pattern;
        try {
            pattern = IdentityPattern.compile(
                    authorizer.type().equals("REQUEST") ? null : authorizer.identityValidationExpression());
        } catch (PatternSyntaxException invalid) {
            return failed("configuration error: Invalid identity validation expression");
        }
        String first = identities.isEmpty() ? null : identities.getFirst();
        if (authorizer.type().equals("COGNITO_USER_POOLS")) {
            return token(String.valueOf(first), pattern);
        }
        // AUT-23
        return first == null || pattern.matches(first) ? call(first) : unauthorized();
    }

    /** The words of the log are inferred. */
    private AuthorizerAnswer token(String token, IdentityPattern pattern) {
        Predicate<String> audience = pattern.isOpen() ? null : pattern::matches;
        return switch (environment.tokens().verifyIdToken(authorizer.providerArns(), token, audience)) {
            case Verdict.Valid valid -> {
                log.add("Successfully completed authorizer execution");
                yield ended(0, null, null, valid.claims());
            }
            case Verdict.Expired expired -> refused("The incoming token has expired");
            case Verdict.Invalid invalid -> refused(invalid.reason());
            case Verdict.Unavailable unavailable -> failed("configuration error: " + unavailable.reason());
        };
    }

    /** A refusal whose reason the log tells before AWS's line. */
    private AuthorizerAnswer refused(String reason) {
        log.add("Authorizer refused the token: " + reason);
        return unauthorized();
    }

    private AuthorizerAnswer call(@Nullable String token) {
        Scope owner = test.caller().scope();
        String uri = authorizer.authorizerUri() == null ? "" : authorizer.authorizerUri();
        FunctionTarget target = FunctionTarget.parse(
                UriTemplate.withStageVariables(uri, test.request().stageVariables()), owner);
        if (target == null) {
            return failed("configuration error: Invalid endpoint address");
        }
        String role = authorizer.authorizerCredentials();
        if (role != null && !environment.roles().letsApiGateway(owner, role)) {
            return failed(
                    "configuration error: API Gateway does not have permission to assume the provided role " + role);
        }
        FunctionVersion version = environment.catalog().resolve(target.scope(), target.name(), target.qualifier());
        if (version == null || !isPermitted(target, owner)) {
            return failed("configuration error: Invalid permissions on Lambda function");
        }
        byte[] payload = event.write(token);
        Invocation invocation = new Invocation(version, target.arn(), payload, requestId, null, null, false);
        new TracedFunctionHost(
                        environment.functions(),
                        log,
                        test.apiId(),
                        told -> new String(told.payload(), StandardCharsets.UTF_8),
                        environment.clock())
                .tellRequest(invocation);
        return answer(invocation);
    }

    /** AUT-27: a role needs no permission of the function's own policy. */
    private boolean isPermitted(FunctionTarget target, Scope owner) {
        String sourceArn = AuthorizerCompiler.sourceArn(owner, test.apiId(), authorizer.id());
        return !environment.checkFunctionPermissions()
                || authorizer.authorizerCredentials() != null
                || environment
                        .catalog()
                        .permitsApiGateway(
                                target.scope(), target.name(), target.qualifier(), sourceArn, owner.account());
    }

    private AuthorizerAnswer answer(Invocation invocation) {
        try {
            InvocationResult result = environment
                    .functions()
                    .invoke(invocation)
                    .toCompletableFuture()
                    .get(AuthorizerCompiler.TIME_LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            return switch (result) {
                case InvocationResult.Completed completed -> completed(completed);
                case InvocationResult.Throttled throttled ->
                    failed("configuration error: Lambda refused the call: " + throttled.reason());
                case InvocationResult.Unavailable unavailable ->
                    failed("configuration error: Lambda refused the call: " + unavailable.message());
            };
        } catch (TimeoutException e) {
            return failed("a timeout error");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a function host never fails", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a test of an authorizer", e);
        }
    }

    private AuthorizerAnswer completed(InvocationResult.Completed completed) {
        String body = new String(completed.payload(), StandardCharsets.UTF_8);
        log.value("Authorizer result body before parsing: ", body);
        if (completed.functionError() != null) {
            return LambdaResult.isUnauthorized(completed.payload())
                    ? unauthorized()
                    : failed("configuration error: Authorizer error");
        }
        try {
            LambdaResult result = LambdaResult.parse(completed.payload());
            log.value("Using valid authorizer policy for principal: ", IdentitySources.masked(result.principalId()));
            log.add("Successfully completed authorizer execution");
            return ended(0, result.principalId(), result.policyText(), null);
        } catch (LambdaResult.MalformedException malformed) {
            return failed("configuration error: Invalid JSON in response");
        }
    }

    private AuthorizerAnswer unauthorized() {
        log.add("Unauthorized request: " + requestId);
        return ended(UNAUTHORIZED, null, null, null);
    }

    /** (inferred) beyond the text of permissions. */
    private AuthorizerAnswer failed(String reason) {
        log.add("Execution failed due to " + reason);
        return ended(FAILED, null, null, null);
    }

    private AuthorizerAnswer ended(
            int clientStatus,
            @Nullable String principalId,
            @Nullable String policy,
            @Nullable Map<String, String> claims) {
        log.close();
        long millis = (environment.nanoTime().getAsLong() - startedNanos) / 1_000_000;
        return new AuthorizerAnswer(clientStatus, principalId, policy, claims, log.ofTest(requestId), millis);
    }
}
