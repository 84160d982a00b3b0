namespace Clarion.Correlation.Identity;

/// <summary>Times and limits of an <see cref="IdentityIndex"/>.</summary>
public sealed record IdentityIndexOptions
{
    /// <summary>How far before or after a flow a binding or session may lie and still count as the flow's. Zero: not at all.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long facts that are over are kept: answers are exact for this long into the past, less the window, and facts may come so late.
    /// At least twice the window.
    /// </summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>True to fold nothing: for an index of the facts about one subject, asked about any moment of its past.</summary>
    public bool KeepsEverything { get; init; }

    /// <summary>After so long without a word from its source, a session, or a lease or record without an end, is taken to be over.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long an address is taken to stay with the device last seen using it.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How far a source's clock may be ahead of Clarion's; facts from further ahead are refused.</summary>
    public TimeSpan MaxClockLead { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long descriptions and assignments of a device that nothing else is known of are kept.</summary>
    public TimeSpan DescriptionLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Sources of descriptions, the most believed first; those that are not named follow in the order of <see cref="DescriptionOrder.Default"/>.</summary>
    public IReadOnlyList<string> DescriptionSources { get; init; } = [];

    /// <summary>Most bindings, and most devices by session, of one address.</summary>
    public int MaxFactsPerAddress { get; init; } = 32;

    /// <summary>Most sessions of one device, statements of one session, and assignments and descriptions of one device.</summary>
    public int MaxFactsPerDevice { get; init; } = 64;

    /// <summary>Most devices of one user.</summary>
    public int MaxDevicesPerUser { get; init; } = 256;

    /// <summary>Faults in plain words; empty when the options can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Check(Window >= TimeSpan.Zero && Window <= TimeSpan.FromHours(1), $"Window must be 0 to 1 hour, not {Window}.");
        Check(Keep >= 2 * Window, $"Keep must be at least twice the window ({Window}), not {Keep}.");
        Check(Silence > Keep, $"Silence must be longer than Keep ({Keep}), not {Silence}.");
        Check(Hold > TimeSpan.Zero, $"Hold must be positive, not {Hold}.");
        Check(MaxClockLead >= TimeSpan.Zero, $"MaxClockLead must not be negative, not {MaxClockLead}.");
        Check(DescriptionLife > Keep, $"DescriptionLife must be longer than Keep ({Keep}), not {DescriptionLife}.");
        Check(MaxFactsPerAddress >= 4, $"MaxFactsPerAddress must be at least 4, not {MaxFactsPerAddress}.");
        Check(MaxFactsPerDevice >= 4, $"MaxFactsPerDevice must be at least 4, not {MaxFactsPerDevice}.");
        Check(MaxDevicesPerUser >= 1, $"MaxDevicesPerUser must be at least 1, not {MaxDevicesPerUser}.");
        Check(DescriptionOrder.Fault(DescriptionSources) is null, $"DescriptionSources: {DescriptionOrder.Fault(DescriptionSources)}");
        return faults;

        void Check(bool fine, FormattableString fault)
        {
            if (!fine)
            {
                faults.Add(fault.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }
}
