using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Audit;

/// <summary>The table <c>audit_log</c>.</summary>
internal sealed class AuditLog(ISqlDatabase database) : IAuditLog
{
    /// <inheritdoc />
    public Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return database.WriteAsync(
            session => session.Execute(
                """
                INSERT INTO audit_log (number, at_ms, who, action, subject, detail, succeeded)
                VALUES (nextval('audit_numbers'), $1, $2, $3, $4, $5, $6)
                """,
                entry.At.ToUnixTimeMilliseconds(), KeptText.Of(entry.Who, AuditEntry.MaxNameLength), KeptText.Of(entry.Action, AuditEntry.MaxNameLength),
                KeptText.Of(entry.Subject, AuditEntry.MaxNameLength), KeptText.Of(entry.Detail, AuditEntry.MaxDetailLength), entry.Succeeded),
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<AuditRecord>> ReadAsync(AuditQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        return database.ReadAsync<IReadOnlyList<AuditRecord>>(session => Read(session, question), cancellationToken);
    }

    private static List<AuditRecord> Read(SqlSession session, AuditQuestion question)
    {
        var records = new List<AuditRecord>();

        // An empty text asks for everything: whatever is asked for, the statement is one.
        using var reader = session.Query(
            """
            SELECT number, at_ms, who, action, subject, detail, succeeded FROM audit_log
            WHERE at_ms >= $1 AND at_ms < $2 AND number < $3 AND ($4 = '' OR who = $4)
                AND ($5 = '' OR action = $5 OR (right($5, 1) = '.' AND left(action, length($5)) = $5)) AND ($6 = '' OR subject = $6)
            ORDER BY number DESC LIMIT $7
            """,
            question.From.ToUnixTimeMilliseconds(), question.To.ToUnixTimeMilliseconds(), question.Before ?? long.MaxValue, question.Who ?? "",
            question.Action ?? "", question.Subject ?? "", (long)question.Limit);
        while (reader.Read())
        {
            records.Add(new AuditRecord(reader.GetInt64(0), new AuditEntry
            {
                At = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)),
                Who = reader.GetString(2),
                Action = reader.GetString(3),
                Subject = reader.GetString(4),
                Detail = reader.GetString(5),
                Succeeded = reader.GetBoolean(6),
            }));
        }

        return records;
    }
}
