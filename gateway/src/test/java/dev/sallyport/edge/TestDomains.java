package dev.sallyport.edge;

import dev.sallyport.model.DomainName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Custom domain names as they are stored. */
final class TestDomains {

    private TestDomains() {}

    static DomainName domain(String name, @Nullable String certificateArn, String routingMode) {
        return domain(name, certificateArn, routingMode, "TLS_1_2", null, null);
    }

    static DomainName domain(
            String name,
            @Nullable String certificateArn,
            String routingMode,
            String securityPolicy,
            @Nullable String endpointAccessMode,
            @Nullable String truststore) {
        DomainName.Settings settings = new DomainName.Settings(
                List.of("REGIONAL"),
                "ipv4",
                null,
                null,
                null,
                certificateArn,
                securityPolicy,
                endpointAccessMode,
                truststore == null ? null : "s3://bucket/trust.pem",
                null,
                null,
                null,
                null,
                routingMode);
        return new DomainName(
                name,
                null,
                settings,
                null,
                "d-x.execute-api",
                null,
                "AVAILABLE",
                null,
                Map.of(),
                null,
                truststore == null ? null : new DomainName.Truststore(truststore, List.of()));
    }
}
