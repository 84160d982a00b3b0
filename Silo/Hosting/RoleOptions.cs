using Clarion.Queues;
using Clarion.Storage;

namespace Clarion.Silo.Hosting;

/// <summary>What this process does.</summary>
[Flags]
public enum Roles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Holds grains.</summary>
    Silo = 1,

    /// <summary>Receives flows and serves the HTTP API.</summary>
    Gateway = 2,

    /// <summary>Serves the web host.</summary>
    Web = 4,

    /// <summary>Everything in one process.</summary>
    All = Silo | Gateway | Web,
}

/// <summary>Reads <c>--roles silo,gateway,web</c> or <c>Clarion__Roles</c>.</summary>
public static class RoleParser
{
    /// <summary>Name of the configuration value.</summary>
    public const string Key = "Clarion:Roles";

    /// <summary>The roles behind a list of names; empty or "all" means all.</summary>
    /// <exception cref="StartupException">An unknown name.</exception>
    public static Roles Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Roles.All;
        }

        var roles = Roles.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            roles |= Enum.TryParse<Roles>(name, ignoreCase: true, out var role) && role != Roles.None && !char.IsAsciiDigit(name[0])
                ? role
                : throw new StartupException($"{Key} names '{name}'; known roles are silo, gateway and web, separated by commas, or all.");
        }

        return roles;
    }
}

/// <summary>Which roles, engines and queues go together.</summary>
internal static class RoleRules
{
    /// <summary>Refuses what cannot work, and says what can.</summary>
    /// <exception cref="StartupException">Parts that do not go together.</exception>
    public static void Check(Roles roles, ClusterSettings cluster, StorageOptions storage, QueueOptions queue, bool isDemo)
    {
        const string Kind = ClusterSettings.Section + ":Kind";
        if (!cluster.IsShared && !roles.HasFlag(Roles.Silo))
        {
            throw new StartupException(
                $"{RoleParser.Key} has no 'silo', and {Kind} is {ClusterSettings.Local}: add 'silo', or set {Kind}={ClusterSettings.Postgres} so that this process finds the silos of others.");
        }

        if (cluster.IsShared && !storage.IsTimescale())
        {
            throw new StartupException(
                $"{Kind} is {ClusterSettings.Postgres}, but the store is one file of one process: set {StorageOptions.Section}:Engine=timescale, on one database for all processes.");
        }

        if (cluster.IsShared && queue.Is(QueueKinds.Memory))
        {
            throw new StartupException(
                $"{Kind} is {ClusterSettings.Postgres}, but {QueueOptions.Section}:Kind is {QueueKinds.Memory}: a queue in memory ends with its process. Set {QueueOptions.Section}:Kind={QueueKinds.RabbitMq} or {QueueKinds.Kafka}.");
        }

        if (isDemo && roles != Roles.All)
        {
            throw new StartupException($"--demo needs all roles in one process: leave {RoleParser.Key} out.");
        }
    }
}

/// <summary>The process cannot start; the message tells the operator what to do.</summary>
public sealed class StartupException(string message) : Exception(message);
