namespace Clarion.Correlation.Identity.Events;

/// <summary>Names of attributes that several sources describe devices with, or that are worked out rather than copied. docs/iot-connectors.md lists them all.</summary>
public static class AttributeName
{
    /// <summary>What it is: <c>Infusion Pump</c>.</summary>
    public const string Type = "type";

    /// <summary>Who made it.</summary>
    public const string Vendor = "vendor";

    /// <summary>Which model.</summary>
    public const string Model = "model";

    /// <summary>Operating system, with its version if known.</summary>
    public const string Os = "os";

    /// <summary>Host name, as far as the source vouches for it.</summary>
    public const string Hostname = "hostname";

    /// <summary>What people call it; often no host name.</summary>
    public const string Name = "name";

    /// <summary>Serial number.</summary>
    public const string Serial = "serial";

    /// <summary>Level of risk in the platform's own words.</summary>
    public const string Risk = "risk";

    /// <summary>Risk as the platform's number.</summary>
    public const string RiskPoints = "risk_points";

    /// <summary>Where it is.</summary>
    public const string Site = "site";

    /// <summary>Standing at the source: known, unknown, <see cref="Disabled"/>, <see cref="Retired"/>.</summary>
    public const string Status = "status";

    /// <summary>Value of <see cref="Status"/>: the source has shut it out.</summary>
    public const string Disabled = "disabled";

    /// <summary>Value of <see cref="Status"/>: the source has it as gone.</summary>
    public const string Retired = "retired";

    /// <summary>Whose it is.</summary>
    public const string Owner = "owner";

    /// <summary>A remark of people.</summary>
    public const string Description = "description";

    /// <summary>A role or group that the source gives or recommends: a hint for policy, not an assigned group.</summary>
    public const string SgtHint = "sgt_hint";

    /// <summary>Name of the security group that the source says ISE assigned.</summary>
    public const string SgtName = "sgt_name";

    /// <summary>Name of ISE's profile.</summary>
    public const string Profile = "profile";

    /// <summary>The widest class: of ISE the top of the profile's path, such as <c>Workstation</c>; elsewhere <c>Medical</c>, <c>IoT</c>.</summary>
    public const string Category = "category";

    /// <summary>Labels; of ISE the identity group of endpoints.</summary>
    public const string Tags = "tags";

    /// <summary>The ANC policy that the endpoint is under.</summary>
    public const string AncPolicy = "anc_policy";

    /// <summary>The source's own key of the device: where the description comes from.</summary>
    public const string SourceId = "source_id";

    /// <summary>What kind of MAC it is, if that matters.</summary>
    public const string Mac = "mac";

    /// <summary>Value of <see cref="Mac"/>: made up by the device, and another one next time.</summary>
    public const string Randomised = "randomised";
}
