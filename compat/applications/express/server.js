// The same application on a port of its own: what it answers there it must answer behind the gateway.
const server = require('./app').listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
