-- Texts compare byte by byte, whatever the locale of the database.

-- Now, for policies on columns of Unix milliseconds.
CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;

-- Dictionaries: what flow and conversation rows name by number. Entries are committed before the first row that uses them.
CREATE TABLE exporters (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address uuid NOT NULL,
    domain bigint NOT NULL,
    version smallint NOT NULL,
    UNIQUE (address, domain, version)
);

CREATE TABLE texts (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text text COLLATE "C" NOT NULL
);

-- A hash, because an index takes no long text.
CREATE UNIQUE INDEX texts_text ON texts (md5(text));

CREATE TABLE lanes (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway text COLLATE "C" NOT NULL,
    epoch bigint NOT NULL,
    worker integer NOT NULL,
    last_sequence bigint NOT NULL DEFAULT 0,
    UNIQUE (gateway, epoch, worker)
);

-- Catalogue of the flow log by hour of arrival (since 1970). "gone" counts what retention has removed.
CREATE TABLE flow_hours (
    hour integer PRIMARY KEY,
    rows bigint NOT NULL,
    gone bigint NOT NULL DEFAULT 0,
    min_end_ms bigint NOT NULL,
    max_end_ms bigint NOT NULL
);

-- Which windows of a lane are in which hour, so that a lane is read back without looking at all hours.
CREATE TABLE lane_hours (
    lane integer NOT NULL,
    hour integer NOT NULL,
    min_sequence bigint NOT NULL,
    max_sequence bigint NOT NULL,
    PRIMARY KEY (lane, hour)
);

-- Catalogue of the conversations by hour of commit.
CREATE TABLE conversation_hours (
    hour integer PRIMARY KEY,
    rows bigint NOT NULL,
    min_bucket bigint NOT NULL,
    max_bucket bigint NOT NULL,
    min_batch bigint NOT NULL,
    max_batch bigint NOT NULL
);

-- The journals of flows on the disks of gateways, and the last file of each whose flows are in the tables.
CREATE TABLE journals (
    id uuid PRIMARY KEY,
    applied bigint NOT NULL,
    applied_at timestamptz NOT NULL
);

CREATE TABLE watermarks (
    partition integer PRIMARY KEY,
    commit_number bigint NOT NULL DEFAULT 0,
    entity_commit_number bigint NOT NULL DEFAULT 0
);

CREATE TABLE positions (
    partition integer NOT NULL,
    lane integer NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (partition, lane)
);

CREATE TABLE bindings (
    address uuid NOT NULL,
    mac bigint NOT NULL,
    source smallint NOT NULL,
    first_ms bigint NOT NULL,
    last_ms bigint NOT NULL,
    exporter uuid NOT NULL,
    interface bigint NOT NULL,
    vlan integer NOT NULL,
    PRIMARY KEY (address, mac, source, first_ms)
);

CREATE TABLE entity_states (
    kind smallint NOT NULL,
    key text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    state bytea NOT NULL,
    PRIMARY KEY (kind, key)
);

-- Identities are numbers as in conversations: device is the DeviceId value, address and switch are IpAddr values; 0 = none.
CREATE TABLE devices (
    id text COLLATE "C" PRIMARY KEY,
    device uuid NOT NULL,
    mac bigint NOT NULL,
    identified boolean NOT NULL,
    address uuid NOT NULL,
    sgt integer NOT NULL,
    switch uuid NOT NULL,
    interface bigint NOT NULL,
    vlan integer NOT NULL,
    first_seen_ms bigint NOT NULL,
    last_seen_ms bigint NOT NULL,
    flows bigint NOT NULL,
    bytes_sent bigint NOT NULL,
    bytes_received bigint NOT NULL,
    merged_into text COLLATE "C" NOT NULL
);

CREATE INDEX devices_last_seen ON devices (last_seen_ms DESC, device);

CREATE TABLE switches (
    id text COLLATE "C" PRIMARY KEY,
    address uuid NOT NULL,
    interfaces integer NOT NULL,
    devices integer NOT NULL,
    first_seen_ms bigint NOT NULL,
    last_seen_ms bigint NOT NULL,
    flows bigint NOT NULL,
    bytes bigint NOT NULL
);

CREATE TABLE exporter_states (
    exporter integer PRIMARY KEY,
    state bytea NOT NULL
);

CREATE TABLE exporter_health (
    exporter integer NOT NULL,
    minute_ms bigint NOT NULL,
    datagrams bigint NOT NULL,
    records bigint NOT NULL,
    flows bigint NOT NULL,
    lost_units bigint NOT NULL,
    decode_errors bigint NOT NULL,
    clock_offset_ms bigint NOT NULL
);

CREATE INDEX exporter_health_minutes ON exporter_health (exporter, minute_ms);

CREATE TABLE applications (
    id bigint PRIMARY KEY,
    name text COLLATE "C" NOT NULL
);

CREATE TABLE grain_state (
    type text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    etag bigint NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (type, id)
);

-- Named numbers of the whole store: 'batch' is the newest group commit in conversations, 'partitions' the number of partitions (0: not fixed
-- yet), 'store' tells this database from others, 'directories' the newest change of a directory.
CREATE TABLE store_counters (
    name text COLLATE "C" PRIMARY KEY,
    value bigint NOT NULL
);

INSERT INTO store_counters VALUES ('batch', 0), ('partitions', 0), ('store', (random() * 9e15)::bigint), ('directories', 0);

-- The log of facts about identity, in order of arrival. "standing" names what a newer fact replaces for good; empty for what ends by itself.
CREATE TABLE identity_log (
    position bigint PRIMARY KEY,
    at_ms bigint NOT NULL,
    arrived_ms bigint NOT NULL,
    standing text COLLATE "C" NOT NULL,
    fact text COLLATE "C" NOT NULL
);

CREATE INDEX identity_log_at ON identity_log (at_ms);

-- Which facts are about whom. A subject is a hash; two subjects with one hash only cost a fact too many. Facts about nobody in particular
-- have the subject 0.
CREATE TABLE identity_subjects (
    subject bigint NOT NULL,
    at_ms bigint NOT NULL,
    position bigint NOT NULL
);

CREATE INDEX identity_subjects_subject ON identity_subjects (subject, at_ms);

-- What directories hold: one row per object, as JSON (users 1, computers 2, groups 3, organizational units 4).
CREATE TABLE directory_objects (
    directory text COLLATE "C" NOT NULL,
    id uuid NOT NULL,
    kind smallint NOT NULL,
    object text COLLATE "C" NOT NULL,
    PRIMARY KEY (directory, id)
);

-- How memberships of directory groups came about: somebody was found to have joined or left.
CREATE TABLE membership_changes (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at_ms bigint NOT NULL,
    group_id uuid NOT NULL,
    group_name text COLLATE "C" NOT NULL,
    member uuid NOT NULL,
    member_key text COLLATE "C" NOT NULL,
    joined boolean NOT NULL
);

CREATE TABLE directories (
    directory text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    at_ms bigint NOT NULL,
    domain_names text COLLATE "C" NOT NULL
);
