using System.Globalization;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Events;

/// <summary>
/// The name of a switch's interface: flows give its number, sessions its name. The newest statement is taken to hold at all times.
/// </summary>
public sealed record InterfaceNamed : IdentityEvent
{
    /// <summary>The switch, by the address it exports flows from.</summary>
    public required IpAddr Switch { get; init; }

    /// <summary>ifIndex.</summary>
    public required uint Interface { get; init; }

    /// <summary>Name in any spelling.</summary>
    public required string Name { get; init; }

    /// <inheritdoc />
    public override IEnumerable<string> Subjects => [SubjectOf(Switch)];

    /// <inheritdoc />
    public override string StandingKey => string.Create(CultureInfo.InvariantCulture, $"interface|{Switch}|{Interface}");

    /// <summary>What names of a switch's interfaces are found by in the log: there are too many of them to be everybody's.</summary>
    public static string SubjectOf(IpAddr at) => $"interfaces {at}";

    /// <inheritdoc />
    internal override string Content => string.Create(CultureInfo.InvariantCulture, $"{Switch}|{Interface}|{Name}");
}
