using System.Globalization;
using System.Text.Json;
using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Anc;
using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Radius;
using Clarion.Correlation.Access;
using Clarion.Flows;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>What ISE tells of signing in and of network control as events. Pure.</summary>
internal static class AccessMapping
{
    private const int MaxAddresses = 16;

    /// <summary>A failed authentication. One without an id is known by what it says: both pubsub nodes and the read say the same.</summary>
    public static RadiusFailure Of(PxRadiusFailure failure, DateTimeOffset receivedAt)
    {
        var calling = BoundedText.Of(failure.CallingStationId);
        var isMac = HostMac.TryParse(failure.MacAddress, out var mac) || HostMac.TryParse(calling, out mac);
        return new RadiusFailure
        {
            Key = BoundedText.Of(failure.Id) is { Length: > 0 } id ? id : Hash(failure),
            At = failure.Timestamp ?? receivedAt,
            ArrivedAt = receivedAt,
            Mac = isMac ? mac : default,
            User = BoundedText.Of(failure.UserName),
            Nas = Address(failure.NasIpAddress),
            Reason = BoundedText.Of(failure.FailureReason),
            Code = BoundedText.Of(failure.MessageCode),
            Port = BoundedText.Of(failure.NasPortId),
            CallingStation = HostMac.TryParse(calling, out _) ? "" : calling,
            Server = BoundedText.Of(failure.ServerName),
            Addresses = [.. HostAddresses.Of(failure.IpAddresses, MaxAddresses).Select(address => address.ToString())],
            IdentityGroup = BoundedText.Of(failure.IdentityGroup),
            PolicySet = BoundedText.Of(failure.PolicySetName),
            Rule = BoundedText.Of(failure.AuthorizationRule),
            SecurityGroup = BoundedText.Of(failure.CtsSecurityGroup),
        };
    }

    /// <summary>A step of an operation of network control, which ISE tells without a time.</summary>
    public static AncOperation Of(PxAncOperation operation, DateTimeOffset receivedAt)
    {
        var (id, status) = (BoundedText.Of(operation.OperationId), BoundedText.Of(operation.Status));
        return new AncOperation
        {
            Key = $"{id} {status}",
            At = receivedAt,
            ArrivedAt = receivedAt,
            Operation = id,
            Status = status,
            Mac = HostMac.TryParse(operation.MacAddress, out var mac) ? mac : default,
            Nas = Address(operation.NasIpAddress),
            Policy = operation.PolicyName is { } policy ? BoundedText.Of(policy) : null,
            Reason = BoundedText.Of(operation.FailureReason),
        };
    }

    /// <summary>A failure in a line, for the status.</summary>
    public static string Words(PxRadiusFailure failure)
    {
        var when = failure.Timestamp?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string?[] parts = [failure.FailureReason, failure.UserName, failure.MacAddress ?? failure.CallingStationId, failure.NasIpAddress, failure.NasPortId, when];
        return BoundedText.Of(string.Join(", ", parts.Select(BoundedText.Of).Where(p => p.Length > 0)));
    }

    private static string Address(string? text) => IpAddr.TryParse(text, out var address) ? address.ToString() : BoundedText.Of(text);

    private static string Hash(PxRadiusFailure failure) => string.Create(
        CultureInfo.InvariantCulture, $"#{ContentHash.Of(JsonSerializer.SerializeToUtf8Bytes(failure, PxGridJson.Default.PxRadiusFailure)):x16}");
}
