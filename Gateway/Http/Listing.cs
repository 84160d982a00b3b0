namespace Clarion.Gateway.Http;

/// <summary>A listing, or one page of it.</summary>
/// <typeparam name="T">Item.</typeparam>
/// <param name="Items">Items in order.</param>
/// <param name="Next">Give this as <c>cursor</c> for the next page; null at the end.</param>
public sealed record Listing<T>(IReadOnlyList<T> Items, string? Next);
