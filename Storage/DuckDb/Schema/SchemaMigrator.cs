using System.Globalization;
using System.Reflection;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Rollups;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Schema;

/// <summary>
/// Brings a file to this version's schema: numbered SQL files embedded in the assembly (<c>NNNN_name.sql</c>), each applied once, in one
/// transaction with its entry in <c>schema_version</c>.
/// </summary>
internal static class SchemaMigrator
{
    // Tables of days have names that a file cannot know.
    private const int SignedCounters = 4;

    /// <summary>Applies what is missing.</summary>
    /// <param name="connection">A connection without a transaction.</param>
    /// <param name="now">Recorded with each migration.</param>
    /// <exception cref="StoreUnavailableException">The file comes from a newer version.</exception>
    public static void Apply(DuckDBConnection connection, DateTimeOffset now)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL, name VARCHAR NOT NULL, applied_ms BIGINT NOT NULL)");
        var stored = connection.Scalar<int>("SELECT coalesce(max(version), 0)::INTEGER FROM schema_version");
        var known = Migrations();
        if (stored > known[^1].Version)
        {
            throw new StoreUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"The store was written by a newer Clarion (schema {stored}, this one knows {known[^1].Version}): start the newer version, or point Clarion__DataDirectory at another directory."));
        }

        foreach (var (version, name, sql) in known.Where(m => m.Version > stored))
        {
            connection.InTransaction(() =>
            {
                connection.Execute(sql);
                if (version == SignedCounters)
                {
                    ConversationTable.Upgrade(connection);
                }

                connection.Execute("INSERT INTO schema_version VALUES ($1, $2, $3)", version, name, now.ToUnixTimeMilliseconds());
            });
        }
    }

    private static List<(int Version, string Name, string Sql)> Migrations()
    {
        var prefix = typeof(SchemaMigrator).Namespace + ".";
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               where resource.StartsWith(prefix, StringComparison.Ordinal) && resource.EndsWith(".sql", StringComparison.Ordinal)
               let name = resource[prefix.Length..^".sql".Length]
               orderby name
               select (int.Parse(name[..4], CultureInfo.InvariantCulture), name, Read(assembly, resource)),
        ];
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
