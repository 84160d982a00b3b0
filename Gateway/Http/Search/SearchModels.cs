namespace Clarion.Gateway.Http.Search;

/// <summary>Something that a search has found.</summary>
/// <param name="Kind"><c>device</c>, <c>address</c>, <c>group</c>, <c>switch</c>, <c>exporter</c>, <c>location</c>, <c>subnet</c>, <c>user</c>, <c>computer</c>, <c>directoryGroup</c> or <c>connector</c>.</param>
/// <param name="Id">Its key in the resource of that kind: MAC, address, tag, account, id, network, name; for an exporter <c>address/domain/version</c>.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Detail">One line about it.</param>
public sealed record SearchHitModel(string Kind, string Id, string Title, string Detail);
