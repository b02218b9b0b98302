// The same application behind serverless-http, as its README says.
const serverless = require('serverless-http');

module.exports.handler = serverless(require('./app'), { binary: ['image/*', 'application/octet-stream'] });
