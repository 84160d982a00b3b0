using System.Globalization;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Events;

/// <summary>An address or prefix carries a security group from this moment: a binding of SXP or of a switch's static table.</summary>
public sealed record SgtMapped : IdentityEvent
{
    /// <summary>Network address.</summary>
    public required IpAddr Prefix { get; init; }

    /// <summary>Length: 0 to 32 for IPv4, 0 to 128 for IPv6.</summary>
    public required int Length { get; init; }

    /// <summary>The group; 0 when the binding was deleted.</summary>
    public required ushort Sgt { get; init; }

    /// <summary>Name of the VPN; <c>default</c> when the source has only one.</summary>
    public string Vpn { get; init; } = DefaultVpn;

    /// <summary>The subject of a prefix.</summary>
    /// <param name="address">Any address in it.</param>
    /// <param name="length">Length: 0 to 32 for IPv4, 0 to 128 for IPv6.</param>
    public static string PrefixName(IpAddr address, int length) =>
        string.Create(CultureInfo.InvariantCulture, $"{address.Prefix(length)}/{length}");

    /// <summary>VPN of bindings and questions that name none.</summary>
    public const string DefaultVpn = "default";

    /// <inheritdoc />
    public override IEnumerable<string> Subjects => [PrefixName(Prefix, Length)];

    /// <inheritdoc />
    public override string StandingKey => $"mapped|{Vpn}|{PrefixName(Prefix, Length)}";

    /// <inheritdoc />
    internal override string Content => string.Create(CultureInfo.InvariantCulture, $"{Prefix}/{Length}|{Sgt}|{Vpn}");
}
