package dev.sallyport.snapshot;

import dev.sallyport.cache.CachedMethod;
import dev.sallyport.config.Limits;
import dev.sallyport.functions.EventSink;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.integration.aws.AwsServices;
import dev.sallyport.integration.aws.ServiceTarget;
import dev.sallyport.integration.function.FunctionCaller;
import dev.sallyport.integration.function.FunctionTarget;
import dev.sallyport.integration.function.LambdaIntegration;
import dev.sallyport.integration.function.LambdaProxyIntegration;
import dev.sallyport.integration.function.StreamedProxyIntegration;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.integration.http.HttpCaller;
import dev.sallyport.integration.mock.MockIntegration;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.mapping.Template;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.mapping.template.TemplateBounds;
import dev.sallyport.mapping.template.TemplateCompiler;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Integration.IntegrationResponse;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.RequestPipeline.GuardSteps;
import dev.sallyport.pipeline.RequestPipeline.RestSteps;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.DecodeRequestBody;
import dev.sallyport.pipeline.step.MapRequestParameters;
import dev.sallyport.pipeline.step.MapRequestParameters.Entry;
import dev.sallyport.pipeline.step.MapRequestParameters.Target;
import dev.sallyport.pipeline.step.ReadRequestBody;
import dev.sallyport.pipeline.step.Refuse;
import dev.sallyport.pipeline.step.RenderRequestTemplate;
import dev.sallyport.pipeline.step.SelectIntegrationResponse;
import dev.sallyport.pipeline.step.SelectIntegrationResponse.Choice;
import dev.sallyport.pipeline.step.SelectRequestTemplate;
import dev.sallyport.pipeline.step.SendMethodResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles the integration of a method into its steps. */
public final class IntegrationCompiler {

    private static final Logger LOG = LoggerFactory.getLogger(IntegrationCompiler.class);
    private static final Step SEND = new SendMethodResponse();

    private final FunctionCatalog catalog;
    private final FunctionHost functions;
    private final BackendSettings backends;
    private final AwsServices services;
    private final HttpCompiler http;
    private final boolean checkFunctionPermissions;
    private final int payloadLimitBytes;
    private final EventSink events;
    private final TemplateCompiler templates = new TemplateCompiler(templateBounds(Limits.DEFAULTS));

    /** For functions that nobody calls asynchronously: such a call is refused. */
    public IntegrationCompiler(
            FunctionCatalog catalog,
            FunctionHost functions,
            BackendSettings backends,
            AwsServices services,
            boolean checkFunctionPermissions,
            int payloadLimitBytes) {
        this(
                catalog,
                functions,
                backends,
                services,
                checkFunctionPermissions,
                payloadLimitBytes,
                (scope, name, qualifier, arn, payload, requestId) -> false);
    }

    /**
     * @param checkFunctionPermissions whether a function's resource policy must let API Gateway call it (R3.49)
     * @param payloadLimitBytes of requests and of backends' answers (LIM-4, INT-10)
     * @param events takes asynchronous invocations (INT-66)
     */
    public IntegrationCompiler(
            FunctionCatalog catalog,
            FunctionHost functions,
            BackendSettings backends,
            AwsServices services,
            boolean checkFunctionPermissions,
            int payloadLimitBytes,
            EventSink events) {
        this.events = events;
        this.catalog = catalog;
        this.functions = functions;
        this.backends = backends;
        this.services = services;
        this.http = new HttpCompiler(backends, payloadLimitBytes);
        this.checkFunctionPermissions = checkFunctionPermissions;
        this.payloadLimitBytes = payloadLimitBytes;
    }

    /** How far templates may go. */
    public static TemplateBounds templateBounds(Limits limits) {
        return new TemplateBounds(
                limits.templateCharacters(),
                limits.templateOutputCharacters(),
                limits.templateLoopTurns(),
                limits.templateDirectives(),
                limits.templateDepth(),
                limits.templateMillis(),
                System::nanoTime);
    }

