-- A silo that is declared dead writes no more: each of its transactions that writes ends with a look at its state, under a lock that the declaration takes alone. Here
-- and not in the statement of the declaration, so that processes of an older build take it too. 6 is the state of the dead.
CREATE FUNCTION settle_silo() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(concat('clarion.silo.', TG_TABLE_SCHEMA, '.', OLD.address, ':', OLD.port, '@', OLD.generation), 0));
    RETURN NEW;
END
$f$;

CREATE TRIGGER settle_silo BEFORE UPDATE OF status ON cluster_members FOR EACH ROW WHEN (NEW.status = 6 AND OLD.status <> 6) EXECUTE FUNCTION settle_silo();
