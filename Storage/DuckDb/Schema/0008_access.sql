-- What happened where the network lets devices in: failed authentications, steps of network control. What is asked for by in columns, the whole as JSON.
CREATE SEQUENCE access_numbers;

CREATE TABLE access_events (
    number BIGINT NOT NULL,
    kind SMALLINT NOT NULL,
    connector VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    at_ms BIGINT NOT NULL,
    mac VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    nas VARCHAR NOT NULL,
    object VARCHAR NOT NULL
);

-- TrustSec as it is configured and downloaded now: what is joined and asked for by in columns (names in lower case), the whole as JSON.
CREATE TABLE trustsec_groups (
    connector VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    tag INTEGER NOT NULL,
    object VARCHAR NOT NULL
);

CREATE TABLE trustsec_acls (
    connector VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    object VARCHAR NOT NULL
);

CREATE TABLE trustsec_cells (
    connector VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    destination VARCHAR NOT NULL,
    object VARCHAR NOT NULL
);

CREATE TABLE trustsec_downloads (
    connector VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    nas VARCHAR NOT NULL,
    object VARCHAR NOT NULL
);

-- Groups of users as network access platforms know them now.
CREATE TABLE reported_groups (
    connector VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    account VARCHAR NOT NULL,
    object VARCHAR NOT NULL
);
