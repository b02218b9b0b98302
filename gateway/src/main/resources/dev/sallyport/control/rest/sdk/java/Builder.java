package {{package}};

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.RequestSigner;
import com.amazonaws.opensdk.config.ConnectionConfiguration;
import com.amazonaws.opensdk.config.TimeoutConfiguration;
import com.amazonaws.opensdk.internal.ClientSettings;

/** Makes clients. */
public final class {{service}}Builder {

    private final ClientSettings settings = new ClientSettings({{endpoint}}, {{region}});

    {{service}}Builder() {}

    public {{service}}Builder connectionConfiguration(ConnectionConfiguration configuration) {
        settings.connection = configuration;
        return this;
    }

    public {{service}}Builder timeoutConfiguration(TimeoutConfiguration configuration) {
        settings.timeout = configuration;
        return this;
    }

    /** Has every request signed. */
    public {{service}}Builder iamCredentials(AWSCredentialsProvider provider) {
        settings.credentials = provider;
        return this;
    }

    /** The Region that signatures name. */
    public {{service}}Builder iamRegion(String region) {
        settings.region = region;
        return this;
    }

    /** Sent as x-api-key. */
    public {{service}}Builder apiKey(String apiKey) {
        settings.apiKey = apiKey;
        return this;
    }

    /** The URL of a stage, in the place of the one that the client was generated for. */
    public {{service}}Builder endpoint(String endpoint) {
        settings.endpoint = endpoint;
        return this;
    }

    /** Signs requests in another way, for example for a custom authorizer. */
    public {{service}}Builder signer(RequestSigner signer) {
        settings.signer = signer;
        return this;
    }

    public {{service}} build() {
        return new {{service}}Client(settings.copy());
    }
}
