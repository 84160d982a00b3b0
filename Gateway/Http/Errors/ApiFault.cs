using Clarion.Gateway.Http.Places;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Microsoft.AspNetCore.Http;

namespace Clarion.Gateway.Http.Errors;

/// <summary>What may be said of an exception to whoever asked; the same over HTTP and in the console.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Reason">Short name for counters; null for faults of the caller.</param>
/// <param name="Detail">A plain sentence that says what to do.</param>
public sealed record ApiFault(int Status, string? Reason, string Detail)
{
    /// <summary>The parameter at fault; null when none is.</summary>
    public string? Parameter { get; init; }

    /// <summary>Where in the parameter the fault begins, from 0; null when unknown.</summary>
    public int? Position { get; init; }

    /// <summary>How many characters are at fault.</summary>
    public int? Length { get; init; }

    /// <summary>Faults of rows; null when it is not about rows.</summary>
    public IReadOnlyList<RowFault>? Rows { get; init; }

    /// <summary>True for faults of this server whose cause belongs in its log.</summary>
    public bool IsInternal => Status == StatusCodes.Status500InternalServerError;

    /// <summary>Describes an exception.</summary>
    public static ApiFault Of(Exception exception) => exception switch
    {
        FilterException filter => new(StatusCodes.Status400BadRequest, null, filter.Message)
        {
            Parameter = "q",
            Position = filter.Position,
            Length = filter.Length,
        },
        BadParameterException bad => new(StatusCodes.Status400BadRequest, null, bad.Message) { Parameter = bad.Parameter },
        RowsRefusedException rows => new(StatusCodes.Status400BadRequest, null, rows.Message) { Rows = rows.Faults },
        BadHttpRequestException bad => new(bad.StatusCode, null, bad.Message),
        NotFoundException => new(StatusCodes.Status404NotFound, null, exception.Message),
        StoreUnavailableException => new(StatusCodes.Status503ServiceUnavailable, "store", exception.Message),
        SourceUnavailableException => new(StatusCodes.Status503ServiceUnavailable, "source", exception.Message),
        QueueUnavailableException => new(StatusCodes.Status503ServiceUnavailable, "queue", exception.Message),
        TimeoutException or OperationCanceledException => new(
            StatusCodes.Status504GatewayTimeout, "timeout", "The answer took too long. Ask for a shorter time range, or try again."),
        OrleansException => new(StatusCodes.Status503ServiceUnavailable, "cluster", "The cluster does not answer now; try again."),
        _ => new(
            StatusCodes.Status500InternalServerError, "fault", "The server failed to answer; its log has the details under the trace id."),
    };
}
