-- Rights of the role that a node connects as, once the tables are there (docs/nodes.md). Run as the owner of the schema.
-- A node appends and never changes or deletes a batch; so does whoever steals its password.
GRANT USAGE ON SCHEMA sunqar TO sunqar_node;
GRANT SELECT, INSERT ON sunqar.batch TO sunqar_node;
GRANT SELECT, INSERT, UPDATE ON sunqar.lease TO sunqar_node;
GRANT SELECT, INSERT, UPDATE, DELETE ON sunqar.snapshot TO sunqar_node;
GRANT SELECT, INSERT ON sunqar.house TO sunqar_node;
