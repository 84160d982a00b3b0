using Microsoft.Extensions.Options;

namespace Clarion.Silo.Hosting;

/// <summary>How silos find each other (section <c>Clarion:Cluster</c>).</summary>
public sealed record ClusterSettings
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Cluster";

    /// <summary>Port of the silo on loopback; 0 = any free one.</summary>
    public int SiloPort { get; init; }
}

/// <summary>Refuses values that cannot work, and says what can.</summary>
internal sealed class ClusterSettingsValidator : IValidateOptions<ClusterSettings>
{
    public ValidateOptionsResult Validate(string? name, ClusterSettings options) => options.SiloPort is >= 0 and <= 65535
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(FormattableString.Invariant(
            $"{ClusterSettings.Section}:SiloPort is {options.SiloPort}; allowed: 0 (any free port) to 65535."));
}
