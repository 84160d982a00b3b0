using Microsoft.Extensions.Options;

namespace Clarion.Silo.Hosting;

/// <summary>How the processes of a deployment find each other (section <c>Clarion:Cluster</c>).</summary>
public sealed record ClusterSettings
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Cluster";

    /// <summary><see cref="Kind"/> of one process alone.</summary>
    public const string Local = "local";

    /// <summary><see cref="Kind"/> of processes that meet in the database of the store.</summary>
    public const string Postgres = "postgres";

    /// <summary><c>local</c>: this process alone; <c>postgres</c>: all processes on the same database and schema.</summary>
    public string Kind { get; init; } = Local;

    /// <summary>Address or name under which the others reach this silo; empty: what the machine's own name resolves to.</summary>
    public string Address { get; init; } = "";

    /// <summary>Port for other silos; 0 = any free one. Without a value any free one alone, 11111 in a cluster.</summary>
    public int? SiloPort { get; init; }

    /// <summary>Port of this silo for gateways and consoles that hold no grains; 0 = any free one. Without a value 30000, and none alone.</summary>
    public int? ClientPort { get; init; }

    /// <summary>True when processes meet in the database.</summary>
    internal bool IsShared => Kind.Equals(Postgres, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Refuses values that cannot work, and says what can.</summary>
internal sealed class ClusterSettingsValidator : IValidateOptions<ClusterSettings>
{
    public ValidateOptionsResult Validate(string? name, ClusterSettings options)
    {
        if (!options.IsShared && !options.Kind.Equals(ClusterSettings.Local, StringComparison.OrdinalIgnoreCase))
        {
            return ValidateOptionsResult.Fail(
                $"{ClusterSettings.Section}:Kind is '{options.Kind}'; allowed: {ClusterSettings.Local}, {ClusterSettings.Postgres}.");
        }

        return Fault(nameof(options.SiloPort), options.SiloPort) ?? Fault(nameof(options.ClientPort), options.ClientPort) ?? ValidateOptionsResult.Success;
    }

    private static ValidateOptionsResult? Fault(string key, int? port) => port is null or (>= 0 and <= 65535)
        ? null
        : ValidateOptionsResult.Fail(FormattableString.Invariant(
            $"{ClusterSettings.Section}:{key} is {port}; allowed: 0 (any free port) to 65535."));
}
