'use strict';
/*
 * Runs nodejs* functions: asks the Lambda Runtime API for events over one bare keep-alive socket and sends each answer
 * together with the next question in one write. That costs half of what node's http module does.
 * Needs node 16 or newer and nothing else.
 */
const fs = require('fs');
const net = require('net');
const path = require('path');
const util = require('util');

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const BASE = '/2018-06-01/runtime';
const taskRoot = process.env.LAMBDA_TASK_ROOT;

// ---------------------------------------------------------------------------------------------------------------------
// Output. Every byte is counted and told with the answer, so that the platform writes END behind the function's lines.

let loggedBytes = 0;
let requestId = '';

function writeOut(chunk, encoding) {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += fs.writeSync(1, bytes, offset, bytes.length - offset);
    } catch (error) {
      if (error.code !== 'EAGAIN') {
        return; // Nobody reads any more: the gateway has gone.
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
  loggedBytes += bytes.length;
}

function log(level, args) {
  const text = util.format(...args);
  writeOut(`${new Date().toISOString()}\t${requestId || 'undefined'}\t${level}\t${text}\n`, 'utf8');
}

for (const [name, level] of [['log', 'INFO'], ['info', 'INFO'], ['warn', 'WARN'], ['error', 'ERROR'], ['debug', 'DEBUG']]) {
  console[name] = (...args) => log(level, args);
}
console.trace = (...args) => {
  const holder = { name: 'Trace', message: util.format(...args) };
  Error.captureStackTrace(holder, console.trace);
  log('TRACE', [holder.stack]);
};

// The real streams are made only when the function asks for them: that costs two milliseconds of each cold start.
for (const name of ['stdout', 'stderr']) {
  const getter = Object.getOwnPropertyDescriptor(process, name).get;
  let stream;
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get() {
      if (stream === undefined) {
        stream = getter.call(process);
        stream.write = (chunk, encoding, callback) => {
          const done = typeof encoding === 'function' ? encoding : callback;
          writeOut(chunk, typeof encoding === 'string' ? encoding : 'utf8');
          if (typeof done === 'function') {
            process.nextTick(done);
          }
          return true;
        };
      }
      return stream;
    },
  });
}

// ---------------------------------------------------------------------------------------------------------------------
// Errors.

class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

function errorDocument(error) {
  if (util.types.isNativeError(error) || (error && typeof error === 'object' && error.name && 'message' in error && error.stack)) {
    return {
      errorType: String(error.name).replace(/\x7f/g, '%7F'),
      errorMessage: String(error.message),
      trace: String(error.stack).split('\n'),
    };
  }
  let message;
  try {
    message = String(error);
  } catch (unprintable) {
    message = typeof error;
  }
  return { errorType: typeof error, errorMessage: message, trace: [] };
}