    /**
     * The steps of a method, in their order.
     *
     * @param before the guards that limit and authorize
     * @param closing what of the API and the stage closes the method
     * @param cached how its answers are kept, or null
     */
    List<Step> steps(
            StageMethod method,
            ValidatorCompiler validators,
            GuardSteps before,
            List<String> closing,
            @Nullable CachedMethod cached) {
        Integration integration = method.method().integration();
        if (integration == null) {
            return List.of(new Refuse(Fault.configuration("the method has no integration")));
        }
        List<String> needs = new ArrayList<>(closing);
        needs.addAll(Enforceable.closing(method.method()));
        boolean isService = ServiceRules.isService(integration);
        ServiceTarget service = isService ? ServiceTarget.parse(backendUri(method, integration)) : null;
        if (isService || ServiceRules.isFunction(integration)) {
            String credentials = credentials(method, integration);
            String need = isService
                    ? ServiceRules.closing(
                            service,
                            credentials,
                            method.method().authorizationType().equals("AWS_IAM"),
                            services.endpoints())
                    : ServiceRules.closing(
                            FunctionTarget.parse(backendUri(method, integration), method.owner()),
                            credentials,
                            method.owner());
            if (need != null) {
                needs.add(need);
            }
        }
        String unreachable = http.closing(method, integration);
        if (unreachable != null) {
            needs.add(unreachable);
        }
        GuardSteps guards = validators.compile(method.method(), before, needs);
        if (!needs.isEmpty()) {
            return List.of(new Closed(needs));
        }
        if (mapsOntoForbiddenHeader(integration)) {
            return List.of(new Refuse(Fault.configuration("a request parameter is mapped onto a reserved header")));
        }
        return guards.before(integrated(method, integration, service, cached));
    }

    /** A compiler of the request validation of one document. */
    ValidatorCompiler validators(ApiDocument document) {
        return new ValidatorCompiler(document, payloadLimitBytes);
    }

    /** @param service what an AWS integration calls, or null for Lambda */
    private List<Step> integrated(
            StageMethod method,
            Integration integration,
            @Nullable ServiceTarget service,
            @Nullable CachedMethod cached) {
        return switch (integration.type()) {
            case "MOCK" -> custom(method, integration, new MockIntegration(), cached);
            case "HTTP" -> custom(method, integration, http.http(method, integration), cached);
            case "AWS" -> custom(method, integration, aws(method, integration, service), cached);
            case "HTTP_PROXY" -> http.proxy(method, integration, cached);
            case "AWS_PROXY" -> lambdaProxy(method, integration, cached);
            default -> throw new IllegalStateException("unknown integration type " + integration.type());
        };
    }

    private List<Step> custom(StageMethod method, Integration integration, Step call, @Nullable CachedMethod cached) {
        Step send = send(method);
        Map<String, Template> requestTemplates = templates("the request template", integration.requestTemplates());
        boolean rendered = requestTemplates.values().stream().anyMatch(template -> template.constantText() == null);
        return new RestSteps(
                        cached == null ? null : cached.steps(send),
                        readBody(),
                        DecodeRequestBody.ofCustom(
                                method.document().binaryMediaTypes(), integration.contentHandling(), payloadLimitBytes),
                        new SelectRequestTemplate(requestTemplates, integration.passthroughBehavior()),
                        parameters(integration),
                        rendered ? new RenderRequestTemplate(integration.type()) : null,
                        call,
                        responses(method, integration),
                        send)
                .inOrder();
    }

    /** Sends the whole answer that an exchange holds. */
    static Step send(StageMethod method) {
        Integer minimum = method.document().minimumCompressionSize();
        return minimum == null ? SEND : new SendMethodResponse(minimum);
    }

    private Step readBody() {
        return new ReadRequestBody(payloadLimitBytes);
    }

    private Step aws(StageMethod method, Integration integration, @Nullable ServiceTarget service) {
        String credentials = credentials(method, integration);
        if (service == null || credentials == null) {
            return new LambdaIntegration(caller(method, integration), events);
        }
        return services.integration(
                service,
                verb(integration),
                method.document().apiId(),
                ServiceRules.areOfCaller(credentials)
                        ? null
                        : services.role(method.owner().account(), credentials),
                new HttpCaller(backends, integration.timeoutMillis(), payloadLimitBytes));
    }

    private static @Nullable String credentials(StageMethod method, Integration integration) {
        return integration.credentials() == null
                ? null
                : UriTemplate.withStageVariables(integration.credentials(), method.variables());
    }

    static String backendUri(StageMethod method, Integration integration) {
        return UriTemplate.withStageVariables(uri(integration), method.variables());
    }

    static String verb(Integration integration) {
        return integration.httpMethod() == null ? "ANY" : integration.httpMethod();
    }

    /** A streamed response is sent as it comes: no step stands behind its call (INT-115). */
    private List<Step> lambdaProxy(StageMethod method, Integration integration, @Nullable CachedMethod cached) {
        boolean streamed = HttpCompiler.isStreamed(integration);
        Step send = send(method);
        return new RestSteps(
                        streamed || cached == null ? null : cached.steps(send),
                        readBody(),
                        DecodeRequestBody.ofProxy(payloadLimitBytes),
                        null,
                        null,
                        null,
                        lambdaCall(method, integration, streamed),
                        null,
                        streamed ? null : send)
                .inOrder();
    }

