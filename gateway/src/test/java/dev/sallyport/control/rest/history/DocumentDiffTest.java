package dev.sallyport.control.rest.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.GatewayResponse;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.model.Resource;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DocumentDiffTest {

    private static TestApi api() {
        return new TestApi("abc123")
                .on("GET", "/pets", TestIntegration.httpProxy("GET", "http://a/"))
                .on("POST", "/pets", TestIntegration.mock("x"))
                .on("GET", "/about", TestIntegration.mock("x"));
    }

    private static List<String> between(ApiDocument from, ApiDocument to) {
        return DocumentDiff.between(from, to).stream()
                .map(change -> change.action() + " " + change.subject())
                .toList();
    }

    private static List<String> details(ApiDocument from, ApiDocument to) {
        return DocumentDiff.between(from, to).stream()
                .flatMap(change -> change.details().stream())
                .map(detail -> detail.member() + " " + detail.from() + " " + detail.to())
                .toList();
    }

    @Test
    @DisplayName("what is the same differs in nothing")
    void same() {
        assertThat(between(api().document(), api().document())).isEmpty();
    }

    @Test
    @DisplayName("a changed method tells the members that changed")
    void changedMethod() {
        ApiDocument other = new TestApi("abc123")
                .keyed("GET", "/pets", TestIntegration.httpProxy("GET", "http://b/"))
                .on("POST", "/pets", TestIntegration.mock("x"))
                .on("GET", "/about", TestIntegration.mock("x"))
                .document();
        assertThat(between(api().document(), other)).containsExactly("CHANGED GET /pets");
        assertThat(details(api().document(), other))
                .containsExactly("apiKeyRequired false true", "integration.uri \"http://a/\" \"http://b/\"");
    }

    @Test
    @DisplayName("what comes and goes is told by path before verb, after the settings and before models")
    void order() {
        ApiDocument other = new TestApi("abc123")
                .on("PUT", "/about", TestIntegration.mock("x"))
                .on("DELETE", "/pets", TestIntegration.mock("x"))
                .on("GET", "/pets", TestIntegration.httpProxy("GET", "http://a/"))
                .on("GET", "/zoo", TestIntegration.mock("x"))
                .binary("image/png")
                .model("Pet", "{\"type\":\"object\"}")
                .document();
        assertThat(between(api().document(), other))
                .containsExactly(
                        "CHANGED API",
                        "REMOVED GET /about",
                        "ADDED PUT /about",
                        "ADDED DELETE /pets",
                        "REMOVED POST /pets",
                        "ADDED GET /zoo",
                        "ADDED model Pet");
    }

    @Test
    @DisplayName("resources without methods come and go as well")
    void resources() {
        ApiDocument document = api().document();
        List<Resource> more = new ArrayList<>(document.resources());
        more.add(new Resource("rx", null, null, "/empty", new TreeMap<>()));
        assertThat(between(document, document.forTest(more))).containsExactly("ADDED resource /empty");
    }

    @Test
    @DisplayName("ids are of no matter: an import makes all of them anew")
    void ids() {
        assertThat(between(with("1", "lambda"), with("2", "lambda"))).isEmpty();
        assertThat(between(with("1", "lambda"), with("2", "other"))).containsExactly("CHANGED authorizer auth");
    }

    /** An API whose ids end with a text. */
    private static ApiDocument with(String end, String function) {
        Authorizer authorizer = new Authorizer(
                "a" + end,
                "auth",
                "TOKEN",
                null,
                List.of(),
                "arn:" + function,
                null,
                "method.request.header.X",
                null,
                null);
        ApiDocument document = new TestApi("abc123")
                .authorizer(authorizer)
                .guarded("GET", "/in", "CUSTOM", "a" + end, List.of(), TestIntegration.mock("x"))
                .document();
        return new ApiDocument(
                document.formatVersion(),
                document.apiId(),
                document.endpointTypes(),
                document.binaryMediaTypes(),
                null,
                document.apiKeySource(),
                null,
                false,
                null,
                null,
                document.resources().stream()
                        .map(resource -> new Resource(
                                resource.id() + end,
                                resource.parentId(),
                                resource.pathPart(),
                                resource.path(),
                                resource.methods()))
                        .toList(),
                List.of(new Model("m" + end, "Pet", null, "application/json", "{}")),
                List.of(new RequestValidator("v" + end, "all", true, true)),
                document.authorizers(),
                List.of(new GatewayResponse("THROTTLED", "429", new TreeMap<>(), new TreeMap<>(Map.of("a/b", "t")))));
    }
}
