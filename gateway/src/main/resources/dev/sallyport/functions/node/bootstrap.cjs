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
// The environment. The C library keeps each value that a variable ever had: with the trace id of each invocation set there,
// a function would run out of memory after half a million of them. So JavaScript alone sees this variable.

const TRACE_ID = '_X_AMZN_TRACE_ID';
let traceId = process.env[TRACE_ID];

process.env = new Proxy(process.env, {
  get: (target, name) => (name === TRACE_ID ? traceId : target[name]),
  has: (target, name) => (name === TRACE_ID ? traceId !== undefined : name in target),
  set(target, name, value) {
    if (name === TRACE_ID) {
      traceId = String(value);
    } else {
      target[name] = value;
    }
    return true;
  },
  deleteProperty(target, name) {
    if (name === TRACE_ID) {
      traceId = undefined;
    }
    return Reflect.deleteProperty(target, name);
  },
  ownKeys(target) {
    const names = Reflect.ownKeys(target).filter((name) => name !== TRACE_ID);
    return traceId === undefined ? names : [...names, TRACE_ID];
  },
  getOwnPropertyDescriptor(target, name) {
    if (name !== TRACE_ID) {
      return Reflect.getOwnPropertyDescriptor(target, name);
    }
    return traceId === undefined ? undefined : { value: traceId, writable: true, enumerable: true, configurable: true };
  },
});

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

// Nobody waits for the answer to a response: it may come with the next event, in one piece.
const NEXT = `GET ${BASE}/invocation/next HTTP/1.1\r\nHost: ${host}\r\nSallyport-Answers-May-Wait: 1\r\n\r\n`;
const HEAD_END = Buffer.from('\r\n\r\n', 'latin1');
const READ_BYTES = 65536;
let socket;
let received = null;
let receivedBytes = 0;
let wantedBytes = 0;

function connect() {
  // One buffer for all reads: node would make a new one of 64 KB for each.
  socket = net.connect({ port: Number(port), host, onread: { buffer: Buffer.allocUnsafeSlow(READ_BYTES), callback: read } });
  socket.setNoDelay(true);
  // The gateway has gone, or has given this environment up: nothing is left to do, whatever the function still does.
  socket.on('error', () => process.exit(1));
  socket.on('close', () => process.exit(1));
}

function post(target, text, headers) {
  let head = `POST ${BASE}${target} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`
    + `Content-Length: ${Buffer.byteLength(text, 'utf8')}\r\n`;
  if (loggedBytes > 0) {
    head += `Sallyport-Logged-Bytes: ${loggedBytes}\r\n`;
  }
  for (const name in headers) {
    head += `${name}: ${headers[name]}\r\n`;
  }
  return `${head}\r\n${text}`;
}

/** Takes bytes that are overwritten by the next read. */
function read(count, buffer) {
  if (received === null) {
    const rest = messages(buffer, count);
    if (rest < count) {
      received = [Buffer.from(buffer.subarray(rest, count))];
      receivedBytes = count - rest;
    }
    return true;
  }
  received.push(Buffer.from(buffer.subarray(0, count)));
  receivedBytes += count;
  if (receivedBytes >= wantedBytes) {
    const data = Buffer.concat(received);
    received = null;
    const rest = messages(data, data.length);
    if (rest < data.length) {
      received = [data.subarray(rest)];
      receivedBytes = data.length - rest;
    }
  }
  return true;
}

/** Takes the whole messages at the front; where the rest begins, of which so many bytes are wanted. */
function messages(data, count) {
  let start = 0;
  while (start < count) {
    const headEnd = data.indexOf(HEAD_END, start);
    if (headEnd < 0 || headEnd + 4 > count) {
      wantedBytes = 0;
      return start;
    }
    const head = data.latin1Slice(start, headEnd + 2);
    const bodyEnd = headEnd + 4 + Number(field(head, 'Content-Length'));
    if (bodyEnd > count) {
      wantedBytes = bodyEnd - start;
      return start;
    }
    // The other answers are those to POSTs; a refused one (too large) was dealt with by the platform.
    if (head.startsWith('HTTP/1.1 200')) {
      invoke(head, data.utf8Slice(headEnd + 4, bodyEnd));
    }
    start = bodyEnd;
  }
  return start;
}

/** A header of the gateway's, which writes each name in one way only. */
function field(head, name) {
  const start = head.indexOf(`\r\n${name}: `);
  return start < 0 ? undefined : head.slice(start + name.length + 4, head.indexOf('\r\n', start + name.length + 4));
}

// ---------------------------------------------------------------------------------------------------------------------
// Invocations.

let handler;
let current = null;

// Each look into the environment is a call into the C library.
const FUNCTION = {
  version: process.env.AWS_LAMBDA_FUNCTION_VERSION,
  name: process.env.AWS_LAMBDA_FUNCTION_NAME,
  memory: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  logGroup: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStream: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
};

class Invocation {
  constructor(head) {
    this.id = field(head, 'Lambda-Runtime-Aws-Request-Id');
    this.head = head;
    this.finished = false;
    this.waiting = null;
    this.waitForEmptyLoop = true;
    this.streamed = null;
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
    this.send(post(`/invocation/${this.id}/response`, body));
  }

  fail(error) {
    if (this.finished) {
      return;
    }
    log('ERROR', ['Invoke Error \t' + logged(error)]);
    this.send(this.errorPost(error));
  }

  errorPost(error) {
    if (this.streamed !== null && this.streamed.begun) {
      return this.streamed.tail(error);
    }
    const document = errorDocument(error);
    const type = document.errorType.replace(/[^\x20-\x7e]/g, '');
    return post(`/invocation/${this.id}/error`, JSON.stringify(document), { 'Lambda-Runtime-Function-Error-Type': type });
  }

