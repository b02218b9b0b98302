/* The client of {{name}}. Generated; the next generation replaces every change. */
var apigClientFactory = {};

/**
 * Makes a client.
 *
 * config: accessKey and secretKey (with sessionToken when they are temporary) sign every request; region is the one that
 * signatures name; apiKey is sent as x-api-key; defaultContentType and defaultAcceptType are application/json.
 */
apigClientFactory.newClient = function (config) {
    'use strict';

    var apigClient = {};
    config = Object.assign({}, config);
    ['accessKey', 'secretKey', 'sessionToken', 'apiKey'].forEach(function (name) {
        config[name] = config[name] === undefined ? '' : config[name];
    });
    config.region = config.region === undefined ? {{region}} : config.region;
    config.defaultContentType = config.defaultContentType === undefined ? 'application/json' : config.defaultContentType;
    config.defaultAcceptType = config.defaultAcceptType === undefined ? 'application/json' : config.defaultAcceptType;

    var invokeUrl = {{endpoint}};
    var endpoint = /(^https?:\/\/[^\/]+)/g.exec(invokeUrl)[1];
    var pathComponent = invokeUrl.substring(endpoint.length);

    var sigV4ClientConfig = {
        accessKey: config.accessKey,
        secretKey: config.secretKey,
        sessionToken: config.sessionToken,
        serviceName: 'execute-api',
        region: config.region,
        endpoint: endpoint,
        defaultContentType: config.defaultContentType,
        defaultAcceptType: config.defaultAcceptType
    };
    var authType = config.accessKey && config.secretKey ? 'AWS_IAM' : 'NONE';
    var simpleHttpClientConfig = {
        endpoint: endpoint,
        defaultContentType: config.defaultContentType,
        defaultAcceptType: config.defaultAcceptType
    };
    var apiGatewayClient =
        apiGateway.core.apiGatewayClientFactory.newClient(simpleHttpClientConfig, sigV4ClientConfig);
{{#methods}}

    /** {{verb}} {{path}} */
    apigClient.{{function}} = function (params, body, additionalParams) {
        if (additionalParams === undefined) {
            additionalParams = {};
        }
        apiGateway.core.utils.assertParametersDefined(params, [{{required}}]);
        var request = {
            verb: '{{verb}}',
            path: pathComponent + uritemplate({{path}}).expand(
                apiGateway.core.utils.parseParametersToObject(params, [{{pathParameters}}])),
            headers: apiGateway.core.utils.parseParametersToObject(params, [{{headers}}]),
            queryParams: apiGateway.core.utils.parseParametersToObject(params, [{{queryParameters}}]),
            body: body
        };
        return apiGatewayClient.makeRequest(request, authType, additionalParams, config.apiKey);
    };
{{/methods}}

    return apigClient;
};
