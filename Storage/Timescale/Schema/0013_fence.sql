-- A silo that is declared dead writes no more: each of its transactions that writes ends with a look at its state, under a lock that the declaration takes alone.
-- Otherwise the statement is that of migration 8. 6 is the state of the dead.
UPDATE orleansquery SET querytext = $q$
WITH settled AS MATERIALIZED (
    SELECT CASE WHEN @Status = 6 THEN pg_advisory_xact_lock(
        hashtextextended(concat('clarion.silo.', current_schema(), '.', @Address::text, ':', @Port::text, '@', @Generation::text), 0)) END
), counted AS (
    UPDATE cluster_versions v SET version = v.version + 1
    WHERE EXISTS (SELECT FROM settled) AND v.deploymentid = @DeploymentId AND v.version = @Version AND EXISTS (
        SELECT FROM cluster_members m
        WHERE m.deploymentid = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
    RETURNING v.deploymentid
), changed AS (
    UPDATE cluster_members m
    SET status = @Status, suspecttimes = @SuspectTimes, iamalivetime = greatest(m.iamalivetime, @IAmAliveTime)
    FROM counted
    WHERE m.deploymentid = counted.deploymentid AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    RETURNING 1
)
SELECT count(*) FROM changed
$q$ WHERE querykey = 'UpdateMembershipKey';
