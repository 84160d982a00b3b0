using System.Text.Json;

namespace Clarion.Connectors.Rest.Feeds;

/// <summary>One page of records.</summary>
/// <param name="Records">The records as they came.</param>
/// <param name="Expected">How many the whole read must give at least, by the platform's newest word; null when it says nothing new.</param>
internal sealed record RecordPage(IReadOnlyList<JsonElement> Records, long? Expected = null);
