-- How memberships of directory groups came about: somebody was found to have joined or left.
CREATE TABLE membership_changes (
    number BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    group_id UUID NOT NULL,
    group_name VARCHAR NOT NULL,
    member UUID NOT NULL,
    member_key VARCHAR NOT NULL,
    joined BOOLEAN NOT NULL
);