  send(message) {
    this.finished = true;
    current = null;
    requestId = '';
    socket.ref();
    socket.write(message + NEXT, 'utf8');
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
    const head = this.head;
    const invocation = this;
    const done = (error, result) => invocation.later(() => (error ? invocation.fail(error) : invocation.finish(result)));
    return {
      get callbackWaitsForEmptyEventLoop() {
        return invocation.waitForEmptyLoop;
      },
      set callbackWaitsForEmptyEventLoop(value) {
        invocation.waitForEmptyLoop = Boolean(value);
      },
      functionVersion: FUNCTION.version,
      functionName: FUNCTION.name,
      memoryLimitInMB: FUNCTION.memory,
      logGroupName: FUNCTION.logGroup,
      logStreamName: FUNCTION.logStream,
      clientContext: json(field(head, 'Lambda-Runtime-Client-Context')),
      identity: json(field(head, 'Lambda-Runtime-Cognito-Identity')),
      invokedFunctionArn: field(head, 'Lambda-Runtime-Invoked-Function-Arn'),
      awsRequestId: this.id,
      getRemainingTimeInMillis: () => Math.max(0, Number(field(head, 'Lambda-Runtime-Deadline-Ms')) - Date.now()),
      done,
      succeed: (result) => done(null, result),
      fail: (error) => done(error === undefined || error === null ? 'handled' : error),
    };
  }
}

function json(text) {
  return text ? JSON.parse(text) : undefined;
}

function invoke(head, body) {
  const invocation = new Invocation(head);
  current = invocation;
  requestId = invocation.id;
  traceId = field(head, 'Lambda-Runtime-Trace-Id');
  // While the function works only its own things keep the loop going, so that an empty loop can be noticed.
  socket.unref();
  try {
    const event = JSON.parse(body);
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
    const message = current.errorPost(native);
    current.finished = true;
    socket.write(message, 'utf8', () => process.exit(status));
  };
}
process.on('uncaughtException', crash(null, 129));
process.on('unhandledRejection', crash('Runtime.UnhandledPromiseRejection', 128));

// ---------------------------------------------------------------------------------------------------------------------
// Response streaming: what the function writes goes out in chunks, as fast as the platform takes it.

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HTTP_STREAM_TYPE = 'application/vnd.awslambda.http-integration-response';
const TRAILERS = ['Lambda-Runtime-Function-Error-Type', 'Lambda-Runtime-Function-Error-Body', 'Sallyport-Logged-Bytes'];
const MAX_ERROR_BYTES = 60000;

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

/** The answer of an invocation on its way out. */
class StreamedAnswer {
  constructor(invocation) {
    this.invocation = invocation;
    this.contentType = 'application/octet-stream';
    this.begun = false;
  }

  /** The head, when nothing has been sent yet. */
  head() {
    if (this.begun) {
      return '';
    }
    this.begun = true;
    return `POST ${BASE}/invocation/${this.invocation.id}/response HTTP/1.1\r\nHost: ${host}\r\n`
      + `Content-Type: ${this.contentType}\r\nTransfer-Encoding: chunked\r\nTrailer: ${TRAILERS.join(', ')}\r\n`
      + 'Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n';
  }

  write(chunks, callback) {
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (this.invocation.finished || length === 0) {
      callback();
      return;
    }
    socket.cork();
    socket.write(`${this.head()}${length.toString(16)}\r\n`, 'latin1');
    chunks.forEach((chunk) => socket.write(chunk));
    socket.write('\r\n', 'latin1', callback);
    socket.uncork();
  }

  /** The end of the body; with an error it says that more should have come. */
  tail(error) {
    let tail = `${this.head()}0\r\n`;
    if (error !== undefined) {
      const document = errorDocument(error);
      while (document.trace.length > 0 && Buffer.byteLength(JSON.stringify(document)) > MAX_ERROR_BYTES) {
        document.trace = document.trace.slice(0, document.trace.length >> 1);
      }
      const type = document.errorType.replace(/[^\x20-\x7e]/g, '');
      tail += `${TRAILERS[0]}: ${type}\r\n${TRAILERS[1]}: ${Buffer.from(JSON.stringify(document)).toString('base64')}\r\n`;
    }
    return `${tail}${TRAILERS[2]}: ${loggedBytes}\r\n\r\n`;
  }
}

function stream(invocation, event) {
  const { Writable } = require('stream');
  const answer = new StreamedAnswer(invocation);
  invocation.streamed = answer;
  const responseStream = new Writable({
    write: (chunk, encoding, callback) => answer.write([chunk], callback),
    writev: (chunks, callback) => answer.write(chunks.map((each) => each.chunk), callback),
  });
  const write = responseStream.write;
  responseStream.write = (chunk, ...rest) => {
    const plain = typeof chunk === 'string' || Buffer.isBuffer(chunk) || chunk instanceof Uint8Array;
    return write.call(responseStream, plain ? chunk : JSON.stringify(chunk), ...rest);
  };
  responseStream.setContentType = (type) => {
    answer.contentType = String(type).replace(/[^\x20-\x7e]/g, '');
  };
  const finish = () => {
    if (!invocation.finished) {
      invocation.send(answer.tail());
    }
  };
  responseStream.on('finish', finish);
  responseStream.on('error', (error) => invocation.fail(error));
  invocation.waiting = () => responseStream.end();
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
  socket.write(NEXT, 'latin1');
}, (error) => {
  log('ERROR', ['Uncaught Exception \t' + logged(error)]);
  const document = errorDocument(error);
  const type = document.errorType.replace(/[^\x20-\x7e]/g, '');
  socket.write(post('/init/error', JSON.stringify(document), { 'Lambda-Runtime-Function-Error-Type': type }), 'utf8',
    () => process.exit(1));
});
