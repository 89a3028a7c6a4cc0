ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- The audit log is a chain per organization: a link per entry, whose hash covers the link before
-- and the entry. Links are made by the database itself, at the end of the transaction that adds the
-- entry: the service's role can add no entry that is not linked and can neither make nor change a
-- link. Because it happens at the end, nothing else is locked after an organization's head is, and
-- the head is held for the time of a commit only; organizations do not know of each other.
CREATE TABLE tokens.audit_head (
  organization_id uuid   PRIMARY KEY REFERENCES tokens.organization (id),
  seq             bigint NOT NULL,
  hash            bytea  NOT NULL CHECK (octet_length(hash) = 32)
) WITH (fillfactor = 50);

CREATE TABLE tokens.audit_link (
  organization_id uuid   NOT NULL REFERENCES tokens.organization (id),
  seq             bigint NOT NULL CHECK (seq > 0),
  entry_id        bigint NOT NULL UNIQUE,
  hash            bytea  NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (organization_id, seq)
);

-- The bytes of an entry: its fields in this order, each as <octets>:<UTF-8>; or -; for NULL, so that
-- no two entries have the same bytes. Times are microseconds since 1970; JSON as PostgreSQL writes it.
CREATE FUNCTION tokens.audit_bytes(entry tokens.audit_log) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT convert_to(string_agg(
           CASE WHEN field IS NULL THEN '-;'
                ELSE octet_length(convert_to(field, 'UTF8'))::text || ':' || field || ';' END,
           '' ORDER BY place), 'UTF8')
    FROM unnest(ARRAY[
           entry.id::text, entry.organization_id::text,
           (extract(epoch FROM entry.at) * 1000000)::bigint::text,
           entry.actor_kind, entry.actor_id, entry.token_used::text, entry.action,
           entry.target_kind, entry.target_id, entry.before::text, entry.after::text,
           entry.reason, entry.evidence::text, entry.request_id, entry.ip])
         WITH ORDINALITY AS fields (field, place)
$$;

-- hash = SHA-256(hash of the link before, sequence number in 8 octets, bytes of the entry); before
-- the first link: SHA-256 of "doorward audit chain " and the organization's id.
CREATE FUNCTION tokens.audit_link_entry(entry tokens.audit_log) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head tokens.audit_head%ROWTYPE;
  next bytea;
BEGIN
  INSERT INTO tokens.audit_head AS h (organization_id, seq, hash)
       VALUES (entry.organization_id, 1,
               sha256(convert_to('doorward audit chain ' || entry.organization_id, 'UTF8')))
  ON CONFLICT (organization_id) DO UPDATE SET seq = h.seq + 1
    RETURNING h.* INTO head;
  next := sha256(head.hash || int8send(head.seq) || tokens.audit_bytes(entry));
  INSERT INTO tokens.audit_link (organization_id, seq, entry_id, hash)
       VALUES (head.organization_id, head.seq, entry.id, next);
  UPDATE tokens.audit_head SET hash = next WHERE organization_id = head.organization_id;
END
$$;

CREATE FUNCTION tokens.audit_entry_added() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM tokens.audit_link_entry(NEW);
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION tokens.audit_link_entry(tokens.audit_log) FROM PUBLIC;
REVOKE ALL ON FUNCTION tokens.audit_entry_added() FROM PUBLIC;

-- What is there already is linked in the order in which it came.
DO $$
DECLARE
  entry tokens.audit_log%ROWTYPE;
BEGIN
  FOR entry IN SELECT * FROM tokens.audit_log ORDER BY id LOOP
    PERFORM tokens.audit_link_entry(entry);
  END LOOP;
END
$$;

CREATE CONSTRAINT TRIGGER audit_entry_added AFTER INSERT ON tokens.audit_log
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tokens.audit_entry_added();

CREATE INDEX audit_log_time ON tokens.audit_log (organization_id, at);

GRANT SELECT ON tokens.audit_head, tokens.audit_link TO ${appRole};
