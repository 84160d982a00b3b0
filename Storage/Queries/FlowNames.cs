using System.Globalization;
using Clarion.Storage.Queries.Fields;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries;

/// <summary>What the dictionary numbers in a page of flows stand for. Each dictionary is asked once for the whole page.</summary>
internal sealed class FlowNames
{
    private readonly HashSet<long> _exporters = [];
    private readonly HashSet<long> _texts = [];
    private readonly HashSet<ulong> _applications = [];
    private readonly Dictionary<(long Id, string Attribute), object> _exporterValues = [];
    private readonly Dictionary<long, string> _textValues = [];
    private readonly Dictionary<ulong, string> _applicationValues = [];

    /// <summary>Notes a number that will be asked for.</summary>
    public void Want(SqlColumn column, object stored)
    {
        switch (column.Type)
        {
            case SqlType.Exporter:
                _exporters.Add(Convert.ToInt64(stored, CultureInfo.InvariantCulture));
                break;
            case SqlType.TextId when Convert.ToInt64(stored, CultureInfo.InvariantCulture) is not 0 and var id:
                _texts.Add(id);
                break;
            case SqlType.ApplicationName when Convert.ToUInt64(stored, CultureInfo.InvariantCulture) is not 0 and var id:
                _applications.Add(id);
                break;
            default:
                break;
        }
    }

    /// <summary>Reads what was noted.</summary>
    public void Load(SqlSession session)
    {
        if (_exporters.Count > 0)
        {
            using var reader = session.Query($"SELECT id, address, domain, version FROM exporters WHERE id IN ({List(_exporters)})");
            while (reader.Read())
            {
                var id = reader.GetInt32(0);
                _exporterValues[(id, "address")] = session.Dialect.Value(SqlType.UInt128, reader.GetValue(1));
                _exporterValues[(id, "domain")] = reader.GetValue(2);
                _exporterValues[(id, "version")] = reader.GetValue(3);
            }
        }

        if (_texts.Count > 0)
        {
            using var reader = session.Query($"SELECT id, text FROM texts WHERE id IN ({List(_texts)})");
            while (reader.Read())
            {
                _textValues[reader.GetInt32(0)] = reader.GetString(1);
            }
        }

        if (_applications.Count > 0)
        {
            using var reader = session.Query($"SELECT id, name FROM applications WHERE id IN ({string.Join(", ", _applications.Select(session.Dialect.Constant))})");
            while (reader.Read())
            {
                _applicationValues[reader.UInt64(0, session.Dialect)] = reader.GetString(1);
            }
        }
    }

    /// <summary>The value of a stored number; the number itself where it is no dictionary's.</summary>
    public object? Resolve(SqlColumn column, object stored) => column.Type switch
    {
        SqlType.Exporter => _exporterValues.GetValueOrDefault(
            (Convert.ToInt64(stored, CultureInfo.InvariantCulture), column.Attribute!.Sql)),
        SqlType.TextId => _textValues.GetValueOrDefault(Convert.ToInt64(stored, CultureInfo.InvariantCulture)),
        SqlType.ApplicationName => _applicationValues.GetValueOrDefault(Convert.ToUInt64(stored, CultureInfo.InvariantCulture)),
        _ => stored,
    };

    private static string List(IEnumerable<long> ids) => string.Join(", ", ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
}
