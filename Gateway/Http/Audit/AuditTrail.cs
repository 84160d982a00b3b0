using Clarion.Gateway.Http.Errors;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Http.Audit;

/// <summary>Does what somebody asked for and writes down who did it, also when it was refused or failed.</summary>
public sealed class AuditTrail(IAuditLog log, TimeProvider time, ILogger<AuditTrail> logger)
{
    /// <summary>Does it and writes it down.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="who">Name of an API key or console user; null when nobody is asked for one.</param>
    /// <param name="action">Part and verb: <c>connector.save</c>.</param>
    /// <param name="subject">To what: its name.</param>
    /// <param name="act">Does it, and gives back what changed in words, without secrets.</param>
    public async Task<T> DoAsync<T>(string? who, string action, string subject, Func<Task<(T Answer, string Detail)>> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        var entry = new AuditEntry { At = time.GetUtcNow(), Who = who ?? "", Action = action, Subject = subject };
        try
        {
            var (answer, detail) = await act().ConfigureAwait(false);
            await WriteAsync(entry with { Detail = detail }).ConfigureAwait(false);
            return answer;
        }
        catch (Exception fault)
        {
            await WriteAsync(entry with { Detail = ApiFault.Of(fault).Detail, Succeeded = false }).ConfigureAwait(false);
            throw;
        }
    }

    // Whoever asked may have gone away meanwhile; what was done is written down all the same. It cannot be undone because the store is away,
    // so then the log of the process has it.
    private async Task WriteAsync(AuditEntry entry)
    {
        try
        {
            await log.WriteAsync(entry, CancellationToken.None).ConfigureAwait(false);
            HttpLog.Done(logger, entry.Action, entry.Subject, entry.Who, entry.Succeeded ? "done" : "not done");
        }
        catch (StoreUnavailableException fault)
        {
            HttpLog.AuditLost(logger, fault, entry.Action, entry.Subject, entry.Who, entry.Succeeded ? "done" : "not done", entry.Detail);
        }
    }
}
