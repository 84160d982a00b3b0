-- What happened where the network lets devices in: failed authentications, steps of network control. What is asked for by in columns, the whole as JSON.
CREATE SEQUENCE access_numbers;

CREATE TABLE access_events (
    number bigint PRIMARY KEY,
    kind smallint NOT NULL,
    connector text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    at_ms bigint NOT NULL,
    mac text COLLATE "C" NOT NULL,
    who text COLLATE "C" NOT NULL,
    nas text COLLATE "C" NOT NULL,
    object text COLLATE "C" NOT NULL
);

CREATE INDEX access_events_at ON access_events (at_ms);
CREATE INDEX access_events_key ON access_events (key);
CREATE INDEX access_events_mac ON access_events (mac, at_ms) WHERE mac <> '';

-- TrustSec as it is configured and downloaded now: what is joined and asked for by in columns (names in lower case), the whole as JSON.
CREATE TABLE trustsec_groups (
    connector text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    tag integer NOT NULL,
    object text COLLATE "C" NOT NULL,
    PRIMARY KEY (connector, id)
);

CREATE TABLE trustsec_acls (
    connector text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    object text COLLATE "C" NOT NULL,
    PRIMARY KEY (connector, id)
);

CREATE TABLE trustsec_cells (
    connector text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    destination text COLLATE "C" NOT NULL,
    object text COLLATE "C" NOT NULL,
    PRIMARY KEY (connector, id)
);

CREATE TABLE trustsec_downloads (
    connector text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    nas text COLLATE "C" NOT NULL,
    object text COLLATE "C" NOT NULL,
    PRIMARY KEY (connector, id)
);

-- Groups of users as network access platforms know them now.
CREATE TABLE reported_groups (
    connector text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    object text COLLATE "C" NOT NULL,
    PRIMARY KEY (connector, id)
);

CREATE INDEX reported_groups_account ON reported_groups (account);
