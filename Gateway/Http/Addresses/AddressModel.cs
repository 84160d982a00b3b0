using Clarion.Gateway.Http.Devices;

namespace Clarion.Gateway.Http.Addresses;

/// <summary>Who held an address.</summary>
/// <param name="Address">The address.</param>
/// <param name="At">The moment asked for, UTC.</param>
/// <param name="Mac">Who held it at that moment; null when nobody is known to.</param>
/// <param name="Bindings">Intervals, newest first; with <c>at</c> only those of that moment.</param>
public sealed record AddressModel(string Address, DateTimeOffset At, string? Mac, IReadOnlyList<IntervalModel> Bindings);
