using Clarion.Correlation.Access;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Access;

/// <summary>A step of an operation of network control. What the platform did not say is null.</summary>
/// <param name="At">When Clarion heard of it, UTC: the platform tells no time.</param>
/// <param name="Connector">The connector that told it.</param>
/// <param name="Operation">The platform's id of the operation; its steps share it.</param>
/// <param name="Status">RUNNING, SUCCESS, FAILURE.</param>
/// <param name="Mac">The endpoint.</param>
/// <param name="Nas">Address of the access device, when the policy holds there only.</param>
/// <param name="Policy">The policy that the endpoint is under after it; empty when under none, null when not known.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record AncOperationModel(
    DateTimeOffset At, string Connector, string Operation, string? Status, string? Mac, string? Nas, string? Policy, string? Reason)
{
    internal static AncOperationModel Of(LoggedAccess<AncOperation> logged)
    {
        var one = logged.Event;
        return new AncOperationModel(
            one.At, logged.Connector, one.Operation, Texts.OrNull(one.Status), Texts.OrNull(one.Mac.ToString()), Texts.OrNull(one.Nas), one.Policy,
            Texts.OrNull(one.Reason));
    }
}
