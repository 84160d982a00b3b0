namespace Clarion.Connectors.Facts;

/// <summary>Names of attributes that are worked out rather than copied.</summary>
internal static class DeviceAttribute
{
    /// <summary>Name of ISE's profile.</summary>
    public const string Profile = "profile";

    /// <summary>Top of the profile's path, such as <c>Workstation</c>.</summary>
    public const string Category = "category";

    /// <summary>ISE's identity group of endpoints.</summary>
    public const string Tags = "tags";

    /// <summary>The ANC policy that the endpoint is under.</summary>
    public const string AncPolicy = "anc_policy";

    /// <summary>What kind of MAC it is, if that matters.</summary>
    public const string Mac = "mac";

    /// <summary>Value of <see cref="Mac"/>: made up by the device, and another one next time.</summary>
    public const string Randomised = "randomised";
}
