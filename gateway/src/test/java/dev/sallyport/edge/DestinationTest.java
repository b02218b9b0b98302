package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.http.ByteName;
import dev.sallyport.http.RequestReader;
import dev.sallyport.pipeline.ClientAddress;
import dev.sallyport.pipeline.DomainDirectory;
import dev.sallyport.pipeline.RequestHead;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {

    private final RequestReader reader = new RequestReader(65_536, 65_536);
    private final ClientAddress client = new ClientAddress("203.0.113.7", 80, false);
    private final RequestHead head = new RequestHead(client);
    private final ByteName id = new ByteName();

    private Destination of(String host, String path) {
        String request = host.isEmpty()
                ? "GET " + path + " HTTP/1.0\r\n\r\n"
                : "GET " + path + "?q=1 HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
        reader.reset();
        assertThat(reader.read(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII)))
                .isEqualTo(RequestReader.COMPLETE);
        head.begin(client, reader.method(), reader.headers(), false);
        return Destination.of(reader, head, id, DomainDirectory.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "abc123.execute-api.eu-west-1.amazonaws.com, /s/p, abc123, /s/p, abc123.execute-api.eu-west-1.amazonaws.com",
                "ABC123.Execute-API.eu-west-1.amazonaws.com:443, /s, abc123, /s, abc123.execute-api.eu-west-1.amazonaws.com",
                "abc123.execute-api.localhost.localstack.cloud:4566, /s/p, abc123, /s/p,"
                        + " abc123.execute-api.localhost.localstack.cloud",
                "abc123.execute-api.x, /_aws/execute-api/other/s, abc123, /_aws/execute-api/other/s, abc123.execute-api.x",
                "localhost, /_aws/execute-api/ABC123/s/p, abc123, /s/p, none",
                "localhost, /_aws/execute-api/abc123, abc123, /, none",
                "localhost, /_aws/execute-api/abc123/s//p, abc123, /s//p, none",
                "localhost, /restapis/ABC123/s/_user_request_/p/q, abc123, /s/p/q, none",
                "localhost, /restapis/abc123/s/_user_request_, abc123, /s, none",
                "localhost, /restapis/abc123/s/_user_request_/, abc123, /s/, none"
            })
    @DisplayName("INV-1, INV-6, INV-7, INV-8, INV-9: requests to an API")
    void api(String host, String path, String apiId, String rest, String apiHost) {
        assertThat(of(host, path)).isEqualTo(Destination.API);
        assertThat(id.toString()).isEqualTo(apiId);
        assertThat(head.contextPath()).isEqualTo(rest.replaceFirst("^/+", "/"));
        assertThat(head.host()).isEqualTo(apiHost);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, /restapis",
        "localhost, /restapis/abc123/resources",
        "localhost, /restapis/abc123/s/_user_request_x/p",
        "localhost, /restapis/abc123/_user_request_/p",
        "localhost, /",
        "apigateway.eu-west-1.amazonaws.com, /restapis/abc123",
        ".execute-api.x, /s",
        "'', /x"
    })
    @DisplayName("companion-services 1: everything else is the control plane's")
    void control(String host, String path) {
        assertThat(of(host, path)).isEqualTo(Destination.CONTROL);
    }

    @Test
    @DisplayName("companion-services 1: the gateway's own pages")
    void own() {
        assertThat(of("localhost", "/health")).isEqualTo(Destination.OWN);
        assertThat(of("x", "/_sallyport/code/1")).isEqualTo(Destination.OWN);
    }
}
