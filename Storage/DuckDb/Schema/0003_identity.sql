-- The log of facts about identity, in order of arrival. "standing" names what a newer fact replaces for good; empty for what ends by itself.
CREATE TABLE identity_log (
    position BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    arrived_ms BIGINT NOT NULL,
    standing VARCHAR NOT NULL,
    fact VARCHAR NOT NULL
);

-- Which facts are about whom. A subject is a hash, so that years of facts can be scanned fast; two subjects with one hash only cost a fact too many.
-- Facts about nobody in particular (names of groups and interfaces) have the subject 0.
CREATE TABLE identity_subjects (
    subject UBIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    position BIGINT NOT NULL
);

-- What directories hold: one row per object, as JSON (users 1, computers 2, groups 3, organizational units 4).
CREATE TABLE directory_objects (
    directory VARCHAR NOT NULL,
    id UUID NOT NULL,
    kind UTINYINT NOT NULL,
    object VARCHAR NOT NULL
);

CREATE TABLE directories (
    directory VARCHAR NOT NULL,
    version BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    domain_names VARCHAR NOT NULL
);
