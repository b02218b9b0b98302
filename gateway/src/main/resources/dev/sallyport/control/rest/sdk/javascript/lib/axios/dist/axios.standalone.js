/*
 * The part of axios that the client needs, on the fetch of browsers and Node 18: one function that takes a request and
 * promises a response, and rejects what is not a success.
 */
var axios = function (request) {
    'use strict';

    var url = request.url;
    var query = Object.keys(request.params || {}).map(function (name) {
        return encodeURIComponent(name) + '=' + encodeURIComponent(request.params[name]);
    }).join('&');
    if (query) {
        url += (url.indexOf('?') < 0 ? '?' : '&') + query;
    }
    var hasBody = request.data !== undefined && request.data !== '' && request.data !== null;
    return fetch(url, {
        method: request.method,
        headers: request.headers,
        body: hasBody ? request.data : undefined
    }).then(function (answer) {
        return answer.text().then(function (text) {
            var data = text;
            try {
                data = JSON.parse(text);
            } catch (notJson) {
                // a text stays a text
            }
            var headers = {};
            answer.headers.forEach(function (value, name) {
                headers[name] = value;
            });
            var response = {
                status: answer.status,
                statusText: answer.statusText,
                data: data,
                headers: headers,
                config: request
            };
            if (answer.status >= 200 && answer.status < 300) {
                return response;
            }
            var error = new Error('Request failed with status code ' + answer.status);
            error.config = request;
            error.response = response;
            throw error;
        });
    });
};
