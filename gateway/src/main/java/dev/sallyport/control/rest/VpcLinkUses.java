package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.HttpApiDeployment;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Resource;
import dev.sallyport.model.Stage;
import dev.sallyport.model.WebSocketDocument;
import dev.sallyport.model.WebSocketIntegration;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The integrations that reach their backend through a VPC link. */
public final class VpcLinkUses {

    /** 2.3 and R10.52. */
    public static final String NOT_FOUND = "Invalid Vpc Link identifier specified";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{stageVariables\\.(\\w+)}");

    private VpcLinkUses() {}

    /**
     * R10.52: a link that is named by its id must exist; one that a stage variable names cannot be known yet. One of the
     * second kind, whose integration names the load balancer itself, is made by another API and is not known here.
     */
    public static void check(Store.Reader tx, Call call, Integration integration) {
        String id = integration.connectionId();
        if (isPrivate(integration)
                && integration.integrationTarget() == null
                && (id == null || (!id.contains("${") && tx.find(Kind.VPC_LINK, call.scope(), "", id) == null))) {
            throw ServiceException.badRequest(NOT_FOUND);
        }
    }

    /**
     * AWS: names every deployed method that uses the link. A draft that does holds the link as well (inferred).
     *
     * @throws ServiceException when an integration of the scope uses the link
     */
    public static void refuse(Store.Reader tx, Call call, String linkId) {
        List<String> deployed = new ArrayList<>();
        List<String> drafts = new ArrayList<>();
        for (String apiId : apisMentioning(tx, call, linkId)) {
            for (Stage stage : tx.list(Kind.STAGE, call.scope(), apiId)) {
                uses(resources(tx, call, apiId, stage), linkId, stage.variables())
                        .forEach(use -> deployed.add(apiId + ":" + use + ":" + stage.stageName()));
            }
            uses(tx.list(Kind.RESOURCE, call.scope(), apiId), linkId, Map.of())
                    .forEach(use -> drafts.add(apiId + ":" + use));
        }
        String start = "Cannot delete vpc link. Vpc link '" + linkId + "', is referenced in ";
        if (!deployed.isEmpty()) {
            throw ServiceException.badRequest(start + deployed + " in format of [RESTApiId:Method:Resource:Stage].");
        }
        if (!drafts.isEmpty()) {
            throw ServiceException.badRequest(start + drafts + " in format of [RESTApiId:Method:Resource].");
        }
        refuseForWebSocket(tx, call, linkId);
    }

    /** Where the link is named at all: by an integration of a draft or a deployment, or by a variable of a stage. */
    private static Set<String> apisMentioning(Store.Reader tx, Call call, String linkId) {
        Set<String> apis = new LinkedHashSet<>();
        for (Kind<?> kind : List.of(Kind.RESOURCE, Kind.API_DOCUMENT, Kind.STAGE)) {
            apis.addAll(tx.parentsMentioning(kind, call.scope(), linkId));
        }
        return apis;
    }

    private static List<Resource> resources(Store.Reader tx, Call call, String apiId, Stage stage) {
        Deployment deployment = tx.find(Kind.DEPLOYMENT, call.scope(), apiId, stage.deploymentId());
        ApiDocument document = deployment == null
                ? null
                : tx.find(Kind.API_DOCUMENT, call.scope(), apiId, deployment.documentDigest());
        return document == null ? List.of() : document.resources();
    }

    private static List<String> uses(List<Resource> resources, String linkId, Map<String, String> variables) {
        List<String> uses = new ArrayList<>();
        for (Resource resource : resources) {
            resource.methods().forEach((verb, method) -> {
                Integration integration = method.integration();
                if (integration != null
                        && isPrivate(integration)
                        && linkId.equals(resolved(integration.connectionId(), variables))) {
                    uses.add(verb + ":" + resource.id());
                }
            });
        }
        return uses;
    }

    /**
     * WebSocket APIs name links of either kind (websocket-api W21.2). The wording is inferred.
     *
     * @throws ServiceException when an integration of a draft or of a deployed WebSocket API uses the link
     */
    public static void refuseForWebSocket(Store.Reader tx, Call call, String linkId) {
        Set<String> apis = new LinkedHashSet<>();
        for (String apiId : tx.parentsMentioning(Kind.WEB_SOCKET_INTEGRATION, call.scope(), linkId)) {
            if (uses(tx.list(Kind.WEB_SOCKET_INTEGRATION, call.scope(), apiId), linkId, Map.of())) {
                apis.add(apiId);
            }
        }
        List<String> deployed = new ArrayList<>(tx.parentsMentioning(Kind.WEB_SOCKET_DOCUMENT, call.scope(), linkId));
        deployed.addAll(tx.parentsMentioning(Kind.WEB_SOCKET_STAGE, call.scope(), linkId));
        for (String apiId : deployed) {
            for (HttpApiStage stage : tx.list(Kind.WEB_SOCKET_STAGE, call.scope(), apiId)) {
                if (uses(integrations(tx, call, apiId, stage), linkId, stage.variables())) {
                    apis.add(apiId);
                }
            }
        }
        if (!apis.isEmpty()) {
            throw ServiceException.badRequest("Cannot delete vpc link. Vpc link '" + linkId + "', is referenced in "
                    + apis + " in format of [WebSocketApiId].");
        }
    }

    private static List<WebSocketIntegration> integrations(
            Store.Reader tx, Call call, String apiId, HttpApiStage stage) {
        String id = stage.deploymentId();
        HttpApiDeployment deployment = id == null ? null : tx.find(Kind.HTTP_API_DEPLOYMENT, call.scope(), apiId, id);
        WebSocketDocument document = deployment == null
                ? null
                : tx.find(Kind.WEB_SOCKET_DOCUMENT, call.scope(), apiId, deployment.documentDigest());
        return document == null ? List.of() : document.integrations();
    }

    private static boolean uses(
            Collection<WebSocketIntegration> integrations, String linkId, Map<String, String> variables) {
        return integrations.stream()
                .anyMatch(each -> each.isPrivate() && linkId.equals(resolved(each.connectionId(), variables)));
    }

    private static boolean isPrivate(Integration integration) {
        return "VPC_LINK".equals(integration.connectionType());
    }

    private static @Nullable String resolved(@Nullable String connectionId, Map<String, String> variables) {
        if (connectionId == null) {
            return null;
        }
        Matcher variable = VARIABLE.matcher(connectionId);
        return variable.matches() ? variables.get(variable.group(1)) : connectionId;
    }
}
