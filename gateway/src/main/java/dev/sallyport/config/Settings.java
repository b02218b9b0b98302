package dev.sallyport.config;

import dev.sallyport.aws.AwsCredentials;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator decided, complete and checked.
 *
 * @param listen where the gateway listens, resolved; port 0 means any free port
 * @param tls where TLS is spoken, and by which certificates
 * @param security whose control-plane calls are answered, and how secrets are kept
 * @param dataFolder the absolute folder of the store; not used when {@code ephemeral}
 * @param ephemeral whether everything lives in memory and is gone after the process
 * @param accountId twelve digits, for callers whose credentials name no account
 * @param region for callers whose credentials name no Region
 * @param eventLoopThreads threads that serve sockets, at least 1
 * @param transport what serves sockets
 * @param drainSeconds how long requests in flight may go on after a signal to stop, at least 0
 * @param functionMaxProcesses processes of all functions together, at least 1
 * @param functionIdleSeconds how long a function's process without an invocation is kept, at least 1
 * @param functionPermissions whether functions must permit API Gateway to call them
 * @param functionSandbox how functions are kept from each other and from the host
 * @param nodeCommand the command or path that runs Node.js
 * @param pythonCommand the command or path that runs Python
 * @param openApi31 whether OpenAPI 3.1 documents are imported, which AWS refuses
 * @param userPools the URL of the issuer that stands for a Cognito user pool, by the pool's id or {@code *}
 * @param accountThrottle what each account may send in a Region altogether; empty for no such limit
 * @param rateLimitHeaders whether clients are told of the limits of their API keys
 * @param caching of answers of methods
 * @param privateTargets where VPC links lead, not resolved, by what names a link or its load balancer
 * @param canarySticky by what clients keep the release that they have got of a stage with a canary, as the setting has it
 * @param entrances by which ways requests come besides {@code listen}, and who may speak for clients
 * @param observing what is written and kept of requests
 * @param virtualClock whether the gateway's clock can be moved
 * @param upstreams the base URLs of services that the gateway does not provide, by signing name; by {@code aws} for all
 *     that are not named; {@link dev.sallyport.aws.ServiceEndpoints#AWS} stands for AWS itself
 * @param awsCredentials what calls of AWS integrations to AWS itself are signed with; null when there are none
 * @param logLevel how much is logged
 */
public record Settings(
        InetSocketAddress listen,
        TlsSettings tls,
        ControlSecurity security,
        Path dataFolder,
        boolean ephemeral,
        String accountId,
        String region,
        int eventLoopThreads,
        SocketTransport transport,
        int drainSeconds,
        int functionMaxProcesses,
        int functionIdleSeconds,
        PermissionCheck functionPermissions,
        FunctionSandbox functionSandbox,
        String nodeCommand,
        String pythonCommand,
        boolean openApi31,
        Map<String, String> userPools,
        Optional<RequestRate> accountThrottle,
        boolean rateLimitHeaders,
        Caching caching,
        Map<String, InetSocketAddress> privateTargets,
        String canarySticky,
        Entrances entrances,
        Observing observing,
        boolean virtualClock,
        Map<String, URI> upstreams,
        @Nullable AwsCredentials awsCredentials,
        LogLevel logLevel) {

    public Settings {
        userPools = Map.copyOf(userPools);
        privateTargets = Map.copyOf(privateTargets);
        upstreams = Map.copyOf(upstreams);
    }
}
