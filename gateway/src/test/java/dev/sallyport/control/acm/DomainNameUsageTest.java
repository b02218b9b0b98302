package dev.sallyport.control.acm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.DomainName;
import dev.sallyport.model.Scope;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("companion R7.11: custom domain names use certificates")
class DomainNameUsageTest {

    private static final Scope SCOPE = new Scope("111111111111", "us-east-1");
    private static final String ARN = "arn:aws:acm:us-east-1:111111111111:certificate/x";

    private final InMemoryStore store = new InMemoryStore();

    private void domain(Scope scope, String name, @Nullable String edge, @Nullable String regional) {
        DomainName.Settings settings = new DomainName.Settings(
                List.of(edge == null ? "REGIONAL" : "EDGE"),
                "ipv4",
                null,
                edge,
                null,
                regional,
                "TLS_1_2",
                null,
                null,
                null,
                null,
                null,
                null,
                "BASE_PATH_MAPPING_ONLY");
        DomainName domain =
                new DomainName(name, null, settings, null, null, null, "AVAILABLE", null, Map.of(), null, null);
        store.write(tx -> {
            tx.put(Kind.DOMAIN_NAME, scope, "", domain.key(), domain);
            return domain;
        });
    }

    @Test
    void inEveryRegionOfTheAccount() {
        domain(SCOPE, "a.example.com", null, ARN);
        domain(new Scope("111111111111", "eu-west-1"), "b.example.com", ARN, null);
        domain(SCOPE, "c.example.com", null, ARN + "y");
        domain(new Scope("222222222222", "us-east-1"), "d.example.com", null, ARN);

        assertThat(store.<List<String>>read(reader -> new DomainNameUsage().of(reader, SCOPE, ARN)))
                .containsExactly(
                        "arn:aws:apigateway:us-east-1::/domainnames/a.example.com",
                        "arn:aws:apigateway:eu-west-1::/domainnames/b.example.com");
    }
}
