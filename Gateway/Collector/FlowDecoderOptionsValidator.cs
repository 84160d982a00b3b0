using Clarion.Flows;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Collector;

/// <summary>Refuses decoder settings that cannot work, in the decoder's own words; the decoder itself knows no options library.</summary>
public sealed class FlowDecoderOptionsValidator : IValidateOptions<FlowDecoderOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, FlowDecoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = options.Validate();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
