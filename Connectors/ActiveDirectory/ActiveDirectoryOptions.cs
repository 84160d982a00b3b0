using System.Globalization;
using System.Text;

namespace Clarion.Connectors.ActiveDirectory;

/// <summary>How to read one domain of Active Directory over LDAPS.</summary>
public sealed record ActiveDirectoryOptions
{
    /// <summary>Domain controllers, <c>dc1.example.net</c> or <c>dc1.example.net:636</c>; the first that answers is used.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>The account to sign in with: <c>svc-clarion@example.net</c>, <c>EXAMPLE\svc-clarion</c> or its distinguished name.</summary>
    public string User { get; init; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; init; } = "";

    /// <summary>Where users, computers and organizational units are read from; empty = the whole domain. Groups are always read from the whole domain.</summary>
    public string BaseDn { get; init; } = "";

    /// <summary>Certificates (PEM) of the authorities that signed the controllers' certificates.</summary>
    public string? CaFile { get; init; }

    /// <summary>A folder of such files, used beside <see cref="CaFile"/>; with neither, those the system trusts.</summary>
    public string? CaFolder { get; init; }

    /// <summary>How changes are found between full passes.</summary>
    public DirectoryIncrements Increments { get; init; }

    /// <summary>Times and intervals.</summary>
    public ActiveDirectoryTimes Times { get; init; } = new();

    /// <summary>Bounds.</summary>
    public ActiveDirectoryLimits Limits { get; init; } = new();

    /// <summary>All faults in plain words; none when the options can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (Servers.Count == 0)
        {
            faults.Add("Servers is empty; write the names of one or more domain controllers, such as dc1.example.net.");
        }

        foreach (var server in Servers)
        {
            if (!DirectoryHost.TryParse(server, out var host))
            {
                faults.Add($"Servers has '{server}'; write a name, and a port only if it is not 636: dc1.example.net or dc1.example.net:636.");
            }
            else if (string.Equals(host.Name, "localhost", StringComparison.OrdinalIgnoreCase))
            {
                // libldap compares the certificate with the machine's real name then.
                faults.Add("Servers has 'localhost', which certificates are not checked against; write the machine's real name or 127.0.0.1.");
            }
        }

        if (string.IsNullOrWhiteSpace(User))
        {
            faults.Add("User is empty; write the account to read with, such as svc-clarion@example.net.");
        }

        // A bind with a name and no password succeeds on some servers, as nobody.
        if (string.IsNullOrEmpty(Password))
        {
            faults.Add("Password is empty; write the password of the account.");
        }

        if (BaseDn.Length > 0 && !BaseDn.Contains('=', StringComparison.Ordinal))
        {
            faults.Add($"BaseDn is '{BaseDn}'; write a distinguished name such as OU=Clinic,DC=example,DC=net, or leave it empty.");
        }

        if (!string.IsNullOrEmpty(CaFile) && !File.Exists(CaFile))
        {
            faults.Add($"CaFile is '{CaFile}', which is not there; write the path of a file with the certificates of the domain's authority, in PEM.");
        }

        if (!string.IsNullOrEmpty(CaFolder) && !Directory.Exists(CaFolder))
        {
            faults.Add($"CaFolder is '{CaFolder}', which is not there; write the path of a folder with such files.");
        }

        Check(Enum.IsDefined(Increments), nameof(Increments), Increments, "UsnChanged or DirSync");
        var day = TimeSpan.FromDays(1);
        Check(Times.Interval >= TimeSpan.FromSeconds(5) && Times.Interval <= day, "Times:Interval", Times.Interval, "00:00:05 to 1.00:00:00");
        foreach (var (key, value) in new[]
        {
            (nameof(Times.Connect), Times.Connect), (nameof(Times.Answer), Times.Answer), (nameof(Times.Pass), Times.Pass),
            (nameof(Times.RetryFirst), Times.RetryFirst), (nameof(Times.RefusedPassword), Times.RefusedPassword),
        })
        {
            Check(value >= TimeSpan.FromMilliseconds(1) && value <= day, $"Times:{key}", value, "above zero, to 1.00:00:00");
        }

        Check(Times.RetryLast >= Times.RetryFirst && Times.RetryLast <= day, "Times:RetryLast", Times.RetryLast, "RetryFirst to 1.00:00:00");
        Check(Limits.PageSize is >= 1 and <= 1000, "Limits:PageSize", Limits.PageSize, "1 to 1000");
        Check(Limits.RangeSize is >= 1 and <= 1500, "Limits:RangeSize", Limits.RangeSize, "1 to 1500");
        Check(Limits.Objects is >= 100 and <= 5_000_000, "Limits:Objects", Limits.Objects, "100 to 5000000");
        Check(Limits.Members is >= 100 and <= 50_000_000, "Limits:Members", Limits.Members, "100 to 50000000");
        Check(Limits.TextLength is >= 64 and <= 65_536, "Limits:TextLength", Limits.TextLength, "64 to 65536");
        Check(Limits.Changes is >= 1 and <= 1_000_000, "Limits:Changes", Limits.Changes, "1 to 1000000");
        Check(Limits.VanishPercent is >= 1 and <= 100, "Limits:VanishPercent", Limits.VanishPercent, "1 to 100");
        return faults;

        void Check(bool good, string key, object value, string range)
        {
            if (!good)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{key} is '{value}'; allowed: {range}."));
            }
        }
    }

    private bool PrintMembers(StringBuilder text)
    {
        // Not the record's own list of members: one of them is a secret.
        text.Append("Servers = ").AppendJoin(' ', Servers).Append(", User = ").Append(User).Append(", BaseDn = ").Append(BaseDn);
        return true;
    }
}
