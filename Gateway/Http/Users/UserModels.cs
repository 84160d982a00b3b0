using Clarion.Gateway.Http.Identity;

namespace Clarion.Gateway.Http.Users;

/// <summary>A user that has devices now.</summary>
/// <param name="Key">Account in its normal spelling: <c>jdoe@corp.example</c>.</param>
/// <param name="Devices">Devices with a running session.</param>
/// <param name="Since">When the newest of these sessions began, UTC; null when none runs.</param>
public sealed record UserModel(string Key, IReadOnlyList<string> Devices, DateTimeOffset? Since);

/// <summary>A user with sessions.</summary>
/// <param name="Key">Account in its normal spelling.</param>
/// <param name="Groups">Directory groups, nested ones included.</param>
/// <param name="Sessions">Sessions that touch the range, newest first.</param>
public sealed record UserDetailModel(string Key, IReadOnlyList<string> Groups, IReadOnlyList<SessionIntervalModel> Sessions);
