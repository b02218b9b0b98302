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
 * packages that GetFunction points to, what is known of the last requests, and who can
 * reach what.
 */
final class Health implements OwnPages {

    private final CodeDownloads downloads;

    /** Null where other machines reach the gateway and nobody is asked who he is. */
    private final @Nullable RequestPages requests;

    private final AuditPage audit;
    private final PageGuard guard;

    Health(CodeDownloads downloads, @Nullable RequestPages requests, AuditPage audit, PageGuard guard) {
        this.audit = audit;
        this.downloads = downloads;
        this.requests = requests;
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
            default -> path.equals(OwnPages.AUDIT) || RequestPages.isOne(path) ? guarded(request) : download(path);
        };
    }

    /** Who may call what, and what others have called, is the operator's knowledge. */
    private Page guarded(Request request) {
        boolean audits = request.path().equals(OwnPages.AUDIT);
        if (requests == null) {
            return json(
                    403,
                    "{\"message\":\"" + (audits ? "Routes are audited" : "Requests are explained")
                            + " only by a gateway that listens on a loopback address or whose setting auth is enforce\"}");
        }
        ServiceException refusal = guard.refusal(
                request, audits ? "sallyport:GetAudit" : reads(request) ? "sallyport:GetRequests" : "sallyport:KeepRequests");
        if (refusal != null) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("message", refusal.getMessage());
            return new Page(
                    refusal.status(), "application/json", JsonMapper.shared().writeValueAsBytes(body), refusal.code());
        }
        return audits
                ? audit.answer(request.method())
                : requests.answer(request.method(), request.path(), request.query());
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
