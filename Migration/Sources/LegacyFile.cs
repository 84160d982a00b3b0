using Clarion.Migration.Legacy;
using Microsoft.Data.Sqlite;

namespace Clarion.Migration.Sources;

/// <summary>
/// A database of the older system, opened read-only. Everything is read within one transaction, so that the older system may go on writing and what is
/// counted is what was read.
/// </summary>
public sealed class LegacyFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _snapshot;
    private readonly Dictionary<string, IReadOnlyList<string>> _columns = new(StringComparer.OrdinalIgnoreCase);

    private LegacyFile(string path, SqliteConnection connection)
    {
        (Path, _connection) = (path, connection);
        _snapshot = connection.BeginTransaction(deferred: true);
        foreach (var table in Names("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"))
        {
            _columns[table] = [.. Names($"SELECT name FROM pragma_table_info({Quote(table, '\'')})")];
        }

        Generation = LegacyGeneration.Of(Tables)
            ?? throw new SourceException($"{path} is no database of the older Clarion: it lacks the tables 'netflow' and 'sketches'.");
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Which version wrote it, in words.</summary>
    public string Generation { get; }

    /// <summary>Names of its tables.</summary>
    public IReadOnlySet<string> Tables => _columns.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It is not there, no database of the older system, damaged, or needs a repair that would change it.</exception>
    public static LegacyFile Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new SourceException($"There is no file {path}.");
        }

        try
        {
            return Open(path, isImmutable: IsFrozen(path));
        }
        catch (SqliteException fault)
        {
            throw Explain(path, fault);
        }
    }

    /// <summary>Columns of a table, in the file's order; none when there is no such table.</summary>
    public IReadOnlyList<string> ColumnsOf(string table) => _columns.GetValueOrDefault(table, []);

    /// <summary>Rows of a table, one after another; none when there is no such table.</summary>
    /// <exception cref="SourceException">The file is damaged.</exception>
    public IEnumerable<LegacyRow> Read(string table)
    {
        if (ColumnsOf(table) is not { Count: > 0 } columns)
        {
            yield break;
        }

        using var command = Command($"SELECT rowid, {string.Join(", ", columns.Select(column => Quote(column)))} FROM {Quote(table)} ORDER BY rowid");
        using var reader = Guarded(command.ExecuteReader);
        while (Guarded(reader.Read))
        {
            var values = new object?[columns.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = reader.GetValue(i + 1) is var value && value is DBNull ? null : value;
            }

            yield return new LegacyRow(reader.GetInt64(0), columns, values);
        }
    }

    /// <summary>The numbers of the one row that a statement gives; 0 for none.</summary>
    public IReadOnlyList<long> Numbers(string sql)
    {
        using var command = Command(sql);
        using var reader = Guarded(command.ExecuteReader);
        Guarded(reader.Read);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? 0 : reader.GetInt64(i))];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _snapshot.Dispose();
        _connection.Dispose();
    }

    /// <summary>A statement within the snapshot. The text is the program's own; names of tables and columns are quoted.</summary>
    internal SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.Transaction = _snapshot;
#pragma warning disable CA2100 // Names come from the file's own catalogue and are quoted.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    /// <summary>A name for use in a statement.</summary>
    internal static string Quote(string name, char mark = '"') => mark + name.Replace(mark.ToString(), new string(mark, 2), StringComparison.Ordinal) + mark;

    /// <summary>Does something with the file and says what is wrong with it in words.</summary>
    internal T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException fault)
        {
            throw Explain(Path, fault);
        }
    }

    private static LegacyFile Open(string path, bool isImmutable)
    {
        // "immutable" reads without locks and without the files beside it: for a file that nobody can be writing to.
        var uri = new UriBuilder("file", "") { Path = System.IO.Path.GetFullPath(path) }.Uri.AbsoluteUri + (isImmutable ? "?immutable=1" : "");
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = uri, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            return new LegacyFile(path, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Nobody can write: SQLite could not make the files beside it that reading a database in WAL mode takes.
    private static bool IsFrozen(string path)
    {
        if (HasContent(path + "-wal") || HasContent(path + "-journal"))
        {
            return false;
        }

        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
                return false;
            }
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            return true;
        }
    }

    private static bool HasContent(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private static SourceException Explain(string path, SqliteException fault) => fault.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_NOTADB => new SourceException($"{path} is no SQLite database, or is encrypted.", fault),
        SQLitePCL.raw.SQLITE_CORRUPT => new SourceException(
            $"{path} is damaged. Recover it with 'sqlite3 {System.IO.Path.GetFileName(path)} .recover' into a new file and migrate that.", fault),
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => new SourceException(
            $"{path} is being written to by the older Clarion and was not free for 30 seconds. Stop it, or migrate a copy made with sqlite3's '.backup'.", fault),
        SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY => new SourceException(
            $"{path} cannot be read as it is. If there is a file -wal or -journal beside it, the older Clarion runs or was not stopped well: copy all of them "
            + "to a folder you may write to, and migrate the copy.", fault),
        _ => new SourceException($"{path} cannot be read: {fault.Message}", fault),
    };

    private List<string> Names(string sql)
    {
        var names = new List<string>();
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
