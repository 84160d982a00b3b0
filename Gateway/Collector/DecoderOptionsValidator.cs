using Clarion.Flows;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Collector;

/// <summary>Passes on what the decoder says of its own options.</summary>
internal sealed class DecoderOptionsValidator : IValidateOptions<FlowDecoderOptions>
{
    public ValidateOptionsResult Validate(string? name, FlowDecoderOptions options)
    {
        var faults = options.Validate();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