/** What the log shows of an error: its own fields, one line. */
function logged(error) {
  const document = errorDocument(error);
  const shown = { errorType: document.errorType, errorMessage: document.errorMessage };
  if (error && typeof error === 'object') {
    for (const key of Object.keys(error)) {
      shown[key] = error[key];
    }
  }
  shown.stack = document.trace;
  try {
    return JSON.stringify(shown);
  } catch (circular) {
    return JSON.stringify({ errorType: shown.errorType, errorMessage: shown.errorMessage, stack: shown.stack });
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// The Runtime API.

const NEXT = Buffer.from(`GET ${BASE}/invocation/next HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 'latin1');
let socket;
let received = null;
let receivedChunks = null;
let receivedBytes = 0;
let wantedBytes = 0;

function connect() {
  socket = net.connect(Number(port), host);
  socket.setNoDelay(true);
  socket.on('data', read);
  // The gateway has gone, or has given this environment up: nothing is left to do, whatever the function still does.
  socket.on('error', () => process.exit(1));
  socket.on('close', () => process.exit(1));
}

function post(target, body, headers) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body, 'utf8');
  let head = `POST ${BASE}${target} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`
    + `Content-Length: ${bytes.length}\r\n`;
  if (loggedBytes > 0) {
    head += `Sallyport-Logged-Bytes: ${loggedBytes}\r\n`;
  }
  for (const name of Object.keys(headers)) {
    head += `${name}: ${headers[name]}\r\n`;
  }
  return [Buffer.from(head + '\r\n', 'latin1'), bytes];
}

function read(chunk) {
  let data = chunk;
  if (receivedChunks !== null) {
    receivedChunks.push(chunk);
    receivedBytes += chunk.length;
    if (receivedBytes < wantedBytes) {
      return;
    }
    data = Buffer.concat(receivedChunks);
    receivedChunks = null;
  } else if (received !== null) {
    data = Buffer.concat([received, chunk]);
    received = null;
  }
  while (data.length > 0) {
    const headEnd = data.indexOf('\r\n\r\n');
    if (headEnd < 0) {
      received = data;
      return;
    }
    const head = data.toString('latin1', 0, headEnd);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)[1]);
    const end = headEnd + 4 + length;
    if (data.length < end) {
      receivedChunks = [data];
      receivedBytes = data.length;
      wantedBytes = end;
      return;
    }
    message(head, data.subarray(headEnd + 4, end));
    data = data.subarray(end);
  }
}

function message(head, body) {
  if (!head.startsWith('HTTP/1.1 200')) {
    return; // An answer to a POST; a refused one (too large) was dealt with by the platform.
  }
  const headers = {};
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  invoke(headers, body);
}

// ---------------------------------------------------------------------------------------------------------------------
// Invocations.

let handler;
let current = null;

class Invocation {
  constructor(headers) {
    this.id = headers['lambda-runtime-aws-request-id'];
    this.headers = headers;
    this.finished = false;
    this.waiting = null;
    this.waitForEmptyLoop = true;
  }

  /** Sends the result; the next question goes with it. */
  finish(result) {
    if (this.finished) {
      return;
    }
    let body;
    try {
      body = JSON.stringify(result === undefined ? null : result);
      if (body === undefined) {
        body = 'null';
      }
    } catch (error) {
      const problem = new RuntimeError('Runtime.MarshallingError', `Unable to stringify response body as json: ${error.message}`);
      this.fail(problem);
      return;
    }
    this.send(post(`/invocation/${this.id}/response`, body, {}));
  }

  fail(error) {
    if (this.finished) {
      return;
    }
    log('ERROR', ['Invoke Error \t' + logged(error)]);
    this.send(this.errorPost(error));
  }

  errorPost(error) {
    const document = errorDocument(error);
    const type = document.errorType.replace(/[^\x20-\x7e]/g, '');
    return post(`/invocation/${this.id}/error`, JSON.stringify(document), { 'Lambda-Runtime-Function-Error-Type': type });
  }

  send(buffers) {
    this.finished = true;
    current = null;
    requestId = '';
    socket.ref();
    socket.cork();
    for (const buffer of buffers) {
      socket.write(buffer);
    }
    socket.write(NEXT);
    socket.uncork();
  }

  /** Answers when nothing is left to do, as callbackWaitsForEmptyEventLoop asks for. */
  later(action) {
    if (this.waitForEmptyLoop) {
      this.waiting = this.waiting || action;
    } else {
      action();
    }
  }

  context() {
    const headers = this.headers;
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    const invocation = this;
    const done = (error, result) => invocation.later(() => (error ? invocation.fail(error) : invocation.finish(result)));
    return {
      get callbackWaitsForEmptyEventLoop() {
        return invocation.waitForEmptyLoop;
      },
      set callbackWaitsForEmptyEventLoop(value) {
        invocation.waitForEmptyLoop = Boolean(value);
      },
      functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
      clientContext: json(headers['lambda-runtime-client-context']),
      identity: json(headers['lambda-runtime-cognito-identity']),
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      awsRequestId: this.id,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
      done,
      succeed: (result) => done(null, result),
      fail: (error) => done(error === undefined || error === null ? 'handled' : error),
    };
  }
}

function json(text) {
  return text ? JSON.parse(text) : undefined;
}

function invoke(headers, body) {
  const invocation = new Invocation(headers);
  current = invocation;
  requestId = invocation.id;
  const trace = headers['lambda-runtime-trace-id'];
  if (trace) {
    process.env._X_AMZN_TRACE_ID = trace;
  } else {
    delete process.env._X_AMZN_TRACE_ID;
  }
  // While the function works only its own things keep the loop going, so that an empty loop can be noticed.
  socket.unref();
  try {
    const event = JSON.parse(body.toString('utf8'));
    if (handler[STREAMING]) {
      stream(invocation, event);
      return;
    }
    const result = handler(event, invocation.context(), (error, value) =>
      invocation.later(() => (error === undefined || error === null ? invocation.finish(value) : invocation.fail(error))));
    if (result !== null && typeof result === 'object' && typeof result.then === 'function') {
      result.then((value) => invocation.finish(value), (error) => invocation.fail(error));
    }
  } catch (error) {
    invocation.fail(error);
  }
}

process.on('beforeExit', () => {
  if (current !== null) {
    const action = current.waiting;
    if (action) {
      action();
    } else {
      current.finish(null); // Nothing is left that could still answer.
    }
  }
});

function crash(name, status) {
  return (error) => {
    const native = name === null ? error : Object.assign(new RuntimeError(name, String(error)), { reason: error });
    if (name !== null && error && error.stack) {
      native.stack = `${name}: ${error.stack}`;
    }
    log('ERROR', [(name === null ? 'Uncaught Exception' : 'Unhandled Promise Rejection') + ' \t' + logged(native)]);
    if (current === null || !socket) {
      process.exit(status);
    }
    socket.ref();
    const buffers = current.errorPost(native);
    current.finished = true;
    socket.write(Buffer.concat(buffers), () => process.exit(status));
  };
}
process.on('uncaughtException', crash(null, 129));
process.on('unhandledRejection', crash('Runtime.UnhandledPromiseRejection', 128));

// ---------------------------------------------------------------------------------------------------------------------
// Response streaming: the stream is collected and sent whole.

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HTTP_STREAM_TYPE = 'application/vnd.awslambda.http-integration-response';
const collected = new WeakMap();

globalThis.awslambda = {
  streamifyResponse(streamingHandler) {
    streamingHandler[STREAMING] = 'response';
    return streamingHandler;
  },
  HttpResponseStream: {
    from(responseStream, prelude) {
      responseStream.setContentType(HTTP_STREAM_TYPE);
      responseStream.write(JSON.stringify(prelude) + '\0'.repeat(8));
      return responseStream;
    },
  },
};

function stream(invocation, event) {
  const { Writable } = require('stream');
  const chunks = [];
  const responseStream = new Writable({
    write(chunk, encoding, callback) {
      chunks.push(Buffer.from(chunk, encoding));
      callback();
    },
  });
  const write = responseStream.write;
  responseStream.write = (chunk, ...rest) => {
    const plain = typeof chunk === 'string' || Buffer.isBuffer(chunk) || chunk instanceof Uint8Array;
    return write.call(responseStream, plain ? chunk : JSON.stringify(chunk), ...rest);
  };
  responseStream.setContentType = () => {}; // The platform passes the bytes on and not their type.
  const finish = () => {
    if (!invocation.finished) {
      invocation.send(post(`/invocation/${invocation.id}/response`, Buffer.concat(chunks), {
        'Lambda-Runtime-Function-Response-Mode': 'streaming',
      }));
    }
  };
  responseStream.on('finish', finish);
  responseStream.on('error', (error) => invocation.fail(error));
  invocation.waiting = finish;
  Promise.resolve(handler(event, responseStream, invocation.context())).catch((error) => invocation.fail(error));
}

// ---------------------------------------------------------------------------------------------------------------------
// Loading the function.

function isModuleFolder(folder) {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, 'package.json');
    if (fs.existsSync(file)) {
      try {
        return JSON.parse(fs.readFileSync(file, 'utf8')).type === 'module';
      } catch (unreadable) {
        return false;
      }
    }
    if (at === taskRoot || at === path.dirname(at)) {
      return false;
    }
  }
}

async function loadModule(file, name) {
  const { pathToFileURL } = require('url');
  const asModule = isModuleFolder(path.dirname(file));
  const candidates = [
    ['', false],
    ['.js', asModule],
    ['.mjs', true],
    ['.cjs', false],
  ];
  for (const [extension, imported] of candidates) {
    const candidate = file + extension;
    if (fs.existsSync(candidate) && fs.statSync(candidate).isFile()) {
      return imported ? import(pathToFileURL(candidate).href) : require(candidate);
    }
  }
  return require(require.resolve(name, { paths: [taskRoot, path.dirname(file)] }));
}

async function load(name) {
  const slash = name.lastIndexOf('/') + 1;
  const folder = name.slice(0, slash);
  const match = /^([^.]*)\.(.*)$/.exec(name.slice(slash));
  if (name.includes('..')) {
    throw new RuntimeError('Runtime.MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
  }
  if (!match) {
    throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  }
  let loaded;
  try {
    loaded = await loadModule(path.resolve(taskRoot, folder, match[1]), match[1]);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error));
    }
    if (error && (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND')) {
      throw new RuntimeError('Runtime.ImportModuleError', String(error));
    }
    throw error;
  }
  const found = match[2].split('.').reduce((object, key) => (object === undefined || object === null ? object : object[key]), loaded);
  if (!found) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  }
  return found;
}

connect();
load(process.env._HANDLER).then((loaded) => {
  handler = loaded;
  socket.write(NEXT);
}, (error) => {
  log('ERROR', ['Uncaught Exception \t' + logged(error)]);
  const document = errorDocument(error);
  const type = document.errorType.replace(/[^\x20-\x7e]/g, '');
  socket.write(Buffer.concat(post('/init/error', JSON.stringify(document), { 'Lambda-Runtime-Function-Error-Type': type })),
    () => process.exit(1));
});
