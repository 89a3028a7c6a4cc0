ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- What an agent's runs add up to, kept with each run, so that nobody counts them all. The service's
-- role reads it; the trigger has the rights of the schema's owner.
CREATE TABLE tokens.agent_execution_total (
  agent_id  uuid   PRIMARY KEY REFERENCES tokens.agent (id),
  running   bigint NOT NULL,
  succeeded bigint NOT NULL,
  failed    bigint NOT NULL,
  cancelled bigint NOT NULL,
  -- Microseconds that the finished ones took.
  took      bigint NOT NULL
) WITH (fillfactor = 50);

CREATE FUNCTION tokens.agent_execution_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  before text := CASE TG_OP WHEN 'INSERT' THEN 'none' ELSE coalesce(OLD.outcome, 'running') END;
  after  text := coalesce(NEW.outcome, 'running');
BEGIN
  IF before = after THEN
    RETURN NULL;
  END IF;
  INSERT INTO tokens.agent_execution_total AS t
         (agent_id, running, succeeded, failed, cancelled, took)
       VALUES (NEW.agent_id,
               (after = 'running')::int - (before = 'running')::int,
               (after = 'succeeded')::int - (before = 'succeeded')::int,
               (after = 'failed')::int - (before = 'failed')::int,
               (after = 'cancelled')::int - (before = 'cancelled')::int,
               coalesce((extract(epoch FROM NEW.finished_at - NEW.started_at) * 1000000)::bigint, 0))
  ON CONFLICT (agent_id) DO UPDATE
     SET running = t.running + excluded.running, succeeded = t.succeeded + excluded.succeeded,
         failed = t.failed + excluded.failed, cancelled = t.cancelled + excluded.cancelled,
         took = t.took + excluded.took;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION tokens.agent_execution_counted() FROM PUBLIC;

-- No run begins or ends between the count and the trigger.
LOCK TABLE tokens.agent_execution IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO tokens.agent_execution_total (agent_id, running, succeeded, failed, cancelled, took)
SELECT agent_id,
       count(*) FILTER (WHERE outcome IS NULL),
       count(*) FILTER (WHERE outcome = 'succeeded'),
       count(*) FILTER (WHERE outcome = 'failed'),
       count(*) FILTER (WHERE outcome = 'cancelled'),
       coalesce(sum((extract(epoch FROM finished_at - started_at) * 1000000)::bigint), 0)
  FROM tokens.agent_execution GROUP BY agent_id;

-- A run ends once, and is neither removed nor moved to another agent.
CREATE TRIGGER agent_execution_counted AFTER INSERT OR UPDATE OF outcome ON tokens.agent_execution
  FOR EACH ROW EXECUTE FUNCTION tokens.agent_execution_counted();

GRANT SELECT ON tokens.agent_execution_total TO ${appRole};
