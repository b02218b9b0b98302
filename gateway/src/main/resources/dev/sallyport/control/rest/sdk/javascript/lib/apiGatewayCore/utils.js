var apiGateway = apiGateway || {};
apiGateway.core = apiGateway.core || {};

apiGateway.core.utils = {
    /** Throws when a required parameter is not given. */
    assertParametersDefined: function (params, required) {
        'use strict';

        if (params === undefined || params === null) {
            params = {};
        }
        required.forEach(function (name) {
            if (params[name] === undefined || params[name] === null) {
                throw new Error('Missing required parameter ' + name);
            }
        });
    },

    /** The parameters of these names. */
    parseParametersToObject: function (params, names) {
        'use strict';

        var found = {};
        names.forEach(function (name) {
            if (params && params[name] !== undefined && params[name] !== null) {
                found[name] = params[name];
            }
        });
        return found;
    },

    contains: function (list, item) {
        'use strict';

        return list.indexOf(item) >= 0;
    },

    copy: function (object) {
        'use strict';

        return Object.assign({}, object);
    },

    mergeInto: function (base, additional) {
        'use strict';

        return Object.assign({}, base, additional);
    }
};
