using System.Globalization;

namespace Clarion.Correlation.Identity.Events;

/// <summary>
/// A name stands for a security group's number from this moment. Sessions state names, flows numbers, and groups can be renamed.
/// </summary>
public sealed record SecurityGroupNamed : IdentityEvent
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The number; 0 when the name no longer stands for a group.</summary>
    public required ushort Sgt { get; init; }

    /// <inheritdoc />
    public override IEnumerable<string> Subjects => [];

    /// <inheritdoc />
    public override string StandingKey => "group|" + Name;

    /// <inheritdoc />
    internal override string Content => string.Create(CultureInfo.InvariantCulture, $"{Name}|{Sgt}");
}
