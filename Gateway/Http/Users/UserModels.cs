using Clarion.Correlation.Access;
using Clarion.Correlation.Directories;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Users;

/// <summary>A user that sessions have named, or a directory has.</summary>
/// <param name="Key">Account in its normal spelling: <c>jdoe@corp.example</c>.</param>
/// <param name="Name">Name for people; null when no directory tells one.</param>
/// <param name="IsInDirectory">True when a directory has the account.</param>
/// <param name="Devices">Devices with a running session.</param>
/// <param name="Since">When the newest of these sessions began, UTC; null when none runs.</param>
public sealed record UserModel(string Key, string? Name, bool IsInDirectory, IReadOnlyList<string> Devices, DateTimeOffset? Since);

/// <summary>A user or computer with its sessions.</summary>
/// <param name="Key">Account in its normal spelling.</param>
/// <param name="Person">What the directory says; null when no directory has the account.</param>
/// <param name="Computer">For a computer's account, what the directory says; else null.</param>
/// <param name="Groups">Directory groups, nested ones included.</param>
/// <param name="Sessions">Sessions that touch the range, newest first.</param>
/// <param name="ReportedGroups">Groups as network access platforms know them, one item for each that does; also of an account that they name without its domain, when nobody else has that name.</param>
/// <param name="IsWhole">False when more is known than was read: the oldest sessions are left out, or may be wrong.</param>
public sealed record UserDetailModel(
    string Key, PersonModel? Person, ComputerModel? Computer, IReadOnlyList<string> Groups, IReadOnlyList<SessionIntervalModel> Sessions,
    IReadOnlyList<ReportedGroupsModel> ReportedGroups, bool IsWhole);

/// <summary>Groups of a user as a network access platform knows them.</summary>
/// <param name="Connector">The connector that told them.</param>
/// <param name="User">The user, as the platform names it.</param>
/// <param name="Groups">The groups.</param>
/// <param name="IsWhole">False when there were more.</param>
/// <param name="LearntAt">When Clarion learnt that it is so, UTC.</param>
public sealed record ReportedGroupsModel(string Connector, string User, IReadOnlyList<ReportedGroup> Groups, bool IsWhole, DateTimeOffset LearntAt)
{
    internal static ReportedGroupsModel Of(KeptGroups kept) =>
        new(kept.Connector, kept.Groups.User, kept.Groups.Groups, kept.Groups.IsWhole, kept.Groups.LearntAt);
}

/// <summary>What a directory says of a person; empty is null.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Mail">Mail address.</param>
/// <param name="Department">Department.</param>
/// <param name="Title">Title.</param>
/// <param name="IsEnabled">False when the account is disabled.</param>
/// <param name="LastLogon">Last logon as far as the directory replicates it (days late), UTC.</param>
public sealed record PersonModel(string? Name, string? Mail, string? Department, string? Title, bool IsEnabled, DateTimeOffset? LastLogon)
{
    internal static PersonModel Of(DirectoryUser user) => new(
        Texts.OrNull(user.DisplayName), Texts.OrNull(user.Mail), Texts.OrNull(user.Department), Texts.OrNull(user.Title), user.IsEnabled, user.LastLogon);
}

/// <summary>What a directory says of a computer; empty is null.</summary>
/// <param name="HostName">DNS name.</param>
/// <param name="OperatingSystem">Operating system and its version.</param>
/// <param name="IsEnabled">False when the account is disabled.</param>
public sealed record ComputerModel(string? HostName, string? OperatingSystem, bool IsEnabled)
{
    internal static ComputerModel Of(DirectoryComputer computer) =>
        new(Texts.OrNull(computer.HostName), Texts.OrNull(computer.OperatingSystem), computer.IsEnabled);
}

/// <summary>The security groups of an account, nested ones and the primary one included.</summary>
/// <param name="Key">Account in its normal spelling.</param>
/// <param name="IsLive">True when the directory was asked now, false when it is what its last read has.</param>
/// <param name="At">When it was answered, UTC.</param>
/// <param name="Connector">The connector that asked; null when none was.</param>
/// <param name="Groups">Names, in order.</param>
/// <param name="Added">Of those, the ones that the last read does not have; empty when nobody was asked.</param>
/// <param name="Gone">Groups of the last read that the directory does not give now.</param>
/// <param name="Unresolved">Security identifiers of groups that are not of the domain.</param>
public sealed record UserGroupsModel(
    string Key, bool IsLive, DateTimeOffset At, string? Connector, IReadOnlyList<string> Groups, IReadOnlyList<string> Added, IReadOnlyList<string> Gone,
    IReadOnlyList<string> Unresolved);

/// <summary>What a user's devices began during its sessions.</summary>
/// <param name="Key">Account in its normal spelling.</param>
/// <param name="From">Start of the range, UTC.</param>
/// <param name="To">End of the range, UTC.</param>
/// <param name="StepSeconds">Sessions count in whole steps of this width: 300, or 3600 or 86400 where retention has left only hours or days.</param>
/// <param name="Devices">By device, largest first.</param>
/// <param name="Services">The largest services used, at most twenty.</param>
/// <param name="LeftOut">Stretches of time that were not asked for, because there are too many; older ones.</param>
/// <param name="IsWhole">False when more is known of the user's sessions than was read: the oldest are left out, or may be wrong.</param>
public sealed record UserTrafficModel(
    string Key, DateTimeOffset From, DateTimeOffset To, int StepSeconds, IReadOnlyList<UserDeviceTrafficModel> Devices, IReadOnlyList<UserServiceModel> Services, int LeftOut,
    bool IsWhole);

/// <summary>What a device began while the user had a session on it.</summary>
/// <param name="Device">The device.</param>
/// <param name="Flows">Flow records in either direction.</param>
/// <param name="Bytes">Scaled bytes in either direction.</param>
public sealed record UserDeviceTrafficModel(string Device, long Flows, double Bytes);

/// <summary>A service that was used.</summary>
/// <param name="Sgt">Security group of the servers; 0 = unknown.</param>
/// <param name="Protocol">IANA protocol number.</param>
/// <param name="Port">Server port.</param>
/// <param name="Flows">Flow records in either direction.</param>
/// <param name="Bytes">Scaled bytes in either direction.</param>
public sealed record UserServiceModel(int Sgt, int Protocol, int Port, long Flows, double Bytes);
