var apiGateway = apiGateway || {};
apiGateway.core = apiGateway.core || {};

/** Sends requests signed with AWS Signature Version 4. */
apiGateway.core.sigV4ClientFactory = {
    newClient: function (config) {
        'use strict';

        function encoded(text) {
            return encodeURIComponent(text).replace(/[!'()*]/g, function (c) {
                return '%' + c.charCodeAt(0).toString(16).toUpperCase();
            });
        }

        function canonicalQuery(params) {
            return Object.keys(params || {}).map(function (name) {
                return encoded(name) + '=' + encoded(String(params[name]));
            }).sort().join('&');
        }

        function hmac(key, text) {
            return CryptoJS.HmacSHA256(text, key);
        }

        function signature(date, scope, text) {
            var key = hmac('AWS4' + config.secretKey, date.substring(0, 8));
            key = hmac(key, config.region);
            key = hmac(key, config.serviceName);
            key = hmac(key, 'aws4_request');
            return hmac(key, ['AWS4-HMAC-SHA256', date, scope, CryptoJS.SHA256(text).toString()].join('\n')).toString();
        }

        return {
            makeRequest: function (request) {
                var headers = {};
                Object.keys(request.headers).forEach(function (name) {
                    headers[name.toLowerCase()] = String(request.headers[name]);
                });
                var body = request.body;
                if (body === undefined || body === null || body === '' || Object.keys(body).length === 0
                        || request.verb === 'GET' || request.verb === 'HEAD') {
                    body = '';
                } else if (typeof body !== 'string') {
                    body = JSON.stringify(body);
                }
                if (body !== '' && !headers['content-type']) {
                    headers['content-type'] = config.defaultContentType;
                }
                if (!headers['accept']) {
                    headers['accept'] = config.defaultAcceptType;
                }
                var date = new Date().toISOString().replace(/\.\d{3}Z$/, 'Z').replace(/[:-]/g, '');
                var url = new URL(config.endpoint + request.path);
                headers['x-amz-date'] = date;
                headers['host'] = url.host;
                if (config.sessionToken) {
                    headers['x-amz-security-token'] = config.sessionToken;
                }
                var names = Object.keys(headers).sort();
                var scope = [date.substring(0, 8), config.region, config.serviceName, 'aws4_request'].join('/');
                var canonical = [
                    request.verb,
                    url.pathname.split('/').map(encoded).join('/'),
                    canonicalQuery(request.queryParams),
                    names.map(function (name) {
                        return name + ':' + headers[name].trim().replace(/ +/g, ' ') + '\n';
                    }).join(''),
                    names.join(';'),
                    CryptoJS.SHA256(body).toString()
                ].join('\n');
                headers['Authorization'] = 'AWS4-HMAC-SHA256 Credential=' + config.accessKey + '/' + scope
                        + ', SignedHeaders=' + names.join(';') + ', Signature=' + signature(date, scope, canonical);
                delete headers['host'];
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
