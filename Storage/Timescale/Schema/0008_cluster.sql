-- Who is in the cluster, and the reminders of grains, as Orleans' providers for ADO.NET (version 10.4.2) use them. A provider reads its statements
-- from "orleansquery" by their keys, gives parameters and reads columns by name; tables and statements are our own.
CREATE TABLE orleansquery (
    querykey text COLLATE "C" PRIMARY KEY,
    querytext text NOT NULL
);

-- One row a cluster: every change of its members is a new version, and who has not seen the newest may not change.
CREATE TABLE cluster_versions (
    deploymentid text COLLATE "C" PRIMARY KEY,
    version integer NOT NULL DEFAULT 0
);

CREATE TABLE cluster_members (
    deploymentid text COLLATE "C" NOT NULL REFERENCES cluster_versions,
    address text COLLATE "C" NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    siloname text NOT NULL,
    hostname text NOT NULL,
    status integer NOT NULL,
    proxyport integer NOT NULL,
    suspecttimes text COLLATE "C",
    starttime timestamptz NOT NULL,
    iamalivetime timestamptz NOT NULL,
    PRIMARY KEY (deploymentid, address, port, generation)
);

CREATE TABLE reminders (
    serviceid text COLLATE "C" NOT NULL,
    grainid text COLLATE "C" NOT NULL,
    remindername text COLLATE "C" NOT NULL,
    starttime timestamptz NOT NULL,
    period bigint NOT NULL,
    grainhash integer NOT NULL,
    version integer NOT NULL DEFAULT 0,
    PRIMARY KEY (serviceid, grainid, remindername)
);

CREATE INDEX reminders_hash ON reminders (serviceid, grainhash);

INSERT INTO orleansquery (querykey, querytext) VALUES
-- Answers whether there was none.
('InsertMembershipVersionKey', $q$
WITH added AS (INSERT INTO cluster_versions (deploymentid) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
SELECT count(*) FROM added
$q$),
-- The version's row is what concurrent changes wait for; the second of them finds another version.
('InsertMembershipKey', $q$
WITH counted AS (
    UPDATE cluster_versions v SET version = v.version + 1
    WHERE v.deploymentid = @DeploymentId AND v.version = @Version AND NOT EXISTS (
        SELECT FROM cluster_members m
        WHERE m.deploymentid = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
    RETURNING v.deploymentid
), added AS (
    INSERT INTO cluster_members (deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
    SELECT deploymentid, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM counted
    RETURNING 1
)
SELECT count(*) FROM added
$q$),
('UpdateMembershipKey', $q$
WITH counted AS (
    UPDATE cluster_versions v SET version = v.version + 1
    WHERE v.deploymentid = @DeploymentId AND v.version = @Version AND EXISTS (
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
$q$),
-- A sign of life is no change of the cluster.
('UpdateIAmAlivetimeKey', $q$
UPDATE cluster_members SET iamalivetime = greatest(iamalivetime, @IAmAliveTime)
WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$q$),
-- The version comes without members too.
('MembershipReadAllKey', $q$
SELECT v.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport, m.suspecttimes, m.starttime, m.iamalivetime, v.version
FROM cluster_versions v LEFT JOIN cluster_members m USING (deploymentid)
WHERE v.deploymentid = @DeploymentId
$q$),
('MembershipReadRowKey', $q$
SELECT v.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport, m.suspecttimes, m.starttime, m.iamalivetime, v.version
FROM cluster_versions v LEFT JOIN cluster_members m
    ON m.deploymentid = v.deploymentid AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
WHERE v.deploymentid = @DeploymentId
$q$),
('DeleteMembershipTableEntriesKey', $q$
WITH members AS (DELETE FROM cluster_members WHERE deploymentid = @DeploymentId)
DELETE FROM cluster_versions WHERE deploymentid = @DeploymentId
$q$),
('GatewaysQueryKey', $q$
SELECT address, proxyport, generation FROM cluster_members WHERE deploymentid = @DeploymentId AND status = @Status AND proxyport > 0
$q$),
-- 6 is the state of the dead.
('CleanupDefunctSiloEntriesKey', $q$
DELETE FROM cluster_members
WHERE deploymentid = @DeploymentId AND status = 6 AND iamalivetime < @IAmAliveTime AND starttime < @IAmAliveTime
$q$),
('CleanupDefunctSiloEntryKey', $q$
DELETE FROM cluster_members
WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND status = 6
    AND iamalivetime = @IAmAliveTime AND starttime = @StartTime AND suspecttimes IS NOT DISTINCT FROM @SuspectTimes
$q$),
('UpsertReminderRowKey', $q$
INSERT INTO reminders AS r (serviceid, grainid, remindername, starttime, period, grainhash)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, CAST(@Period AS bigint), @GrainHash)
ON CONFLICT (serviceid, grainid, remindername) DO UPDATE
SET starttime = excluded.starttime, period = excluded.period, grainhash = excluded.grainhash, version = r.version + 1
RETURNING version
$q$),
('ReadReminderRowsKey', $q$
SELECT grainid, remindername, starttime, period, version FROM reminders WHERE serviceid = @ServiceId AND grainid = @GrainId
$q$),
('ReadReminderRowKey', $q$
SELECT grainid, remindername, starttime, period, version FROM reminders
WHERE serviceid = @ServiceId AND grainid = @GrainId AND remindername = @ReminderName
$q$),
-- A range of the ring of hashes, its end included; the second kind goes over the ring's seam.
('ReadRangeRows1Key', $q$
SELECT grainid, remindername, starttime, period, version FROM reminders
WHERE serviceid = @ServiceId AND grainhash > @BeginHash AND grainhash <= @EndHash
$q$),
('ReadRangeRows2Key', $q$
SELECT grainid, remindername, starttime, period, version FROM reminders
WHERE serviceid = @ServiceId AND (grainhash > @BeginHash OR grainhash <= @EndHash)
$q$),
('DeleteReminderRowKey', $q$
WITH gone AS (
    DELETE FROM reminders
    WHERE serviceid = @ServiceId AND grainid = @GrainId AND remindername = @ReminderName AND version = @Version
    RETURNING 1
)
SELECT count(*) FROM gone
$q$),
('DeleteReminderRowsKey', $q$
DELETE FROM reminders WHERE serviceid = @ServiceId
$q$);
