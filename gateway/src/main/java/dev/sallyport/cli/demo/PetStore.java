package dev.sallyport.cli.demo;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The demo's REST API, made call by call as the AWS CLI would. */
public final class PetStore {

    /** The stages, each with an alias of the same name. */
    static final List<String> STAGES = List.of("dev", "prod");

    private static final String GATEWAY = "apigateway";
    private static final String LAMBDA = "lambda";
    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final int ACTIVE_POLLS = 100;
    private static final Duration ACTIVE_POLL = Duration.ofMillis(100);

    private final AwsClient aws;
    private final Settings settings;
    private final String apiId;
    private final String rootId;

    private PetStore(AwsClient aws, Settings settings, String apiId, String rootId) {
        this.aws = aws;
        this.settings = settings;
        this.apiId = apiId;
        this.rootId = rootId;
    }

    /**
     * Makes functions, API and stages.
     *
     * @param backendUrl where the proxy path leads, without a path
     * @throws CommandFailure when a call fails
     */
    static PetStore create(AwsClient aws, Settings settings, String backendUrl) {
        JsonNode api = aws.post(
                GATEWAY,
                "/restapis",
                Map.of("name", "Pet store", "endpointConfiguration", Map.of("types", List.of("REGIONAL"))));
        PetStore store = new PetStore(aws, settings, text(api, "id"), text(api, "rootResourceId"));
        store.createFunctions();
        store.createApi(backendUrl);
        STAGES.forEach(store::deploy);
        return store;
    }

    String apiId() {
        return apiId;
    }

    /** The URL of a stage, without a slash at the end. */
    String invokeUrl(String endpoint, String stage) {
        return endpoint + "/_aws/execute-api/" + apiId + "/" + stage;
    }

    private void createFunctions() {
        createFunction("pets-list", "nodejs22.x", "index.handler", PetFunctions.list("1"), PetFunctions.list("next"));
        createFunction("pets-show", "python3.12", "pet.handler", PetFunctions.show("1"), PetFunctions.show("next"));
    }

    /** Publishes version 1, then changes $LATEST, so that the two stages can be told apart. */
    private void createFunction(String name, String runtime, String handler, String published, String latest) {
        aws.post(
                LAMBDA,
                FUNCTIONS,
                Map.of(
                        "FunctionName",
                        name,
                        "Runtime",
                        runtime,
                        "Handler",
                        handler,
                        "Role",
                        "arn:aws:iam::" + settings.accountId() + ":role/demo",
                        "Timeout",
                        10,
                        "Code",
                        Map.of("ZipFile", published)));
        waitUntilActive(name);
        String version = text(aws.post(LAMBDA, FUNCTIONS + "/" + name + "/versions", Map.of()), "Version");
        aws.put(LAMBDA, FUNCTIONS + "/" + name + "/code", Map.of("ZipFile", latest));
        waitUntilActive(name);
        createAlias(name, "dev", "$LATEST");
        createAlias(name, "prod", version);
    }

    private void createAlias(String function, String alias, String version) {
        aws.post(LAMBDA, FUNCTIONS + "/" + function + "/aliases", Map.of("Name", alias, "FunctionVersion", version));
        aws.post(
                LAMBDA,
                FUNCTIONS + "/" + function + "/policy?Qualifier=" + alias,
                Map.of(
                        "StatementId", "pet-store",
                        "Action", "lambda:InvokeFunction",
                        "Principal", "apigateway.amazonaws.com",
                        "SourceArn", arn("execute-api", apiId + "/*/*")));
    }

    private void waitUntilActive(String function) {
        for (int poll = 0; poll < ACTIVE_POLLS; poll++) {
            JsonNode configuration = aws.get(LAMBDA, FUNCTIONS + "/" + function + "/configuration");
            if (configuration.path("State").asString("Active").equals("Active")
                    && configuration
                            .path("LastUpdateStatus")
                            .asString("Successful")
                            .equals("Successful")) {
                return;
            }
            try {
                Thread.sleep(ACTIVE_POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure("Interrupted while waiting for the function " + function, e);
            }
        }
        throw new CommandFailure("The function " + function + " did not become active within "
                + ACTIVE_POLL.multipliedBy(ACTIVE_POLLS).toSeconds() + " s; --log-level debug tells more");
    }

    private void createApi(String backendUrl) {
        String pets = createResource(rootId, "pets");
        createMethod(pets, "GET", Map.of(), functionIntegration("pets-list"));
        createMethod(pets, "POST", Map.of(), functionIntegration("pets-list"));
        String pet = createResource(pets, "{petId}");
        createMethod(pet, "GET", Map.of("method.request.path.petId", true), functionIntegration("pets-show"));
        createHealth(createResource(rootId, "health"));
        String proxy = createResource(createResource(rootId, "backend"), "{proxy+}");
        createMethod(
                proxy,
                "ANY",
                Map.of("method.request.path.proxy", true),
                Map.of(
                        "type",
                        "HTTP_PROXY",
                        "httpMethod",
                        "ANY",
                        "uri",
                        backendUrl + "/{proxy}",
                        "requestParameters",
                        Map.of("integration.request.path.proxy", "method.request.path.proxy")));
    }

    private String createResource(String parentId, String pathPart) {
        return text(
                aws.post(GATEWAY, "/restapis/" + apiId + "/resources/" + parentId, Map.of("pathPart", pathPart)), "id");
    }

    private void createMethod(
            String resourceId, String verb, Map<String, Boolean> requestParameters, Map<String, ?> integration) {
        String method = method(resourceId, verb);
        aws.put(GATEWAY, method, Map.of("authorizationType", "NONE", "requestParameters", requestParameters));
        aws.put(GATEWAY, method + "/integration", integration);
    }

    private void createHealth(String resourceId) {
        createMethod(
                resourceId,
                "GET",
                Map.of(),
                Map.of("type", "MOCK", "requestTemplates", Map.of("application/json", "{\"statusCode\": 200}")));
        String method = method(resourceId, "GET");
        aws.put(GATEWAY, method + "/responses/200", Map.of());
        aws.put(
                GATEWAY,
                method + "/integration/responses/200",
                Map.of("responseTemplates", Map.of("application/json", "{\"status\": \"healthy\"}\n")));
    }

    private Map<String, String> functionIntegration(String function) {
        String functionArn = arn("lambda", "function:" + function + ":${stageVariables.alias}");
        return Map.of(
                "type",
                "AWS_PROXY",
                "httpMethod",
                "POST",
                "uri",
                "arn:aws:apigateway:" + settings.region() + ":lambda:path/2015-03-31/functions/" + functionArn
                        + "/invocations");
    }

    private void deploy(String stage) {
        aws.post(
                GATEWAY,
                "/restapis/" + apiId + "/deployments",
                Map.of(
                        "stageName",
                        stage,
                        "description",
                        "Made by sallyport demo",
                        "variables",
                        Map.of("alias", stage, "env", stage.equals("prod") ? "production" : "development")));
    }

    private String method(String resourceId, String verb) {
        return "/restapis/" + apiId + "/resources/" + resourceId + "/methods/" + verb;
    }

    private String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + settings.region() + ":" + settings.accountId() + ":" + resource;
    }

    private static String text(JsonNode answer, String member) {
        JsonNode value = answer.path(member);
        if (!value.isString()) {
            throw new CommandFailure("The gateway's answer lacks \"" + member + "\": " + answer
                    + ". That is a fault of this version of Sallyport; please report it.");
        }
        return value.asString();
    }
}
