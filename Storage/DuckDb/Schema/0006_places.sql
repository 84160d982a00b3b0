-- Locations and subnets of the site, as JSON: they are always read whole.
CREATE TABLE places (
    kind SMALLINT NOT NULL,
    id VARCHAR NOT NULL,
    object VARCHAR NOT NULL
);

INSERT INTO store_counters VALUES ('places', 0);
