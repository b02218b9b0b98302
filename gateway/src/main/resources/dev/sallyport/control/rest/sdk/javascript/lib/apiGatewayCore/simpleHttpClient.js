var apiGateway = apiGateway || {};
apiGateway.core = apiGateway.core || {};

/** Sends requests without a signature. */
apiGateway.core.simpleHttpClientFactory = {
    newClient: function (config) {
        'use strict';

        function headerNamed(headers, name) {
            return Object.keys(headers).filter(function (key) {
                return key.toLowerCase() === name.toLowerCase();
            })[0];
        }

        return {
            makeRequest: function (request) {
                var headers = apiGateway.core.utils.copy(request.headers);
                if (!headerNamed(headers, 'Content-Type')) {
                    headers['Content-Type'] = config.defaultContentType;
                }
                if (!headerNamed(headers, 'Accept')) {
                    headers['Accept'] = config.defaultAcceptType;
                }
                var body = request.body;
                if (body === undefined || body === null || body === '' || Object.keys(body).length === 0) {
                    body = '';
                } else if (typeof body !== 'string') {
                    body = JSON.stringify(body);
                }
                if (body === '' || request.verb === 'GET' || request.verb === 'HEAD') {
                    delete headers[headerNamed(headers, 'Content-Type')];
                    body = '';
                }
                return axios({
                    method: request.verb,
                    url: config.endpoint + request.path,
                    headers: headers,
                    params: request.queryParams,
                    data: body
                });
            }
        };
    }
};
