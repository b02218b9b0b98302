package dev.sallyport;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.lambda.CodeDownloads;
import dev.sallyport.edge.OwnPages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The gateway's own pages: {@code /health}, the same in the form that tools made for LocalStack wait for, the
 * packages that GetFunction points to, and the pages of the operator.
 */
final class Health implements OwnPages {

    private final CodeDownloads downloads;

    private final List<OperatorPage> operatorPages;
    private final boolean isPrivate;
    private final PageGuard guard;

    /** @param isPrivate whether nobody reaches the gateway who is not known to it or on its own host */
    Health(CodeDownloads downloads, List<OperatorPage> operatorPages, boolean isPrivate, PageGuard guard) {
        this.downloads = downloads;
        this.operatorPages = List.copyOf(operatorPages);
        this.isPrivate = isPrivate;
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
            default -> other(request);
        };
    }

    private Page other(Request request) {
        for (OperatorPage page : operatorPages) {
            if (page.isAt(request.path())) {
                return guarded(page, request);
            }
        }
        return download(request.path());
    }

    /** Who may call what, and what others have called, is the operator's knowledge. */
    private Page guarded(OperatorPage page, Request request) {
        if (!isPrivate) {
            return json(
                    403,
                    "{\"message\":\"" + page.what()
                            + " only by a gateway that listens on a loopback address or whose setting auth is enforce\"}");
        }
        ServiceException refusal = guard.refusal(request, page.action(request));
        if (refusal != null) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("message", refusal.getMessage());
            return new Page(
                    refusal.status(), "application/json", JsonMapper.shared().writeValueAsBytes(body), refusal.code());
        }
        return page.pages().answer(request);
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
