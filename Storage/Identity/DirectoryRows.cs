using System.Text.Json;
using Clarion.Correlation.Directories;

namespace Clarion.Storage.Identity;

/// <summary>A directory as rows: one per object, as JSON.</summary>
internal static class DirectoryRows
{
    private const byte Users = 1;
    private const byte Computers = 2;
    private const byte Groups = 3;
    private const byte Units = 4;

    /// <summary>The rows of an update; of several records with one id the last counts.</summary>
    public static IReadOnlyList<(Guid Id, byte Kind, string Object)> Of(DirectoryUpdate update) =>
    [
        .. All(update).GroupBy(row => row.Id).Select(same => same.Last()),
    ];

    /// <summary>Makes a whole update of rows.</summary>
    /// <param name="directory">Name.</param>
    /// <param name="atMs">Time of its last change, Unix milliseconds.</param>
    /// <param name="domainNames">As <see cref="WriteNames"/> wrote them.</param>
    /// <param name="rows">Kind and object.</param>
    public static DirectoryUpdate Read(string directory, long atMs, string domainNames, IEnumerable<(byte Kind, string Object)> rows)
    {
        var byKind = rows.ToLookup(row => row.Kind, row => row.Object);
        return new DirectoryUpdate
        {
            Directory = directory,
            IsWhole = true,
            At = DateTimeOffset.FromUnixTimeMilliseconds(atMs),
            Users = [.. byKind[Users].Select(Read<DirectoryUser>)],
            Computers = [.. byKind[Computers].Select(Read<DirectoryComputer>)],
            Groups = [.. byKind[Groups].Select(Read<DirectoryGroup>)],
            Units = [.. byKind[Units].Select(Read<DirectoryUnit>)],
            DomainNames = Read<Dictionary<string, string>>(domainNames),
        };
    }

    /// <summary>Names of domains as they are kept; those that are stored stay when a partial update brings none.</summary>
    public static string WriteNames(DirectoryUpdate update, string? stored) =>
        update.DomainNames.Count > 0 || update.IsWhole || stored is null ? Write(update.DomainNames) : stored;

    private static IEnumerable<(Guid Id, byte Kind, string Object)> All(DirectoryUpdate update) =>
    [
        .. update.Users.Select(user => (user.Id, Users, Write(user))),
        .. update.Computers.Select(computer => (computer.Id, Computers, Write(computer))),
        .. update.Groups.Select(group => (group.Id, Groups, Write(group))),
        .. update.Units.Select(unit => (unit.Id, Units, Write(unit))),
    ];

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, IdentityEventJson.Options);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, IdentityEventJson.Options)!;
}
