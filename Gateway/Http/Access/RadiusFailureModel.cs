using Clarion.Correlation.Access;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Access;

/// <summary>Somebody was refused, or did not finish signing in. What the platform did not say is null.</summary>
/// <param name="At">When, by the platform's clock, UTC.</param>
/// <param name="ArrivedAt">When it arrived, UTC.</param>
/// <param name="Connector">The connector that told it.</param>
/// <param name="Id">The platform's id; one that begins with <c>#</c> is a hash of what it says.</param>
/// <param name="Mac">The device.</param>
/// <param name="User">The user, as the platform names it.</param>
/// <param name="Reason">Why, in the platform's words.</param>
/// <param name="Code">Number of the reason.</param>
/// <param name="Nas">Address of the access device.</param>
/// <param name="Port">Its port.</param>
/// <param name="CallingStation">Where it was called from when that is no MAC.</param>
/// <param name="Addresses">Addresses of the device.</param>
/// <param name="Server">Node that refused.</param>
/// <param name="IdentityGroup">Identity group.</param>
/// <param name="PolicySet">Policy set that judged.</param>
/// <param name="Rule">Rule that matched.</param>
/// <param name="SecurityGroup">Name of the security group.</param>
public sealed record RadiusFailureModel(
    DateTimeOffset At, DateTimeOffset ArrivedAt, string Connector, string Id, string? Mac, string? User, string? Reason, string? Code, string? Nas, string? Port,
    string? CallingStation, IReadOnlyList<string> Addresses, string? Server, string? IdentityGroup, string? PolicySet, string? Rule, string? SecurityGroup)
{
    internal static RadiusFailureModel Of(LoggedAccess<RadiusFailure> logged)
    {
        var failure = logged.Event;
        return new RadiusFailureModel(
            failure.At, failure.ArrivedAt, logged.Connector, failure.Key, Texts.OrNull(failure.Mac.ToString()), Texts.OrNull(failure.User),
            Texts.OrNull(failure.Reason), Texts.OrNull(failure.Code), Texts.OrNull(failure.Nas), Texts.OrNull(failure.Port), Texts.OrNull(failure.CallingStation),
            failure.Addresses, Texts.OrNull(failure.Server), Texts.OrNull(failure.IdentityGroup), Texts.OrNull(failure.PolicySet), Texts.OrNull(failure.Rule),
            Texts.OrNull(failure.SecurityGroup));
    }
}
