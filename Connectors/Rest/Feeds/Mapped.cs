using System.Text.Json;

namespace Clarion.Connectors.Rest.Feeds;

/// <summary>What was made of a record.</summary>
/// <param name="Record">What it says; null when it says nothing that can be used.</param>
/// <param name="Skipped">Parts of it, or all of it, that could not be used.</param>
/// <param name="Reason">Why; null when nothing was skipped.</param>
internal readonly record struct Mapped<T>(T? Record, int Skipped = 0, string? Reason = null)
    where T : class;

/// <summary>Makes something of a record. Never throws, whatever the record is.</summary>
internal delegate Mapped<T> RecordMapper<T>(JsonElement record, DateTimeOffset readAt)
    where T : class;
