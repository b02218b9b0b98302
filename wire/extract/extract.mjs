// Writes the facts of the AWS service models to wire/models/<key>.json. Run by hand, see wire/README.md.
//
// Three sources inside each client package complement one another:
//   the schema constants (CreateRestApi$ ...)  operations, bindings, types, which members are required
//   dist-types/models/*.d.ts                   the declaration order of members (the schema constants put required
//                                              members first) and which text member has which enum
//   the enum constants                         the values of enums
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const models = join(dirname(fileURLToPath(import.meta.url)), "..", "models");

// What the packages do not carry in readable form: AWS's title, and the protocols besides the preferred one.
const services = [
    { key: "acm", package: "acm", title: "AWS Certificate Manager" },
    { key: "apigateway", package: "api-gateway", title: "Amazon API Gateway" },
    { key: "apigatewaymanagementapi", package: "apigatewaymanagementapi", title: "AmazonApiGatewayManagementApi" },
    { key: "apigatewayv2", package: "apigatewayv2", title: "AmazonApiGatewayV2" },
    { key: "iam", package: "iam", title: "AWS Identity and Access Management" },
    { key: "lambda", package: "lambda", title: "AWS Lambda" },
    { key: "logs", package: "cloudwatch-logs", title: "Amazon CloudWatch Logs" },
    {
        key: "monitoring",
        package: "cloudwatch",
        title: "Amazon CloudWatch",
        protocols: ["RPC_V2_CBOR", "AWS_JSON_1_0", "QUERY"],
    },
    { key: "sts", package: "sts", title: "AWS Security Token Service" },
];

const protocols = {
    AwsRestJsonProtocol: "REST_JSON",
    AwsJson1_0Protocol: "AWS_JSON_1_0",
    AwsJson1_1Protocol: "AWS_JSON_1_1",
    AwsQueryProtocol: "QUERY",
    AwsSmithyRpcV2CborProtocol: "RPC_V2_CBOR",
};

const simpleTypes = {
    0: "string",
    1: "number",
    2: "boolean",
    4: "timestamp",
    5: "timestamp(date-time)",
    6: "timestamp(http-date)",
    7: "timestamp(epoch-seconds)",
    15: "document",
    17: "number",
    19: "number",
    21: "blob",
    42: "stream",
};

// The bits of a schema's traits, where they are a number.
const LABEL = 1;
const PAYLOAD = 16;
const STATUS = 32;
const QUERY_PARAMS = 64;

for (const service of services) {
    const facts = await read(service);
    writeFileSync(join(models, `${service.key}.json`), render(facts));
    const counts = ["operations", "shapes", "enums"].map((kind) => `${Object.keys(facts[kind]).length} ${kind}`);
    console.log(`${service.key}: ${counts.join(", ")}`);
}

async function read(service) {
    const name = `@aws-sdk/client-${service.package}`;
    const root = dirname(require.resolve(`${name}/package.json`));
    const client = require(name);
    const declarations = readDeclarations(join(root, "dist-types", "models"));
    const enums = Object.fromEntries(
        declarations.enums.filter((it) => client[it]).map((it) => [it, Object.values(client[it])]),
    );
    const state = { declarations: declarations.interfaces, enums, shapes: {}, usedEnums: {} };
    const operations = {};
    for (const schema of Object.values(client).filter((it) => Array.isArray(it) && it[0] === 9)) {
        operations[schema[2]] = operation(schema, state);
    }
    const inputs = new Set(Object.values(operations).map((it) => it.input));
    Object.entries(state.shapes)
        .filter(([shape]) => !inputs.has(shape))
        .forEach(([, shape]) => Object.values(shape.members).forEach(onlyInInputs));
    return {
        service: metadata(service, name, root),
        operations,
        enums: state.usedEnums,
        shapes: state.shapes,
    };
}

