package dev.sallyport.cli.demo;

import dev.sallyport.cli.Foreground;
import dev.sallyport.cli.RunningGateway;
import dev.sallyport.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Uses a gateway as its first users will, so that a recording of the process knows which classes a start needs. */
public final class Rehearsal {

    private static final int ROUNDS = 50;
    private static final int IMPORTS = 20;
    private static final byte[] NO_BODY = {};

    /** The first thing that many users do; its classes are several hundred. */
    private static final String DOCUMENT = """
            openapi: 3.0.1
            info: {title: rehearsal, version: '1', description: What a first import looks like.}
            components:
              securitySchemes:
                key: {type: apiKey, name: x-api-key, in: header}
              schemas:
                Pet: {type: object, properties: {id: {type: integer}, friend: {$ref: '#/components/schemas/Pet'}}}
            x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}}
            x-amazon-apigateway-gateway-responses: {DEFAULT_4XX: {responseTemplates: {application/json: '{}'}}}
            paths:
              /pets/{petId}:
                parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
                get:
                  operationId: getPet
                  security: [{key: []}]
                  x-amazon-apigateway-request-validator: all
                  responses:
                    '200':
                      description: a pet
                      headers: {x-page: {schema: {type: string}}}
                      content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
                  x-amazon-apigateway-integration:
                    type: mock
                    requestTemplates: {application/json: '{"statusCode": 200}'}
                    responses:
                      default: {statusCode: '200', responseParameters: {method.response.header.x-page: "'1'"}}
                put:
                  requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
                  responses: {'204': {description: done}}
                  x-amazon-apigateway-integration:
                    type: http_proxy
                    httpMethod: PUT
                    uri: http://127.0.0.1/pets/{petId}
                    requestParameters: {integration.request.path.petId: method.request.path.petId}
            """;

    private Rehearsal() {}

    /**
     * Imports a document, makes the pet store and calls what needs no interpreter.
     *
     * @throws dev.sallyport.cli.CommandFailure when the pet store cannot be made
     */
    public static void run(RunningGateway gateway, Settings settings) throws IOException {
        String endpoint = Foreground.url(gateway.address());
        try (DemoBackend backend = DemoBackend.start()) {
            AwsClient aws = new AwsClient(endpoint, settings.region(), gateway.firstCredentials());
            for (int round = 0; round < IMPORTS; round++) {
                aws.postDocument("apigateway", "/restapis?mode=import", DOCUMENT);
            }
            PetStore store = PetStore.create(aws, settings, backend.url());
            String base = store.invokeUrl(endpoint, "dev");
            for (int round = 0; round < ROUNDS; round++) {
                for (String path : List.of("/health", "/backend/hello?round=" + round, "/none")) {
                    PlainHttp.send("GET", URI.create(base + path), Map.of(), NO_BODY);
                }
            }
        }
    }
}
