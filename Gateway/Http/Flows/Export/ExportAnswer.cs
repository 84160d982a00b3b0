using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Clarion.Gateway.Http.Flows.Export;

/// <summary>A file of rows, sent while they are read. A fault after the first byte breaks the connection, so that nobody takes a part for the whole.</summary>
internal sealed class ExportAnswer(ExportFormat format, string name, IReadOnlyList<ExportColumn> columns, IAsyncEnumerable<object?[]> rows) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stop = httpContext.RequestAborted;
        httpContext.Response.ContentType = format.MediaType;
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{format.Name}\"";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var writer = format.Write(httpContext.Response.Body, columns);
        await using (writer.ConfigureAwait(false))
        {
            await writer.BeginAsync(stop).ConfigureAwait(false);
            await foreach (var row in rows.WithCancellation(stop).ConfigureAwait(false))
            {
                await writer.WriteAsync(row, stop).ConfigureAwait(false);
            }

            await writer.EndAsync(stop).ConfigureAwait(false);
        }
    }
}
