using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Entities;

/// <summary>Writes a checkpoint within a transaction: states by version, listing rows together with the state they belong to.</summary>
internal static class CheckpointWriter
{
    /// <summary>Merges a checkpoint into the store.</summary>
    public static void Write(DuckDBConnection connection, EntityCheckpoint checkpoint)
    {
        var outdated = WriteStates(connection, Newest(checkpoint.States));
        WriteDevices(connection, [.. Last(checkpoint.Devices, row => row.Id).Where(row => !outdated.Contains((EntityKind.Device, row.Id)))]);
        WriteSwitches(connection, [.. Last(checkpoint.Switches, row => row.Id).Where(row => !outdated.Contains((EntityKind.Switch, row.Id)))]);
        if (checkpoint.CommitNumber > 0)
        {
            MoveWatermark(connection, checkpoint.Partition, checkpoint.CommitNumber);
        }
    }

    private static List<EntityState> Newest(IReadOnlyList<EntityState> states) =>
        [.. states.GroupBy(state => (state.Kind, state.Key)).Select(same => same.MaxBy(state => state.Version))];

    private static IEnumerable<T> Last<T>(IReadOnlyList<T> rows, Func<T, string> id) =>
        rows.GroupBy(id, StringComparer.Ordinal).Select(same => same.Last());

    /// <summary>Replaces states by newer ones.</summary>
    /// <returns>Entities whose stored state is newer: what the checkpoint says of them is out of date.</returns>
    private static HashSet<(EntityKind Kind, string Key)> WriteStates(DuckDBConnection connection, List<EntityState> states)
    {
        var outdated = new HashSet<(EntityKind, string)>();
        if (states.Count == 0)
        {
            return outdated;
        }

        var staging = new StagingTable(connection, "entity_states");
        staging.Append(connection, states, static (appender, rows) =>
        {
            appender.Fill(0, rows, row => (byte)row.Kind);
            appender.FillText(1, rows, row => row.Key);
            appender.Fill(2, rows, row => row.Version);
            appender.FillBlob(3, rows, row => row.State);
        });
        using (var reader = connection.Query(
            $"SELECT n.kind, n.key FROM {staging} n JOIN entity_states s ON s.kind = n.kind AND s.key = n.key AND s.version > n.version"))
        {
            while (reader.Read())
            {
                outdated.Add(((EntityKind)reader.GetFieldValue<byte>(0), reader.GetString(1)));
            }
        }

        connection.Execute($"DELETE FROM entity_states s USING {staging} n WHERE s.kind = n.kind AND s.key = n.key AND s.version <= n.version");
        connection.Execute(outdated.Count == 0
            ? $"INSERT INTO entity_states FROM {staging}"
            : $"INSERT INTO entity_states FROM {staging} n WHERE NOT EXISTS (SELECT 1 FROM entity_states s WHERE s.kind = n.kind AND s.key = n.key)");
        return outdated;
    }

    private static void WriteDevices(DuckDBConnection connection, List<DeviceRow> devices)
    {
        if (devices.Count == 0)
        {
            return;
        }

        var staging = new StagingTable(connection, "devices");
        staging.Append(connection, devices, static (appender, rows) =>
        {
            appender.FillText(0, rows, row => row.Id);
            appender.Fill(1, rows, row => DeviceId.TryParse(row.Id, out var device) ? device.Value : UInt128.Zero);
            appender.Fill(2, rows, row => AddressOf(row.Address));
            appender.Fill(3, rows, row => row.Sgt);
            appender.Fill(4, rows, row => AddressOf(row.Switch));
            appender.Fill(5, rows, row => row.Interface);
            appender.Fill(6, rows, row => row.Vlan);
            appender.Fill(7, rows, row => row.FirstSeen.ToUnixTimeMilliseconds());
            appender.Fill(8, rows, row => row.LastSeen.ToUnixTimeMilliseconds());
            appender.Fill(9, rows, row => row.Flows);
            appender.Fill(10, rows, row => row.BytesSent);
            appender.Fill(11, rows, row => row.BytesReceived);
            appender.FillText(12, rows, row => row.MergedInto);
        });
        Replace(connection, "devices", staging);
    }

    private static void WriteSwitches(DuckDBConnection connection, List<SwitchRow> switches)
    {
        if (switches.Count == 0)
        {
            return;
        }

        var staging = new StagingTable(connection, "switches");
        staging.Append(connection, switches, static (appender, rows) =>
        {
            appender.FillText(0, rows, row => row.Id);
            appender.Fill(1, rows, row => AddressOf(row.Id));
            appender.Fill(2, rows, row => row.Interfaces);
            appender.Fill(3, rows, row => row.Devices);
            appender.Fill(4, rows, row => row.FirstSeen.ToUnixTimeMilliseconds());
            appender.Fill(5, rows, row => row.LastSeen.ToUnixTimeMilliseconds());
            appender.Fill(6, rows, row => row.Flows);
            appender.Fill(7, rows, row => row.Bytes);
        });
        Replace(connection, "switches", staging);
    }

    private static UInt128 AddressOf(string text) => IpAddr.TryParse(text, out var address) ? address.Value : UInt128.Zero;

    private static void Replace(DuckDBConnection connection, string table, StagingTable staging)
    {
        connection.Execute($"DELETE FROM {table} s USING {staging} n WHERE s.id = n.id");
        connection.Execute($"INSERT INTO {table} FROM {staging}");
    }

    private static void MoveWatermark(DuckDBConnection connection, int partition, long commitNumber)
    {
        var changed = connection.Execute(
            "UPDATE watermarks SET entity_commit_number = greatest(entity_commit_number, $2) WHERE partition = $1", partition, commitNumber);
        if (changed == 0)
        {
            connection.Execute("INSERT INTO watermarks VALUES ($1, 0, $2)", partition, commitNumber);
        }
    }
}
