CREATE TABLE blob (
    digest TEXT NOT NULL PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT;
INSERT INTO "blob" VALUES('d1',X'010203');
CREATE TABLE change_log (
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind     TEXT    NOT NULL,
    account  TEXT    NOT NULL,
    region   TEXT    NOT NULL,
    parent   TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    deleted  INTEGER NOT NULL
) STRICT;
INSERT INTO "change_log" VALUES(1,'stage','123456789012','us-east-1','api1','dev',0);
INSERT INTO "change_log" VALUES(2,'stage','123456789012','us-east-1','api1','prod',0);
INSERT INTO "change_log" VALUES(3,'resource','123456789012','us-east-1','api1','res123',0);
CREATE TABLE entity (
    ordinal INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind    TEXT    NOT NULL,
    account TEXT    NOT NULL,
    region  TEXT    NOT NULL,
    parent  TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    version INTEGER NOT NULL,
    body    TEXT    NOT NULL,
    UNIQUE (kind, account, region, parent, id)
) STRICT;
INSERT INTO "entity" VALUES(1,'stage','123456789012','us-east-1','api1','dev',1,'{"stageName":"dev","deploymentId":"abc123","variables":{"alias":"live","env":"dev"},"tags":{},"createdDate":"2026-11-22T10:15:30.123456789Z","lastUpdatedDate":"2026-11-22T10:15:35.123456789Z"}');
INSERT INTO "entity" VALUES(2,'stage','123456789012','us-east-1','api1','prod',1,'{"stageName":"prod","deploymentId":"abc123","variables":{"alias":"live","env":"prod"},"tags":{},"createdDate":"2026-11-22T10:15:30.123456789Z","lastUpdatedDate":"2026-11-22T10:15:35.123456789Z"}');
INSERT INTO "entity" VALUES(3,'resource','123456789012','us-east-1','api1','res123',1,'{"id":"res123","parentId":"root","pathPart":"pets","path":"/pets","methods":{"GET":{"httpMethod":"GET","authorizationType":"NONE","authorizationScopes":[],"apiKeyRequired":true,"operationName":"listPets","requestParameters":{"method.request.header.X":true},"requestModels":{},"methodResponses":{"200":{"statusCode":"200","responseModels":{}}},"integration":{"type":"MOCK","requestParameters":{},"requestTemplates":{"application/json":null},"passthroughBehavior":"WHEN_NO_MATCH","timeoutMillis":29000,"cacheNamespace":"res123","cacheKeyParameters":[],"integrationResponses":{"200":{"statusCode":"200","selectionPattern":"","responseParameters":{}}}}}}}');
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
INSERT INTO "meta" VALUES('format-version','1');
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('entity',3);
INSERT INTO "sqlite_sequence" VALUES('change_log',3);
