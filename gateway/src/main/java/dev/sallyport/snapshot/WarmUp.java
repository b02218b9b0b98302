package dev.sallyport.snapshot;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.store.EntityJson;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Deploys a made-up API to nowhere, again and again for about a tenth of a second, so that the first deployment of a user
 * does not pay for the first use of all the code that it takes. Meant for the background of a start.
 */
public final class WarmUp {

    private static final int ROUNDS = 40;

    static final String DOCUMENT = """
            {"formatVersion": 1, "apiId": "warmup", "endpointTypes": ["REGIONAL"], "binaryMediaTypes": [],
             "apiKeySource": "HEADER", "disableExecuteApiEndpoint": false, "resources": [
              {"id": "r1", "path": "/", "methods": {}},
              {"id": "r2", "parentId": "r1", "pathPart": "pets", "path": "/pets", "methods": {
               "GET": {"httpMethod": "GET", "authorizationType": "NONE", "apiKeyRequired": false,
                "requestParameters": {"method.request.querystring.page": false}, "requestModels": {},
                "methodResponses": {"200": {"statusCode": "200", "responseModels": {"application/json": "Empty"}}},
                "integration": {"type": "MOCK", "passthroughBehavior": "WHEN_NO_MATCH", "timeoutMillis": 29000,
                 "cacheNamespace": "r2", "requestTemplates": {"application/json": "{\\"statusCode\\": 200}"},
                 "integrationResponses": {"200": {"statusCode": "200",
                  "responseTemplates": {"application/json": "{\\"pets\\": []}"}}}}}}},
              {"id": "r3", "parentId": "r2", "pathPart": "{proxy+}", "path": "/pets/{proxy+}", "methods": {
               "ANY": {"httpMethod": "ANY", "authorizationType": "NONE", "apiKeyRequired": false,
                "requestParameters": {"method.request.path.proxy": true},
                "integration": {"type": "HTTP_PROXY", "httpMethod": "ANY", "uri": "http://backend.example/{proxy}",
                 "passthroughBehavior": "WHEN_NO_MATCH", "timeoutMillis": 29000, "cacheNamespace": "r3",
                 "requestParameters": {"integration.request.path.proxy": "method.request.path.proxy"}}}}}
             ]}""";

    private final StageCompiler compiler;

    /** @param compiler the one that serves; it is told to forget what it compiled */
    public WarmUp(StageCompiler compiler) {
        this.compiler = compiler;
    }

    /** Does the work; blocks for it. */
    public void run() {
        Scope scope = new Scope("000000000000", "us-east-1");
        Stage stage = new Stage("warmup", "warmup", null, new TreeMap<>(), Map.of(), Instant.EPOCH, Instant.EPOCH);
        String text = DOCUMENT;
        for (int round = 0; round < ROUNDS && !Thread.currentThread().isInterrupted(); round++) {
            ApiDocument document = EntityJson.read(text, ApiDocument.class);
            text = EntityJson.write(document);
            EntityJson.digest(text);
            compiler.compile(scope, document, stage);
        }
        compiler.forget("warmup", stage.stageName());
    }
}
