using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Audit;

/// <summary>What somebody did.</summary>
/// <param name="Number">Number of the entry.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Who">Name of the API key or console user; null when Clarion asks for no names.</param>
/// <param name="Action">Part and verb: <c>connector.save</c>.</param>
/// <param name="Subject">To what.</param>
/// <param name="Succeeded">False when it was refused or failed.</param>
/// <param name="Detail">What changed, or why it did not; null for nothing to say. Never a secret.</param>
public sealed record AuditModel(long Number, DateTimeOffset At, string? Who, string Action, string Subject, bool Succeeded, string? Detail)
{
    internal static AuditModel Of(AuditRecord record) => new(
        record.Number, record.Entry.At, record.Entry.Who.Length > 0 ? record.Entry.Who : null, record.Entry.Action, record.Entry.Subject,
        record.Entry.Succeeded, record.Entry.Detail.Length > 0 ? record.Entry.Detail : null);
}
