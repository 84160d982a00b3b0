namespace Clarion.Connectors.Rest.Feeds;

/// <summary>What to read.</summary>
/// <param name="Since">Only what was seen or changed since this moment; null = everything.</param>
/// <param name="PageSize">Records of a page; null = the source's own.</param>
internal readonly record struct ReadQuery(DateTimeOffset? Since, int? PageSize = null);
