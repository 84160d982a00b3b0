-- What a device did is asked by its id, on either end.
CREATE INDEX conversations_1h_clients ON conversations_1h (client_device, bucket);
CREATE INDEX conversations_1h_servers ON conversations_1h (server_device, bucket);
CREATE INDEX conversations_1d_clients ON conversations_1d (client_device, bucket);
CREATE INDEX conversations_1d_servers ON conversations_1d (server_device, bucket);
