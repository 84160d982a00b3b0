using Clarion.Flows;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.TrustSec;

/// <summary>Answers <c>/trustsec</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class TrustSecReader(ITrustSecStore store)
{
    private const int MaxName = 256;
    private const int MaxTag = 65_535;

    /// <summary>Access lists by name, those whose name has a text in it.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<SgaclModel>> SgaclsAsync(string? find, string? connector, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var size = QueryText.Limit(limit);
        var after = TrustSecCursor.Read<TrustSecPosition>(cursor);
        var acls = await store.ReadAclsAsync(Text("find", find), Text("connector", connector), size + 1, after, cancellationToken).ConfigureAwait(false);
        return Page(acls, size, SgaclModel.Of, last => new TrustSecPosition(last.Record.Name.ToLowerInvariant(), last.Connector, last.Record.Id));
    }

    /// <summary>Cells of the egress matrix by the tags of source and destination, those of unknown groups first.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<PolicyCellModel>> CellsAsync(
        string? source, string? destination, string? connector, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var size = QueryText.Limit(limit);
        var after = TrustSecCursor.Read<CellPosition>(cursor);
        var cells = await store.ReadCellsAsync(
            Tag("source", source), Tag("destination", destination), Text("connector", connector), size + 1, after, cancellationToken).ConfigureAwait(false);
        return Page(cells, size, PolicyCellModel.Of, last => new CellPosition(last.Source?.Tag ?? -1, last.Destination?.Tag ?? -1, last.Connector, last.Cell.Id));
    }

    /// <summary>What access devices have downloaded, by their addresses.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<PolicyDownloadModel>> DownloadsAsync(
        string? nas, string? connector, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var size = QueryText.Limit(limit);
        var after = TrustSecCursor.Read<TrustSecPosition>(cursor);
        var device = Text("nas", nas);
        var downloads = await store.ReadDownloadsAsync(
            IpAddr.TryParse(device, out var address) ? address.ToString() : device, Text("connector", connector), size + 1, after, cancellationToken).ConfigureAwait(false);
        return Page(downloads, size, PolicyDownloadModel.Of, last => new TrustSecPosition(last.Record.Nas, last.Connector, last.Record.Key));
    }

    private static Listing<TModel> Page<T, TModel, TPosition>(IReadOnlyList<T> all, int size, Func<T, TModel> model, Func<T, TPosition> position) => new(
        [.. all.Take(size).Select(model)], all.Count > size ? TrustSecCursor.Write(position(all[size - 1])) : null);

    private static int? Tag(string parameter, string? text) => string.IsNullOrEmpty(text) ? null : (int)QueryText.Number(parameter, text, 0, MaxTag);

    private static string Text(string parameter, string? text) => text is null or { Length: <= MaxName } ? text?.Trim() ?? ""
        : throw new BadParameterException(parameter, FormattableString.Invariant($"{parameter} must be at most {MaxName} characters."));
}
