-- Locations and subnets of the site, as JSON: they are always read whole.
CREATE TABLE places (
    kind smallint NOT NULL,
    id text NOT NULL,
    object text NOT NULL,
    PRIMARY KEY (kind, id)
);

INSERT INTO store_counters VALUES ('places', 0);
