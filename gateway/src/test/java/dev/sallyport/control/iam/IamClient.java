package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationHandler;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Scope;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.iam.CreateAccessKeyRequest;
import dev.sallyport.wire.iam.CreatePolicyRequest;
import dev.sallyport.wire.iam.CreateRoleRequest;
import dev.sallyport.wire.iam.CreateUserRequest;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.Policy;
import dev.sallyport.wire.iam.Role;
import dev.sallyport.wire.iam.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A client of IAM's operations on a store in memory, with a clock that tests move. */
public final class IamClient implements InstantSource {

    static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":"
            + "[{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}]}";
    static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    public final InMemoryStore store = new InMemoryStore();
    public final OperationRegistry registry = new OperationRegistry();
    public final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    public Instant now = Instant.parse("2025-06-01T10:00:00.75Z");
    public Call call =
            new Call(new Scope("111111111111", "eu-west-1"), "test", "request", "http://localhost:8080", null);

    public IamClient() {
        IamOperations.register(registry, store, random, this);
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** From now on with this access key. */
    public void callWith(String accessKeyId) {
        call = new Call(call.scope(), accessKeyId, "request", call.endpoint(), null);
    }

    public <I extends Structure, O extends Structure> O send(Operation<I, O> operation, I input) {
        OperationHandler<I, O> handler = registry.handler(operation);
        return requireNonNull(handler, operation.name()).handle(call, input);
    }

    /** The error that the operation answers: status, code and message. */
    public <I extends Structure, O extends Structure> String refused(Operation<I, O> operation, I input) {
        try {
            O answer = send(operation, input);
            throw new AssertionError(operation.name() + " was not refused but answered " + answer);
        } catch (ServiceException e) {
            return e.status() + " " + e.code() + " " + e.getMessage();
        }
    }

    public User user(String name) {
        return requireNonNull(
                send(Iam.CREATE_USER, CreateUserRequest.builder().userName(name).build())
                        .user());
    }

    public dev.sallyport.wire.iam.AccessKey key(String userName) {
        return requireNonNull(send(
                        Iam.CREATE_ACCESS_KEY,
                        CreateAccessKeyRequest.builder().userName(userName).build())
                .accessKey());
    }

    public Role role(String name, String trustPolicy) {
        return requireNonNull(send(
                        Iam.CREATE_ROLE,
                        CreateRoleRequest.builder()
                                .roleName(name)
                                .assumeRolePolicyDocument(trustPolicy)
                                .build())
                .role());
    }

    public Policy policy(String name) {
        return policy(name, POLICY);
    }

    public Policy policy(String name, String document) {
        return requireNonNull(send(
                        Iam.CREATE_POLICY,
                        CreatePolicyRequest.builder()
                                .policyName(name)
                                .policyDocument(document)
                                .build())
                .policy());
    }
}
