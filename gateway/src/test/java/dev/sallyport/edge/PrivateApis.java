package dev.sallyport.edge;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;

/** Private APIs and the VPC endpoints that lead to them, for tests. */
final class PrivateApis {

    static final VpcEndpoint ONE = new VpcEndpoint("vpce-0aaaaaaaaaaaaaaa1", "vpc-0aaaaaaaaaaaaaaaa");
    static final VpcEndpoint TWO = new VpcEndpoint("vpce-0bbbbbbbbbbbbbbb2", "vpc-0bbbbbbbbbbbbbbbb");

    /** The entrances of {@link #gateway}. */
    static final int PUBLIC = 0;

    static final int BY_ONE = 1;
    static final int BY_TWO = 2;

    static final String HOST = "abc123.execute-api.eu-west-1.amazonaws.com";
    static final String ALL =
            "'Action':'execute-api:Invoke','Resource':" + "'arn:aws:execute-api:eu-west-1:123456789012:abc123/*'";

    private PrivateApis() {}

    /** A gateway with both endpoints. */
    static DataPlaneFixture gateway() {
        return new DataPlaneFixture().also(ONE, null, null).also(TWO, null, null);
    }

    /** A private API with an open method. */
    static TestApi api() {
        return new TestApi("abc123").privately().on("GET", "/open", TestIntegration.mock("open"));
    }

    static TestApi withPolicy(TestApi api, String... statements) {
        return api.policy("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}");
    }

    /** A statement for everybody about everything of the API. */
    static String statement(String effect, String condition) {
        return "{'Effect':'" + effect + "','Principal':'*'," + ALL
                + (condition.isEmpty() ? "" : ",'Condition':{" + condition + "}") + "}";
    }

    static String viaVpce(VpcEndpoint endpoint) {
        return "'StringEquals':{'aws:SourceVpce':'" + endpoint.id() + "'}";
    }

    /** One request on a connection of its own. */
    static Answer get(DataPlaneFixture gateway, int entrance, String host, String path, String... lines)
            throws IOException {
        try (RawClient client = new RawClient(gateway.listener().address(entrance))) {
            return client.send(request(host, path, lines)).answer();
        }
    }

    static String request(String host, String path, String... lines) {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String line : lines) {
            head.append(line).append("\r\n");
        }
        return head + "\r\n";
    }
}
