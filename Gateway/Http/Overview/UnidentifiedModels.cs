namespace Clarion.Gateway.Http.Overview;

/// <summary>Why traffic of internal addresses belongs to nobody.</summary>
/// <param name="From">Start of the range, UTC.</param>
/// <param name="To">End, UTC.</param>
/// <param name="InternalBytes">Bytes at internal ends; a conversation between two counts at both.</param>
/// <param name="UnidentifiedBytes">Of these, bytes at ends whose MAC was not known.</param>
/// <param name="Looked">Addresses looked at, largest first.</param>
/// <param name="IsWhole">False when there are more than were looked at.</param>
/// <param name="Reasons">By reason, most bytes first; together they are all that was looked at.</param>
public sealed record UnidentifiedModel(
    DateTimeOffset From, DateTimeOffset To, double InternalBytes, double UnidentifiedBytes, int Looked, bool IsWhole, IReadOnlyList<UnidentifiedReasonModel> Reasons);

/// <summary>One reason.</summary>
/// <param name="Reason">noBinding, expired or ambiguous; known when the holder has been named since: what came before the correlation window stays unknown.</param>
/// <param name="Devices">Addresses.</param>
/// <param name="Bytes">Bytes at these ends within the range.</param>
/// <param name="Share">Of the bytes at all internal ends, 0 to 1; null without traffic.</param>
/// <param name="Examples">Some of them, largest first.</param>
public sealed record UnidentifiedReasonModel(string Reason, int Devices, double Bytes, double? Share, IReadOnlyList<string> Examples);

/// <summary>An address whose traffic belongs to nobody.</summary>
/// <param name="Device">The provisional device.</param>
/// <param name="Address">The address.</param>
/// <param name="Reason">Why.</param>
/// <param name="Holder">For <c>known</c>: the device that has been named since; else null.</param>
/// <param name="LastSeen">Start of the five minutes (of older times the hour) in which it was heard last, UTC.</param>
/// <param name="Flows">Flow records within the range.</param>
/// <param name="Bytes">Bytes within the range.</param>
public sealed record UnidentifiedAddressModel(
    string Device, string Address, string Reason, string? Holder, DateTimeOffset LastSeen, long Flows, double Bytes);
