using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Identity;

namespace Clarion.Gateway.Http.Addresses;

/// <summary>Who held an address.</summary>
/// <param name="Address">The address.</param>
/// <param name="At">The moment asked for, UTC.</param>
/// <param name="Mac">Who held it at that moment; null when nobody is known to.</param>
/// <param name="Bindings">Intervals that flows showed, newest first; with <c>at</c> only those of that moment.</param>
/// <param name="Identity">Who it was, by all sources together.</param>
/// <param name="Evidence">What speaks for and against.</param>
public sealed record AddressModel(
    string Address, DateTimeOffset At, string? Mac, IReadOnlyList<IntervalModel> Bindings, IdentityModel Identity, IReadOnlyList<EvidenceModel> Evidence);
