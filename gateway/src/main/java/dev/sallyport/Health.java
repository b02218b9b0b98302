package dev.sallyport;

import dev.sallyport.control.lambda.CodeDownloads;
import dev.sallyport.edge.OwnPages;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own pages: {@code /health}, the same in the form that tools made for LocalStack wait for, the
 * packages that GetFunction points to, what is known of the last requests, who can
 * reach what, and what stages run.
 */
final class Health implements OwnPages {

    private final CodeDownloads downloads;

    /** Null where other machines reach the gateway: these pages ask nobody who he is. */
    private final @Nullable RequestPages requests;

    private final AuditPage audit;
    private final ReleasePages releases;

    Health(CodeDownloads downloads, @Nullable RequestPages requests, AuditPage audit, ReleasePages releases) {
        this.audit = audit;
        this.releases = releases;
        this.downloads = downloads;
        this.requests = requests;
    }

    @Override
    public Page answer(String method, String path, @Nullable String query) {
        return switch (path) {
            case "/health" -> json(200, "{\"status\":\"ok\"}");
            case "/_localstack/health" ->
                json(
                        200,
                        "{\"services\":{\"apigateway\":\"running\",\"lambda\":\"running\"},\"edition\":\"sallyport\"}");
            case OwnPages.AUDIT -> audit(method, path, query);
            default -> {
                if (ReleasePages.isOne(path)) {
                    yield released(method, path, query);
                }
                yield RequestPages.isOne(path) ? explained(method, path, query) : download(path);
            }
        };
    }

    /** Who may call what is the operator's knowledge, as requests are. */
    private Page audit(String method, String path, @Nullable String query) {
        return requests == null
                ? json(403, "{\"message\":\"Routes are audited only by a gateway that listens on a loopback address\"}")
                : audit.answer(method, path, query);
    }

    /** What is deployed, and what canaries come to, is the operator's knowledge too. */
    private Page released(String method, String path, @Nullable String query) {
        return requests == null
                ? json(
                        403,
                        "{\"message\":\"Releases are shown only by a gateway that listens on a loopback address\"}")
                : releases.answer(method, path, query);
    }

    private Page explained(String method, String path, @Nullable String query) {
        return requests == null
                ? json(
                        403,
                        "{\"message\":\"Requests are explained only by a gateway that listens on a loopback address\"}")
                : requests.answer(method, path, query);
    }

    private Page download(String path) {
        byte[] code = downloads.find(path);
        return code == null
                ? json(404, "{\"message\":\"There is no such page\"}")
                : new Page(200, CodeDownloads.CONTENT_TYPE, code);
    }

    private static Page json(int status, String body) {
        return new Page(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }
}