function metadata(service, name, root) {
    const config = readFileSync(join(root, "dist-es", "runtimeConfig.shared.js"), "utf8");
    const auth = readFileSync(join(root, "dist-es", "auth", "httpAuthSchemeProvider.js"), "utf8");
    const found = [protocols[match(config, /protocol: config\?\.protocol \?\? (\w+)/)]];
    const facts = {
        title: service.title,
        signingName: match(auth, /\bname: "([^"]+)"/),
        version: match(config, /\bversion: "([^"]+)"/),
        protocols: service.protocols ?? found,
        source: `${name}@${require(`${name}/package.json`).version}`,
    };
    if (facts.protocols.some((it) => it.startsWith("AWS_JSON"))) {
        facts.targetPrefix = match(config, /serviceTarget: "([^"]+)"/);
    }
    if (facts.protocols.includes("QUERY")) {
        facts.xmlNamespace = match(config, /xmlNamespace: "([^"]+)"/);
    }
    return facts;
}

function match(text, pattern) {
    const found = text.match(pattern);
    if (!found) {
        throw new Error(`nothing matches ${pattern}`);
    }
    return found[1];
}

// The TypeScript declarations: member names in order with their types, and the names of the enums.
function readDeclarations(folder) {
    const interfaces = {};
    const enums = [];
    for (const file of readdirSync(folder).filter((it) => it.endsWith(".d.ts"))) {
        const text = readFileSync(join(folder, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
        for (const [, name, body] of text.matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}/gm)) {
            const members = body.matchAll(/^ {4}(\w+)\??: (.+?)( \| undefined)?;$/gm);
            interfaces[name] = new Map([...members].map(([, member, type]) => [member, type]));
        }
        enums.push(...[...text.matchAll(/^export declare const (\w+): \{/gm)].map(([, name]) => name));
    }
    return { interfaces, enums };
}

function operation(schema, state) {
    const [, , name, traits, input, output] = schema;
    const http = typeof traits === "object" ? traits.http : undefined;
    const [method, uri, status] = http ?? ["POST", "/", 200];
    const facts = { method, uri, status };
    for (const [key, target] of [["input", input], ["output", output]]) {
        const type = expression(resolve(target), undefined, state);
        if (type !== "unit") {
            facts[key] = type;
        }
    }
    return facts;
}

function resolve(target) {
    return typeof target === "function" ? target() : target;
}

// The type of a schema, refined with the TypeScript type where that knows an enum.
function expression(target, declared, state) {
    const schema = resolve(target);
    if (schema === "unit") {
        return "unit";
    }
    if (typeof schema === "number") {
        return simple(schema, declared, state);
    }
    switch (schema[0]) {
        case 0:
            return expression(schema[4], declared, state);
        case 1:
            return `list<${expression(memberTarget(schema[4]), elementOf(declared), state)}>`;
        case 2: {
            const [key, value] = entryOf(declared);
            const keyType = key in state.enums ? expression(0, key, state) : "string";
            const valueType = expression(memberTarget(schema[5]), value, state);
            return keyType === "string" ? `map<${valueType}>` : `map<${keyType},${valueType}>`;
        }
        case 3:
        case -3:
        case 4:
            structure(schema, state);
            return schema[2];
        default:
            throw new Error(`unknown kind of schema: ${schema[0]} ${schema[2]}`);
    }
}

function memberTarget(schema) {
    const resolved = resolve(schema);
    return pair(resolved) ? resolved[0] : resolved;
}

// [type, traits], in contrast to a whole schema, which names itself.
function pair(schema) {
    return Array.isArray(schema) && schema.length === 2;
}

function simple(code, declared, state) {
    if (code & 64) {
        return `list<${simple(code & ~64, elementOf(declared), state)}>`;
    }
    if (code & 128) {
        const [key, value] = entryOf(declared);
        const type = simple(code & ~128, value, state);
        return key in state.enums ? `map<${simple(0, key, state)},${type}>` : `map<${type}>`;
    }
    if (code === 0 && declared in state.enums) {
        state.usedEnums[declared] = state.enums[declared];
        return declared;
    }
    if (!(code in simpleTypes)) {
        throw new Error(`unknown type code ${code}`);
    }
    return simpleTypes[code];
}

function elementOf(declared) {
    return declared?.endsWith("[]") ? declared.slice(0, -2).replace(/^\((.*)\)$/, "$1") : undefined;
}

function entryOf(declared) {
    const found = declared?.match(/^(?:Partial<)?Record<(\w+), (.+?)>(?:>)?$/);
    if (!found) {
        return ["string", undefined];
    }
    const value = found[2];
    return [found[1], value.startsWith("Record<") && !value.endsWith(">") ? `${value}>` : value];
}

function structure(schema, state) {
    const [kind, , name, traits, names, types, requiredCount = 0] = schema;
    if (name in state.shapes) {
        return;
    }
    const streaming = typeof traits === "object" && traits.streaming;
    const shape = { kind: kind === 4 ? (streaming ? "events" : "union") : "structure", members: {} };
    state.shapes[name] = shape;
    const declared = state.declarations[name] ?? new Map();
    const order = [...declared.keys()].filter((it) => names.includes(it));
    for (const member of [...order, ...names.filter((it) => !order.includes(it))]) {
        const index = names.indexOf(member);
        shape.members[member] = memberFacts(member, types[index], declared.get(member), index < requiredCount, state);
    }
}

function memberFacts(name, schema, declared, required, state) {
    const resolved = resolve(schema);
    const [target, traits] = pair(resolved) ? resolved : [schema, 0];
    const facts = { type: expression(target, declared, state) };
    const bits = typeof traits === "number" ? traits : 0;
    const words = typeof traits === "object" ? traits : {};
    if (bits & LABEL || words.httpLabel) {
        facts.in = "label";
    } else if (bits & PAYLOAD || words.httpPayload) {
        facts.in = "payload";
    } else if (bits & STATUS || words.httpResponseCode) {
        facts.in = "status";
    } else if (bits & QUERY_PARAMS || words.httpQueryParams) {
        facts.in = "query-params";
    } else if (words.httpQuery) {
        facts.in = "query";
        facts.wire = words.httpQuery;
    } else if (words.httpHeader) {
        facts.in = "header";
        facts.wire = words.httpHeader;
    } else if (words.httpPrefixHeaders !== undefined) {
        facts.in = "prefix-headers";
        facts.wire = words.httpPrefixHeaders;
    } else if (words.jsonName ?? words.xmlName) {
        facts.wire = words.jsonName ?? words.xmlName;
    }
    if (facts.wire === name) {
        delete facts.wire;
    }
    if (required) {
        facts.required = true;
    }
    return facts;
}

// The models mark some members of answers as query parameters (RestApis.position); AWS writes them into the body.
function onlyInInputs(facts) {
    if (facts.in === "query" || facts.in === "label") {
        delete facts.in;
    }
}

// JSON with one operation, enum or member per line, so that a raised model is a readable difference.
function render(facts) {
    const line = (value) => JSON.stringify(value).replace(/":/g, '": ').replace(/,"/g, ', "');
    const block = (entries, indent, each) =>
        entries.map(([name, value]) => `${indent}${JSON.stringify(name)}: ${each(value)}`).join(",\n");
    const sorted = (object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
    const shape = ({ kind, members }) => {
        const lines = block(Object.entries(members), "      ", line);
        return `{"kind": "${kind}", "members": {${lines ? `\n${lines}\n    ` : ""}}}`;
    };
    return `{
  "service": {
${block(Object.entries(facts.service), "    ", line)}
  },
  "operations": {
${block(sorted(facts.operations), "    ", line)}
  },
  "enums": {
${block(sorted(facts.enums), "    ", line)}
  },
  "shapes": {
${block(sorted(facts.shapes), "    ", shape)}
  }
}
`;
}
