-- Format 2. Every REST API has the models Empty and Error, which format 1 took for granted. Ids are six characters of
-- [a-z0-9]; the first one keeps the two of an API apart.

INSERT OR IGNORE INTO entity (kind, account, region, parent, id, version, body)
SELECT 'model', account, region, id, 'Empty', 1,
    '{"contentType":"application/json","description":"This is a default empty schema model","id":"'
    || 'e' || substr(lower(hex(randomblob(3))), 2)
    || '","name":"Empty","schema":"{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Empty Schema\",\n  \"type\" : \"object\"\n}"}'
FROM entity WHERE kind = 'rest-api' ORDER BY ordinal;

INSERT OR IGNORE INTO entity (kind, account, region, parent, id, version, body)
SELECT 'model', account, region, id, 'Error', 1,
    '{"contentType":"application/json","description":"This is a default error schema model","id":"'
    || 'r' || substr(lower(hex(randomblob(3))), 2)
    || '","name":"Error","schema":"{\n  \"$schema\" : \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Error Schema\",\n  \"type\" : \"object\",\n  \"properties\" : {\n    \"message\" : { \"type\" : \"string\" }\n  }\n}"}'
FROM entity WHERE kind = 'rest-api' ORDER BY ordinal;
