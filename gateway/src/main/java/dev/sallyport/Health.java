package dev.sallyport;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.lambda.CodeDownloads;
import dev.sallyport.edge.OwnPages;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The gateway's own pages: {@code /health}, the same in the form that tools made for LocalStack wait for, the
 * packages that GetFunction points to, what is known of the last requests, who can
 * reach what, and what stages run.
 */
final class Health implements OwnPages {

    private final CodeDownloads downloads;

    /** Null where other machines reach the gateway and nobody is asked who he is. */
    private final @Nullable RequestPages requests;

    private final AuditPage audit;
    private final ReleasePages releases;
    private final PageGuard guard;

    Health(
            CodeDownloads downloads,
            @Nullable RequestPages requests,
            AuditPage audit,
            ReleasePages releases,
            PageGuard guard) {
        this.audit = audit;
        this.downloads = downloads;
        this.requests = requests;
        this.releases = releases;
        this.guard = guard;
    }

    @Override
    public Page answer(Request request) {
        String path = request.path();
        return switch (path) {
            case "/health" -> json(200, "{\"status\":\"ok\"}");
            case "/_localstack/health" ->
                json(
                        200,
                        "{\"services\":{\"apigateway\":\"running\",\"lambda\":\"running\"},\"edition\":\"sallyport\"}");
            case OwnPages.AUDIT -> guarded(request, "Routes are audited", "GetAudit");
            case CanaryPage.PATH -> guarded(request, "Canaries are shown", "GetCanaries");
            default ->
                RequestPages.isOne(path)
                        ? guarded(request, "Requests are explained", reads(request) ? "GetRequests" : "KeepRequests")
                        : HistoryPage.isOne(path)
                                ? guarded(request, "Deployments are compared", "GetHistory")
                                : download(path);
        };
    }

    /** Who may call what, what others have called, and what is deployed, is the operator's knowledge. */
    private Page guarded(Request request, String what, String action) {
        if (requests == null) {
            return json(
                    403,
                    "{\"message\":\"" + what
                            + " only by a gateway that listens on a loopback address or whose setting auth is enforce\"}");
        }
        ServiceException refusal = guard.refusal(request, "sallyport:" + action);
        if (refusal != null) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("message", refusal.getMessage());
            return new Page(
                    refusal.status(), "application/json", JsonMapper.shared().writeValueAsBytes(body), refusal.code());
        }
        if (request.path().equals(OwnPages.AUDIT)) {
            return audit.answer(request.method());
        }
        return RequestPages.isOne(request.path())
                ? requests.answer(request.method(), request.path(), request.query())
                : releases.answer(request.method(), request.path(), request.query());
    }

    private static boolean reads(Request request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
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
