// An application of express as people write them: it knows nothing of API Gateway.
const express = require('express');

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

const app = express();
app.use(express.json());
app.use(express.urlencoded({ extended: true }));
app.use(express.text());
app.use(express.raw({ type: 'application/octet-stream' }));

app.get('/hello/:name', (request, response) => {
  // Not its path: API Gateway hands that over decoded.
  response.json({ name: request.params.name, query: request.query });
});

app.get('/cookies', (request, response) => {
  response.cookie('first', 'one, with a comma').cookie('second', '2', { httpOnly: true, maxAge: 60000, path: '/c' });
  response.json({ got: request.headers.cookie ?? null });
});

app.get('/headers', (request, response) => {
  response.append('Link', '<a>; rel="one"').append('X-Answer', 'yes').vary('X-In').json({
    in: request.headers['x-in'] ?? null,
    agent: request.get('User-Agent'),
    accepts: request.accepts('json', 'html'),
  });
});

app.all('/echo', (request, response) => {
  // Behind serverless-http an absent body is an empty buffer.
  const body = request.body?.length === 0 ? null : (request.body ?? null);
  response.status(201).json({ method: request.method, type: request.get('Content-Type') ?? null, body });
});

app.post('/bytes', (request, response) => {
  response.type('application/octet-stream').send(Buffer.from(request.body).reverse());
});

app.get('/pixel.png', (request, response) => response.type('png').send(PIXEL));
app.get('/text', (request, response) => response.type('text').send('grüße, 日本'));
app.get('/large', (request, response) => response.type('text').send('0123456789'.repeat(100_000)));
app.get('/nothing', (request, response) => response.sendStatus(204));
app.get('/elsewhere', (request, response) => response.redirect('/hello/there?from=elsewhere'));
app.get('/fails', () => {
  throw new Error('as it should');
});
app.get('/late', async (request, response) => {
  await new Promise((done) => setTimeout(done, 20));
  response.status(418).send('<p>short and stout</p>');
});

module.exports = app;
