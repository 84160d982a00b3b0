using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Tests.Http;

/// <summary>An audit log in memory, as the contract tests of stores ask for, but for age and length.</summary>
internal sealed class InMemoryAuditLog : IAuditLog
{
    private readonly List<AuditRecord> _records = [];

    /// <summary>Refuses to be written.</summary>
    public bool IsAway { get; set; }

    public Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (IsAway)
        {
            throw new StoreUnavailableException("The store is away.");
        }

        _records.Add(new AuditRecord(_records.Count + 1, entry));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditRecord>> ReadAsync(AuditQuestion question, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AuditRecord>>(
    [
        .. _records.Where(record => record.Entry.At >= question.From && record.Entry.At < question.To && record.Number < (question.Before ?? long.MaxValue)
            && (question.Who ?? record.Entry.Who) == record.Entry.Who && (question.Subject ?? record.Entry.Subject) == record.Entry.Subject
            && record.Entry.Action.StartsWith(question.Action ?? "", StringComparison.Ordinal)).Reverse().Take(question.Limit),
    ]);
}
