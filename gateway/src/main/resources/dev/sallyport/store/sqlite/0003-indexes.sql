-- Format 3. What is below a parent is read in the order of creation without sorting (an index ends with the ordinal), and
-- an id is found without knowing whose it is.

CREATE INDEX entity_by_age ON entity (kind, account, region, parent);

CREATE INDEX entity_by_id ON entity (kind, id);
