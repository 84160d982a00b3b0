using Microsoft.Extensions.Options;
using Npgsql;

namespace Clarion.Storage.Timescale;

/// <summary>The engine <c>timescale</c> (section <c>Clarion:Timescale</c>).</summary>
public sealed record TimescaleOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Timescale";

    /// <summary>How to reach the database: host, port, database, user, password and TLS, as Npgsql writes them. A secret.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Schema of Clarion's tables; created when it is missing.</summary>
    public string Schema { get; init; } = "clarion";

    /// <summary>Whether a new store uses TimescaleDB where the server has it; without, tables are partitioned by PostgreSQL itself.</summary>
    public bool UseExtension { get; init; } = true;

    /// <summary>Queries that run at the same time; more wait.</summary>
    public int ReadConnections { get; init; } = 4;

    /// <summary>Transactions that write at the same time, upkeep not counted.</summary>
    public int WriteConnections { get; init; } = 8;

    /// <summary>Queries that may wait; more are refused.</summary>
    public int ReadQueue { get; init; } = 1024;

    /// <summary>Longest time of a statement, upkeep not counted.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Age at which hours of flows and conversations are compressed (Community edition).</summary>
    public TimeSpan CompressAfter { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Flows that may wait in the journal on disk while the database is away, MiB.</summary>
    public int JournalMegabytes { get; init; } = 4096;

    /// <summary>Resolved data directory, where the journal lies.</summary>
    internal string DataDirectory { get; set; } = "data";

    /// <summary>The section: what a record says of itself would hold the password.</summary>
    public override string ToString() => Section;
}

/// <summary>Refuses values that cannot work, and says what can.</summary>
public sealed class TimescaleOptionsValidator : IValidateOptions<TimescaleOptions>
{
    private const string Example = "Host=db.example.net;Port=5432;Database=clarion;Username=clarion;Password=...";

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, TimescaleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        CheckConnection(options.ConnectionString, faults);
        Check(
            options.Schema.Length is > 0 and <= 48 && options.Schema.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
                && char.IsAsciiLetterLower(options.Schema[0]) && !options.Schema.StartsWith("pg_", StringComparison.Ordinal),
            nameof(options.Schema), options.Schema, "lower-case letters, digits and '_', a letter first, not pg_, at most 48");
        Check(options.ReadConnections is >= 1 and <= 256, nameof(options.ReadConnections), options.ReadConnections, "1 to 256");
        Check(options.WriteConnections is >= 2 and <= 256, nameof(options.WriteConnections), options.WriteConnections, "2 to 256");
        Check(options.ReadQueue is >= 1 and <= 65_536, nameof(options.ReadQueue), options.ReadQueue, "1 to 65536");
        Check(
            options.StatementTimeout >= TimeSpan.FromSeconds(1) && options.StatementTimeout <= TimeSpan.FromHours(1),
            nameof(options.StatementTimeout), options.StatementTimeout, "00:00:01 to 01:00:00");
        Check(
            options.CompressAfter >= TimeSpan.FromHours(1) && options.CompressAfter <= TimeSpan.FromDays(365),
            nameof(options.CompressAfter), options.CompressAfter, "01:00:00 to 365.00:00:00");
        Check(options.JournalMegabytes is >= 64 and <= 4_194_304, nameof(options.JournalMegabytes), options.JournalMegabytes, "64 to 4194304");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool good, string key, object value, string range)
        {
            if (!good)
            {
                faults.Add(FormattableString.Invariant($"{TimescaleOptions.Section}:{key} is {value}; allowed: {range}."));
            }
        }
    }

    // What is wrong is said without what was written: it holds a password.
    private static void CheckConnection(string text, List<string> faults)
    {
        const string Key = $"{TimescaleOptions.Section}:{nameof(TimescaleOptions.ConnectionString)}";
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database))
            {
                faults.Add($"{Key} names no {(string.IsNullOrEmpty(builder.Host) ? "Host" : "Database")}: write {Example}");
            }
            else if (builder.Host.Contains(',', StringComparison.Ordinal))
            {
                faults.Add($"{Key} names several hosts: name the one that is always the primary (a virtual address, or a proxy).");
            }
        }
        catch (ArgumentException)
        {
            faults.Add($"{Key} cannot be read: write {Example}");
        }
    }
}
