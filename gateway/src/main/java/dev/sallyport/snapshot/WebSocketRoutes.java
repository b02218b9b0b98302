package dev.sallyport.snapshot;

import dev.sallyport.integration.http.ClientIdentity;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.mapping.SelectionExpression;
import dev.sallyport.mapping.Template;
import dev.sallyport.mapping.template.TemplateCompiler;
import dev.sallyport.model.Scope;
import dev.sallyport.model.WebSocketDocument;
import dev.sallyport.model.WebSocketIntegration;
import dev.sallyport.model.WebSocketModel;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.DecodeRequestBody;
import dev.sallyport.pipeline.step.MapRequestParameters;
import dev.sallyport.pipeline.step.MapRequestParameters.Entry;
import dev.sallyport.pipeline.step.Refuse;
import dev.sallyport.pipeline.step.RenderRequestTemplate;
import dev.sallyport.pipeline.step.ValidateParameters;
import dev.sallyport.pipeline.step.ValidateParameters.Parameter;
import dev.sallyport.pipeline.websocket.AcceptConnection;
import dev.sallyport.pipeline.websocket.SelectMessageTemplate;
import dev.sallyport.pipeline.websocket.SelectReply;
import dev.sallyport.pipeline.websocket.SelectReply.Choice;
import dev.sallyport.pipeline.websocket.SendReply;
import dev.sallyport.pipeline.websocket.ValidateMessage;
import dev.sallyport.pipeline.websocket.WebSocketSteps;
import dev.sallyport.validation.JsonSchema;
import dev.sallyport.validation.SchemaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles the routes of one stage of a WebSocket API into their steps. */
final class WebSocketRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketRoutes.class);
    private static final List<String> HEADER_TARGETS = List.of("route.response.header.", "method.response.header.");
    private static final List<String> STATUS_TARGETS =
            List.of("route.response.statuscode", "method.response.statuscode");

    private final WebSocketIntegrations integrations;
    private final TemplateCompiler templates;
    private final WebSocketDocument document;
    private final Scope owner;
    private final String stageName;
    private final Map<String, String> variables;
    private final @Nullable ClientIdentity identity;
    private final int replyLimitBytes;

    /** @param replyLimitBytes of a text to a client (W11.10) */
    WebSocketRoutes(
            WebSocketIntegrations integrations,
            TemplateCompiler templates,
            WebSocketDocument document,
            Scope owner,
            String stageName,
            Map<String, String> variables,
            @Nullable ClientIdentity identity,
            int replyLimitBytes) {
        this.integrations = integrations;
        this.templates = templates;
        this.document = document;
        this.owner = owner;
        this.stageName = stageName;
        this.variables = variables;
        this.identity = identity;
        this.replyLimitBytes = replyLimitBytes;
    }

    /** What stands between the client and a route. */
    record Guards(
            @Nullable Step throttle,
            @Nullable Step authorizer,
            @Nullable Step apiKey) {}

    /** The steps of a route. */
    List<Step> steps(WebSocketRoute route, Guards guards) {
        boolean isConnect = route.routeKey().equals(WebSocketRoute.CONNECT);
        boolean isDisconnect = route.routeKey().equals(WebSocketRoute.DISCONNECT);
        WebSocketIntegration integration = document.integration(route.integrationId());
        if (integration == null) {
            Step end = isConnect
                    ? new AcceptConnection(false)
                    : isDisconnect
                            ? new SendReply(false, false, replyLimitBytes)
                            : new Refuse(Fault.configuration("the route has no integration"));
            return new WebSocketSteps(
                            guards.throttle(),
                            guards.authorizer(),
                            guards.apiKey(),
                            isConnect ? required(route) : null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            end)
                    .inOrder();
        }
        boolean isTwoWay = route.isTwoWay() && !isConnect && !isDisconnect; // W11.11
        return integrated(
                route,
                integration,
                guards,
                isConnect
                        ? new AcceptConnection(true)
                        : new SendReply(isTwoWay, integration.isProxy(), replyLimitBytes),
                isTwoWay || isConnect);
    }

    /** @param isAnswered whether anybody sees the integration response */
    private List<Step> integrated(
            WebSocketRoute route, WebSocketIntegration integration, Guards guards, Step end, boolean isAnswered) {
        if (mapsOntoForbiddenHeader(integration)) {
            return List.of(new Refuse(Fault.configuration("a request parameter is mapped onto a reserved header")));
        }
        WebSocketIntegrations.Place place =
                new WebSocketIntegrations.Place(owner, document.apiId(), stageName, variables, route, identity);
        Map<String, Template> requests = integration.type().equals("AWS_PROXY")
                ? Map.of()
                : compiled("the request template", integration.requestTemplates());
        boolean rendered = requests.values().stream().anyMatch(template -> template.constantText() == null);
        boolean isTemplated = !integration.type().equals("AWS_PROXY");
        String selection = integration.templateSelectionExpression();
        return new WebSocketSteps(
                        guards.throttle(),
                        guards.authorizer(),
                        guards.apiKey(),
                        route.routeKey().equals(WebSocketRoute.CONNECT) ? required(route) : null,
                        model(route),
                        integration.contentHandlingStrategy() == null
                                ? null
                                : DecodeRequestBody.ofCustom(
                                        List.of(),
                                        integration.contentHandlingStrategy(),
                                        integrations.payloadLimitBytes()),
                        isTemplated
                                ? new SelectMessageTemplate(
                                        requests,
                                        selection == null ? null : SelectionExpression.compile(selection),
                                        integration.passthroughBehavior())
                                : null,
                        parameters(integration),
                        rendered ? new RenderRequestTemplate(integration.type()) : null,
                        integrations.call(place, integration),
                        integration.isProxy() || !isAnswered ? null : responses(integration),
                        end)
                .inOrder();
    }

    /** W9.12. */
    private static @Nullable Step required(WebSocketRoute route) {
        List<Parameter> parameters = new ArrayList<>();
        route.requestParameters().forEach((source, isRequired) -> {
            if (isRequired) {
                parameters.add(new Parameter(source.substring(source.lastIndexOf('.') + 1), expression(source)));
            }
        });
        return parameters.isEmpty() ? null : new ValidateParameters(List.copyOf(parameters));
    }

    /** Sources of routes are those of methods by another name (W9.11). */
    private static MappingExpression expression(String source) {
        return MappingExpression.compile(
                source.startsWith("route.request.") ? "method" + source.substring("route".length()) : source);
    }

    private @Nullable Step parameters(WebSocketIntegration integration) {
        List<Entry> entries = new ArrayList<>();
        integration.requestParameters().forEach((target, source) -> {
            Entry entry = IntegrationCompiler.entry(target, expression(source));
            if (entry != null
                    && !(entry.target() == MapRequestParameters.Target.HEADER
                            && HeaderRules.isDroppedTarget(integration.type(), entry.name()))) {
                entries.add(entry);
            }
        });
        return entries.isEmpty() ? null : new MapRequestParameters(List.copyOf(entries));
    }

    private static boolean mapsOntoForbiddenHeader(WebSocketIntegration integration) {
        String prefix = "integration.request.header.";
        return integration.requestParameters().keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .anyMatch(key -> HeaderRules.isForbiddenTarget(integration.type(), key.substring(prefix.length())));
    }

    /** W13.1, W13.6. */
    private @Nullable Step model(WebSocketRoute route) {
        String selection = route.modelSelectionExpression();
        if (selection == null || route.routeKey().equals(WebSocketRoute.DISCONNECT)) {
            return null;
        }
        Map<String, String> schemas = new HashMap<>();
        document.models().forEach(model -> schemas.put(model.name(), model.schema()));
        Map<String, JsonSchema> models = new HashMap<>();
        for (Map.Entry<String, String> named : route.requestModels().entrySet()) {
            WebSocketModel model = document.model(named.getValue());
            if (model == null) {
                return new Closed(List.of("the model " + named.getValue() + ", which the deployment does not have"));
            }
            try {
                models.put(named.getKey(), JsonSchema.compile(model.name(), schemas));
            } catch (SchemaException invalid) {
                return new Closed(List.of("the model " + model.name() + " (" + invalid.getMessage() + ")"));
            }
        }
        return new ValidateMessage(SelectionExpression.compile(selection), Map.copyOf(models));
    }

    private Map<String, Template> compiled(String whose, Map<String, String> texts) {
        Map<String, Template> compiled = new LinkedHashMap<>();
        texts.forEach((key, text) -> compiled.put(
                key,
                templates.compileOrFail(
                        whose + " for " + key,
                        text,
                        problem -> LOG.warn("a mapping template cannot be read: {}", problem.getMessage()))));
        return compiled;
    }

    private Step responses(WebSocketIntegration integration) {
        List<Choice> choices = new ArrayList<>();
        Choice fallback = null;
        for (WebSocketIntegration.Response response : integration.responses()) {
            if (response.key().equals(WebSocketRoute.DEFAULT)) {
                fallback = choice(response, null);
                continue;
            }
            Pattern pattern = pattern(response.key());
            if (pattern == null) {
                LOG.warn("integration {}: {} is no pattern and matches nothing", integration.id(), response.key());
            } else {
                choices.add(choice(response, pattern));
            }
        }
        return new SelectReply(List.copyOf(choices), fallback);
    }

    /** W12.2. */
    private static @Nullable Pattern pattern(String key) {
        boolean hasSlashes = key.length() > 1 && key.startsWith("/") && key.endsWith("/");
        try {
            return Pattern.compile(hasSlashes ? key.substring(1, key.length() - 1) : key, Pattern.DOTALL);
        } catch (PatternSyntaxException invalid) {
            return null;
        }
    }

    private Choice choice(WebSocketIntegration.Response response, @Nullable Pattern pattern) {
        Map<String, MappingExpression> headers = new LinkedHashMap<>();
        MappingExpression status = null;
        for (Map.Entry<String, String> parameter : response.parameters().entrySet()) {
            String target = parameter.getKey();
            String header = HEADER_TARGETS.stream()
                    .filter(target::startsWith)
                    .findFirst()
                    .orElse(null);
            if (header != null) {
                headers.put(target.substring(header.length()), expression(parameter.getValue()));
            } else if (STATUS_TARGETS.contains(target)) {
                status = expression(parameter.getValue());
            }
        }
        String selection = response.templateSelectionExpression();
        return new Choice(
                pattern,
                headers,
                status,
                compiled("the template of integration response " + response.key(), response.templates()),
                selection == null ? null : SelectionExpression.compile(selection),
                response.contentHandlingStrategy());
    }
}
