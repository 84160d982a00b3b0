using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Places;
using Clarion.Correlation.Risk;

namespace Clarion.Correlation.Identity;

/// <summary>What is known of devices that makes them, or their flows, a risk. Allocates nothing.</summary>
public sealed partial class IdentityIndex
{
    /// <summary>The risk of whoever an answer names, by what was said of it up to a moment (Unix milliseconds).</summary>
    public DeviceRisk RiskOf(in DeviceAnswer answer, long atMs) =>
        answer.Outcome == IdentityOutcome.Known && _devices.TryGetValue(answer.Device.Value, out var facts)
            ? new DeviceRisk(
                answer, AttributeOf(facts, AttributeName.AncPolicy, atMs), AttributeOf(facts, AttributeName.Risk, atMs),
                AttributeOf(facts, AttributeName.Status, atMs))
            : new DeviceRisk(answer, null, null, null);

    /// <summary>The risk of a flow that has been correlated.</summary>
    /// <param name="answer">Who its ends are.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="places">Subnets, as they are entered now.</param>
    public FlowRisk RiskOf(in FlowAnswer answer, in FlowEnds flow, PlaceTable places) =>
        FlowRisk.Of(flow, RiskOf(answer.Source, flow.AtMs), RiskOf(answer.Destination, flow.AtMs), places);
}
