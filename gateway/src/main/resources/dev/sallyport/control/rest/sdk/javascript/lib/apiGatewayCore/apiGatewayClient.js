var apiGateway = apiGateway || {};
apiGateway.core = apiGateway.core || {};

/** Chooses how a request is sent. */
apiGateway.core.apiGatewayClientFactory = {
    newClient: function (simpleHttpClientConfig, sigV4ClientConfig) {
        'use strict';

        var simple = apiGateway.core.simpleHttpClientFactory.newClient(simpleHttpClientConfig);
        var signing = apiGateway.core.sigV4ClientFactory.newClient(sigV4ClientConfig);

        return {
            makeRequest: function (request, authType, additionalParams, apiKey) {
                var utils = apiGateway.core.utils;
                var more = additionalParams || {};
                var sent = utils.copy(request);
                sent.headers = utils.mergeInto(request.headers, more.headers);
                sent.queryParams = utils.mergeInto(request.queryParams, more.queryParams);
                if (apiKey !== undefined && apiKey !== '' && apiKey !== null) {
                    sent.headers['x-api-key'] = apiKey;
                }
                return (authType === 'AWS_IAM' ? signing : simple).makeRequest(sent);
            }
        };
    }
};
