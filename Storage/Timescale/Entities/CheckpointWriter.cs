using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Queries;

namespace Clarion.Storage.Timescale.Entities;

/// <summary>
/// Writes a checkpoint within a transaction: states by version, listing rows together with the state they belong to. Rows travel as arrays, one
/// statement for thousands, and are written in the order of their keys, so that checkpoints of two partitions do not wait for each other in a ring.
/// </summary>
internal static class CheckpointWriter
{
    // States are a few KiB each; one message should not take hundreds of MiB.
    private const int StatesAtOnce = 4096;

    /// <summary>Merges a checkpoint into the store.</summary>
    public static void Write(SqlSession session, EntityCheckpoint checkpoint)
    {
        var outdated = WriteStates(session, Newest(checkpoint.States));
        WriteDevices(session, [.. Last(checkpoint.Devices, row => row.Id).Where(row => !outdated.Contains((EntityKind.Device, row.Id)))]);
        WriteSwitches(session, [.. Last(checkpoint.Switches, row => row.Id).Where(row => !outdated.Contains((EntityKind.Switch, row.Id)))]);
        if (checkpoint.CommitNumber > 0)
        {
            session.Execute(
                """
                INSERT INTO watermarks AS w (partition, entity_commit_number) VALUES ($1, $2)
                ON CONFLICT (partition) DO UPDATE SET entity_commit_number = greatest(w.entity_commit_number, excluded.entity_commit_number)
                """,
                checkpoint.Partition, checkpoint.CommitNumber);
        }
    }

    private static IEnumerable<EntityState> Newest(IReadOnlyList<EntityState> states) =>
        states.GroupBy(state => (state.Kind, Key: StoredText.Of(state.Key))).Select(same => same.MaxBy(state => state.Version) with { Key = same.Key.Key })
            .OrderBy(state => state.Kind).ThenBy(state => state.Key, StringComparer.Ordinal);

    private static IEnumerable<T> Last<T>(IReadOnlyList<T> rows, Func<T, string> id) =>
        rows.GroupBy(id, StringComparer.Ordinal).Select(same => same.Last()).OrderBy(id, StringComparer.Ordinal);

    /// <summary>Replaces states by newer ones.</summary>
    /// <returns>Entities whose stored state is newer: what the checkpoint says of them is out of date.</returns>
    private static HashSet<(EntityKind Kind, string Key)> WriteStates(SqlSession session, IEnumerable<EntityState> states)
    {
        var outdated = new HashSet<(EntityKind, string)>();
        foreach (var chunk in states.Chunk(StatesAtOnce))
        {
            outdated.UnionWith(chunk.Select(state => (state.Kind, state.Key)));
            using var reader = session.Query(
                """
                INSERT INTO entity_states AS s (kind, key, version, state) SELECT * FROM unnest($1, $2, $3, $4)
                ON CONFLICT (kind, key) DO UPDATE SET version = excluded.version, state = excluded.state WHERE s.version <= excluded.version
                RETURNING s.kind, s.key
                """,
                chunk.Select(state => (short)state.Kind).ToArray(), chunk.Select(state => state.Key).ToArray(),
                chunk.Select(state => state.Version).ToArray(), chunk.Select(state => state.State.ToArray()).ToArray());
            while (reader.Read())
            {
                outdated.Remove(((EntityKind)reader.GetInt16(0), reader.GetString(1)));
            }
        }

        return outdated;
    }

    private static void WriteDevices(SqlSession session, List<DeviceRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        DeviceId[] ids = [.. rows.Select(row => DeviceId.TryParse(row.Id, out var id) ? id : DeviceId.None)];
        session.Execute(
            """
            INSERT INTO devices (id, device, mac, identified, address, sgt, switch, interface, vlan, first_seen_ms, last_seen_ms, flows, bytes_sent,
                bytes_received, merged_into)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            ON CONFLICT (id) DO UPDATE SET address = excluded.address, sgt = excluded.sgt, switch = excluded.switch, interface = excluded.interface,
                vlan = excluded.vlan, first_seen_ms = excluded.first_seen_ms, last_seen_ms = excluded.last_seen_ms, flows = excluded.flows,
                bytes_sent = excluded.bytes_sent, bytes_received = excluded.bytes_received, merged_into = excluded.merged_into
            """,
            rows.Select(row => StoredText.Of(row.Id)).ToArray(),
            ids.Select(id => Unsigned.ToUuid(id.Value)).ToArray(),
            ids.Select(id => Unsigned.ToBits(MacOf(id))).ToArray(),
            ids.Select(IsIdentified).ToArray(),
            rows.Select(row => AddressOf(row.Address)).ToArray(),
            rows.Select(row => row.Sgt).ToArray(),
            rows.Select(row => AddressOf(row.Switch)).ToArray(),
            rows.Select(row => row.Interface).ToArray(),
            rows.Select(row => row.Vlan).ToArray(),
            rows.Select(row => row.FirstSeen.ToUnixTimeMilliseconds()).ToArray(),
            rows.Select(row => row.LastSeen.ToUnixTimeMilliseconds()).ToArray(),
            rows.Select(row => row.Flows).ToArray(),
            rows.Select(row => Unsigned.ToBits(row.BytesSent)).ToArray(),
            rows.Select(row => Unsigned.ToBits(row.BytesReceived)).ToArray(),
            rows.Select(row => StoredText.Of(row.MergedInto)).ToArray());
    }

    private static void WriteSwitches(SqlSession session, List<SwitchRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        session.Execute(
            """
            INSERT INTO switches (id, address, interfaces, devices, first_seen_ms, last_seen_ms, flows, bytes)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (id) DO UPDATE SET interfaces = excluded.interfaces, devices = excluded.devices, first_seen_ms = excluded.first_seen_ms,
                last_seen_ms = excluded.last_seen_ms, flows = excluded.flows, bytes = excluded.bytes
            """,
            rows.Select(row => StoredText.Of(row.Id)).ToArray(),
            rows.Select(row => AddressOf(row.Id)).ToArray(),
            rows.Select(row => row.Interfaces).ToArray(),
            rows.Select(row => row.Devices).ToArray(),
            rows.Select(row => row.FirstSeen.ToUnixTimeMilliseconds()).ToArray(),
            rows.Select(row => row.LastSeen.ToUnixTimeMilliseconds()).ToArray(),
            rows.Select(row => row.Flows).ToArray(),
            rows.Select(row => Unsigned.ToBits(row.Bytes)).ToArray());
    }

    // A device known by its MAC lies in 0:0:0:1::/64 (DeviceId).
    private static bool IsIdentified(DeviceId id) => id.Value >> 64 == 1;

    private static ulong MacOf(DeviceId id) => IsIdentified(id) ? (ulong)id.Value : 0;

    private static Guid AddressOf(string text) => Unsigned.ToUuid(IpAddr.TryParse(text, out var address) ? address.Value : UInt128.Zero);
}
