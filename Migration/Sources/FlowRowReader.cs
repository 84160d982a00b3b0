using System.Buffers.Text;
using System.Text;
using Clarion.Flows;
using Clarion.Migration.Flows;
using Clarion.Migration.Legacy;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Clarion.Migration.Sources;

/// <summary>
/// Reads <c>netflow</c> in the order of its numbers, straight from SQLite's statement: there are millions of rows, and most of their texts are the same few. Columns that
/// the file's generation lacks are unknown.
/// </summary>
internal sealed class FlowRowReader : IDisposable
{
    private static readonly string[] Wanted =
    [
        "id", "src_ip", "dst_ip", "src_port", "dst_port", "protocol", "bytes", "packets", "flow_start", "flow_end", "switch_id", "received_at", "src_sgt", "dst_sgt",
        "src_mac", "dst_mac", "vlan_id",
    ];

    private readonly LegacyFile _file;
    private readonly SqliteCommand _command;
    private readonly SqliteDataReader _reader;
    private readonly Func<bool> _read;
    private readonly sqlite3_stmt _statement;
    private readonly TextMemory<IpAddr> _addresses = new(text => IpAddr.TryParse(text.Trim(), out var address) ? address : IpAddr.None);
    private readonly TextMemory<MacAddr> _macs = new(text => MacAddr.TryParse(text.Trim(), out var mac) ? mac : default);
    private readonly TextMemory<long> _times = new(text => LegacyTime.OfText(text.Trim()) ?? LegacyFlow.Unknown);
    private readonly TextMemory<string> _names = new(text => text.Trim());

    public FlowRowReader(LegacyFile file)
    {
        _file = file;
        var columns = file.ColumnsOf(LegacyTables.Netflow).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var key = columns.Contains("id") ? "id" : "rowid";
        var list = Wanted.Select(column => column == "id" ? key : columns.Contains(column) ? LegacyFile.Quote(column) : "NULL");
        _command = file.Command($"SELECT {string.Join(", ", list)} FROM {LegacyTables.Netflow} ORDER BY {key}");
        _reader = file.Guarded(_command.ExecuteReader);
        _read = _reader.Read;
        _statement = _reader.Handle ?? throw new InvalidOperationException("SQLite gave no statement.");
    }

    /// <summary>The next flow, and the name of its switch; false at the end.</summary>
    public bool TryRead(out LegacyFlow flow, out string switchName)
    {
        flow = default;
        switchName = "";
        if (!_file.Guarded(_read))
        {
            return false;
        }

        flow.Id = raw.sqlite3_column_int64(_statement, 0);
        flow.Source = _addresses.Of(Bytes(1));
        flow.Destination = _addresses.Of(Bytes(2));
        flow.SourcePort = Number(3);
        flow.DestinationPort = Number(4);
        flow.Protocol = Number(5);
        flow.Bytes = Number(6);
        flow.Packets = Number(7);
        flow.Start = Number(8);
        flow.End = Number(9);
        switchName = _names.Of(Bytes(10));
        flow.ReceivedMs = raw.sqlite3_column_type(_statement, 11) == raw.SQLITE_NULL ? LegacyFlow.Unknown : _times.Of(Bytes(11));
        flow.SourceSgt = Number(12);
        flow.DestinationSgt = Number(13);
        flow.SourceMac = _macs.Of(Bytes(14));
        flow.DestinationMac = _macs.Of(Bytes(15));
        flow.Vlan = Number(16);
        return true;
    }

    /// <summary>The row that was read last, as it is in the file.</summary>
    public LegacyRow Row()
    {
        var values = new object?[Wanted.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _reader.GetValue(i) is var value && value is DBNull ? null : value;
        }

        return new LegacyRow(raw.sqlite3_column_int64(_statement, 0), Wanted, values);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _command.Dispose();
    }

    private long Number(int column)
    {
        var type = raw.sqlite3_column_type(_statement, column);
        if (type == raw.SQLITE_INTEGER)
        {
            return raw.sqlite3_column_int64(_statement, column);
        }

        // SQLite takes what is no number for 0.
        return type == raw.SQLITE_NULL ? LegacyFlow.Unknown
            : type == raw.SQLITE_FLOAT ? raw.sqlite3_column_int64(_statement, column)
            : Utf8Parser.TryParse(Bytes(column), out long number, out _) ? number : LegacyFlow.Unknown;
    }

    private ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>What texts mean, remembered by their bytes. Bounded; what it has forgotten is read again.</summary>
    private sealed class TextMemory<T>(Func<string, T> read)
    {
        private const int Most = 1 << 18;

        private readonly Dictionary<ulong, (byte[] Text, T Value)> _known = [];

        public T Of(ReadOnlySpan<byte> text)
        {
            if (text.IsEmpty)
            {
                return read("");
            }

            var hash = System.IO.Hashing.XxHash3.HashToUInt64(text);
            if (_known.TryGetValue(hash, out var known) && text.SequenceEqual(known.Text))
            {
                return known.Value;
            }

            if (_known.Count >= Most)
            {
                _known.Clear();
            }

            var value = read(Encoding.UTF8.GetString(text));
            _known[hash] = (text.ToArray(), value);
            return value;
        }
    }
}
