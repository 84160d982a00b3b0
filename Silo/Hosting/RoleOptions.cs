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
    /// <exception cref="StartupException">An unknown name, or roles that the embedded engine cannot hold apart.</exception>
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

        if ((roles & Roles.Silo) == 0)
        {
            throw new StartupException(
                $"{Key} is '{text}', but with the embedded store grains, gateway and web live in one process: add 'silo'.");
        }

        return roles;
    }
}

/// <summary>The process cannot start; the message tells the operator what to do.</summary>
public sealed class StartupException(string message) : Exception(message);