    private Step lambdaCall(StageMethod method, Integration integration, boolean streamed) {
        if (!"POST".equals(integration.httpMethod())) {
            // INT-40: the verb is the one of Lambda's Invoke, not the client's.
            return exchange -> Fault.configuration("the integration's HTTP method of a Lambda function must be POST");
        }
        FunctionCaller caller = caller(method, integration);
        List<String> binary = method.document().binaryMediaTypes();
        return streamed
                ? new StreamedProxyIntegration(
                        caller,
                        binary,
                        StreamedProxyIntegration.idleMillis(method.document().endpointTypes()))
                : new LambdaProxyIntegration(caller, binary);
    }

    private FunctionCaller caller(StageMethod method, Integration integration) {
        String account = method.owner().account();
        String credentials = credentials(method, integration);
        return new FunctionCaller(
                catalog,
                functions,
                FunctionTarget.parse(backendUri(method, integration), method.owner()),
                new FunctionCaller.Source(
                        method.sourceArn(), account, credentials == null ? null : services.role(account, credentials)),
                checkFunctionPermissions,
                integration.timeoutMillis());
    }

    private static String uri(Integration integration) {
        return integration.uri() == null ? "" : integration.uri();
    }

    private static boolean mapsOntoForbiddenHeader(Integration integration) {
        return integration.requestParameters().keySet().stream()
                .filter(key -> key.startsWith("integration.request.header."))
                .anyMatch(key -> HeaderRules.isForbiddenTarget(
                        integration.type(), key.substring("integration.request.header.".length())));
    }

    static @Nullable Step parameters(Integration integration) {
        List<Entry> entries = new ArrayList<>();
        integration.requestParameters().forEach((key, expression) -> {
            Entry entry = entry(key, expression);
            if (entry != null
                    && !(entry.target() == Target.HEADER
                            && HeaderRules.isDroppedTarget(integration.type(), entry.name()))) {
                entries.add(entry);
            }
        });
        return entries.isEmpty() ? null : new MapRequestParameters(List.copyOf(entries));
    }

    static @Nullable Entry entry(String key, String expression) {
        return entry(key, MappingExpression.compile(expression));
    }

    /** What a target that a mapping names gets; null for a target that is none. */
    static @Nullable Entry entry(String key, MappingExpression expression) {
        for (Target target : Target.values()) {
            String prefix = "integration.request."
                    + switch (target) {
                        case HEADER -> "header.";
                        case QUERY -> "querystring.";
                        case PATH -> "path.";
                    };
            if (key.startsWith(prefix)) {
                return new Entry(target, key.substring(prefix.length()), expression);
            }
        }
        return null;
    }

    /** @param whose for the messages of their failures */
    private Map<String, Template> templates(String whose, @Nullable Map<String, @Nullable String> texts) {
        Map<String, Template> compiled = new LinkedHashMap<>();
        if (texts != null) {
            texts.forEach((type, text) -> {
                if (text != null) {
                    compiled.put(
                            type.toLowerCase(Locale.ROOT),
                            templates.compileOrFail(
                                    whose + " for " + type,
                                    text,
                                    problem ->
                                            LOG.warn("a mapping template cannot be read: {}", problem.getMessage())));
                }
            });
        }
        return compiled;
    }

    private Step responses(StageMethod method, Integration integration) {
        List<Choice> choices = new ArrayList<>();
        Choice defaultChoice = null;
        for (IntegrationResponse response : integration.integrationResponses().values()) {
            Choice choice = choice(method, response);
            if (choice.hasPattern()) {
                choices.add(choice);
            } else if (defaultChoice == null) {
                defaultChoice = choice;
            }
        }
        return new SelectIntegrationResponse(
                List.copyOf(choices), defaultChoice, method.document().binaryMediaTypes());
    }

    private Choice choice(StageMethod method, IntegrationResponse response) {
        String pattern = response.selectionPattern();
        Map<String, MappingExpression> headers = new LinkedHashMap<>();
        if (response.responseParameters() != null) {
            response.responseParameters()
                    .forEach((key, expression) -> headers.put(
                            key.substring("method.response.header.".length()), MappingExpression.compile(expression)));
        }
        return new Choice(
                Integer.parseInt(response.statusCode()),
                pattern == null || pattern.isEmpty() ? null : Pattern.compile(pattern),
                method.method().methodResponses().containsKey(response.statusCode()),
                headers,
                templates(
                        "the template of integration response " + response.statusCode(), response.responseTemplates()),
                response.contentHandling());
    }
}
