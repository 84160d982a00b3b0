using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Groups;

/// <summary>Answers <c>/groups</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class GroupReader(IFlowQueries queries, GroupNames names, TimeProvider time)
{
    /// <summary>Every group that is named, carried by a device, or seen in traffic of a time range, by tag.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<SecurityGroupModel>> ListAsync(string? from, string? to, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var counting = queries.DevicesByGroupAsync(cancellationToken);
        var cells = await queries.MatrixAsync(range, cancellationToken).ConfigureAwait(false);
        var devices = (await counting.ConfigureAwait(false)).ToDictionary(group => group.Sgt, group => group.Devices);
        var clients = cells.ToLookup(cell => cell.SourceSgt);
        var servers = cells.ToLookup(cell => cell.DestinationSgt);
        var tags = names.Known.Keys.Concat(devices.Keys).Concat(clients.Select(group => group.Key)).Concat(servers.Select(group => group.Key));
        return new Listing<SecurityGroupModel>(
            [
                .. tags.Distinct().Order().Select(tag => new SecurityGroupModel(
                    tag, names.Known.GetValueOrDefault(tag), devices.GetValueOrDefault(tag), Sum(clients[tag]), Sum(servers[tag]),
                    clients[tag].Select(cell => cell.DestinationSgt).Concat(servers[tag].Select(cell => cell.SourceSgt)).Distinct().Count(peer => peer != tag))),
            ],
            null);
    }

    private static GroupTrafficModel Sum(IEnumerable<MatrixCell> cells)
    {
        var (flows, bytes) = (0L, 0.0);
        foreach (var cell in cells)
        {
            (flows, bytes) = (flows + cell.Measures.Flows, bytes + cell.Measures.Bytes);
        }

        return new GroupTrafficModel(flows, bytes);
    }
}
