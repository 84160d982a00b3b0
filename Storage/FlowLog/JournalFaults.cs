using Clarion.Storage.Contracts;

namespace Clarion.Storage.FlowLog;

/// <summary>Says why the journal of flows could not be written or read, and what to do.</summary>
internal static class JournalFaults
{
    // Errors of the system as .NET passes them on (errno(3)).
    private const int NoSpace = 28;
    private const int NoQuota = 122;

    /// <summary>Explains a fault of a file in the directory.</summary>
    public static StoreUnavailableException Explain(Exception fault, string directory) => new(
        fault is IOException { HResult: NoSpace or NoQuota } || fault.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase)
            ? $"The disk that holds {directory} is full: free space or shorten Clarion__Retention__RawFlows; what waits is written then."
            : $"The journal of flows in {directory} cannot be written or read: {fault.Message.TrimEnd('.')}. Check the disk.",
        fault);
}
