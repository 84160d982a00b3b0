using System.Globalization;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Web.Pages.Flows;

/// <summary>
/// Raw flows read so far, newest first. Pages are read forward on demand; how many flows there are is unknown until the last page. What
/// is held is bounded: beyond that, older flows take the place of the newer ones.
/// </summary>
public sealed class RawFlowList
{
    /// <summary>Rows of a page.</summary>
    public const int PageRows = 200;

    /// <summary>Most rows held.</summary>
    public const int MaxRows = 2000;

    private readonly FlowReader _flows;
    private readonly TimeRange _range;
    private readonly string? _filter;
    private readonly List<IReadOnlyDictionary<string, object?>> _rows = [];
    private string? _next;

    private RawFlowList(FlowReader flows, TimeRange range, string? filter) => (_flows, _range, _filter) = (flows, range, filter);

    /// <summary>The rows held.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows => _rows;

    /// <summary>Newer flows that are held no more.</summary>
    public int Passed { get; private set; }

    /// <summary>Whether there are older flows.</summary>
    public bool HasOlder => _next is not null;

    /// <summary>Whether as many are held as may be, so that reading on gives up those.</summary>
    public bool IsFull => _rows.Count >= MaxRows;

    /// <summary>Whether older flows are being read.</summary>
    public bool IsReading { get; private set; }

    /// <summary>Why older flows could not be read; null when they could.</summary>
    public ApiFault? Fault { get; private set; }

    /// <summary>Reads the newest.</summary>
    public static async Task<RawFlowList> ReadAsync(FlowReader flows, TimeRange range, string? filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(flows);
        var list = new RawFlowList(flows, range, filter);
        await list.AppendAsync(cancellationToken);
        return list;
    }

    /// <summary>Reads the next page; a fault is kept in <see cref="Fault"/>, and what is there stays.</summary>
    public async Task OlderAsync(CancellationToken cancellationToken)
    {
        if (IsReading || !HasOlder)
        {
            return;
        }

        (IsReading, Fault) = (true, null);
        try
        {
            await AppendAsync(cancellationToken);
        }
        catch (Exception fault)
        {
            Fault = ApiFault.Of(fault);
        }
        finally
        {
            IsReading = false;
        }
    }

    private async Task AppendAsync(CancellationToken cancellationToken)
    {
        var page = await _flows.ListAsync(
            Text(_range.From), Text(_range.To), _filter, PageRows.ToString(CultureInfo.InvariantCulture), _next, cancellationToken);
        if (IsFull)
        {
            Passed += _rows.Count;
            _rows.Clear();
        }

        _rows.AddRange(page.Items);
        _next = page.Next;
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
