package dev.sallyport.compat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** SDK clients as a user makes them: an endpoint, a Region, any credentials. They never try again by themselves. */
final class Clients implements AutoCloseable {

    static final Region REGION = Region.US_EAST_1;

    private final Supplier<URI> endpoint;
    private final SdkHttpClient http = ApacheHttpClient.builder()
            .maxConnections(64)
            .socketTimeout(Duration.ofMinutes(2))
            .connectionTimeout(Duration.ofSeconds(30))
            .build();
    private final Map<String, SdkClient> clients = new ConcurrentHashMap<>();
    private final Function<String, AwsCredentialsIdentity> credentials;

    /** The endpoint changes when a gateway is started again; clients follow it. */
    Clients(Supplier<URI> endpoint) {
        this(endpoint, account -> AwsBasicCredentials.create(account, "test"));
    }

    private Clients(Supplier<URI> endpoint, Function<String, AwsCredentialsIdentity> credentials) {
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    /** Clients of one caller, whatever account is asked for. */
    static Clients of(Supplier<URI> endpoint, AwsCredentialsIdentity caller) {
        return new Clients(endpoint, account -> caller);
    }

    ApiGatewayClient apiGateway() {
        return apiGateway("");
    }

    LambdaClient lambda() {
        return lambda("");
    }

    ApiGatewayClient apiGateway(String account) {
        return (ApiGatewayClient) clients.computeIfAbsent(
                "apigateway " + account + " " + endpoint.get(),
                key -> build(ApiGatewayClient.builder(), account).build());
    }

    ApiGatewayV2Client apiGatewayV2() {
        return apiGatewayV2("");
    }

    ApiGatewayV2Client apiGatewayV2(String account) {
        return (ApiGatewayV2Client) clients.computeIfAbsent(
                "apigatewayv2 " + account + " " + endpoint.get(),
                key -> build(ApiGatewayV2Client.builder(), account).build());
    }

    LambdaClient lambda(String account) {
        return (LambdaClient) clients.computeIfAbsent(
                "lambda " + account + " " + endpoint.get(),
                key -> build(LambdaClient.builder(), account).build());
    }

    CloudWatchLogsClient logs(String account) {
        return (CloudWatchLogsClient) clients.computeIfAbsent(
                "logs " + account + " " + endpoint.get(),
                key -> build(CloudWatchLogsClient.builder(), account).build());
    }

    CloudWatchClient cloudWatch(String account) {
        return (CloudWatchClient) clients.computeIfAbsent(
                "cloudwatch " + account + " " + endpoint.get(),
                key -> build(CloudWatchClient.builder(), account).build());
    }

    @Override
    public void close() {
        clients.values().forEach(SdkClient::close);
        http.close();
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> B build(B builder, String account) {
        return builder.endpointOverride(endpoint.get())
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create((AwsCredentials) credentials.apply(account)))
                .httpClient(http)
                .overrideConfiguration(configuration -> configuration.retryStrategy(DefaultRetryStrategy.doNotRetry()));
    }
}
