/* Paths with places in braces. A greedy one, with a plus, is several segments: its value keeps its slashes. */
var uritemplate = function (template) {
    'use strict';

    return {
        expand: function (values) {
            return template.replace(/\{([^{}]+?)(\+?)\}/g, function (place, name, greedy) {
                var value = values[name];
                if (value === undefined || value === null) {
                    return '';
                }
                return greedy
                    ? String(value).split('/').map(encodeURIComponent).join('/')
                    : encodeURIComponent(String(value));
            });
        }
    };
};
