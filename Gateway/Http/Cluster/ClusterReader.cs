using System.Text.Json;
using Clarion.Gateway.Delivery;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Partitions;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Http.Cluster;

/// <summary>Answers <c>/cluster</c>.</summary>
public sealed class ClusterReader(GrainAnswers grains, IOptions<DeliveryOptions> delivery, TimeProvider time)
{
    private const string GrainNamespace = "Clarion.Grains.";
    private const string GrainSuffix = "Grain";
    private static readonly TimeSpan DeadShown = TimeSpan.FromDays(1);

    /// <summary>Silos, grains in memory and partitions.</summary>
    /// <exception cref="TimeoutException">No silo answered in time.</exception>
    public async Task<ClusterModel> GetAsync(CancellationToken cancellationToken)
    {
        var hosts = grains.AskAsync<IManagementGrain, MembershipEntry[]>(grain => grain.GetDetailedHosts(onlyActive: false), cancellationToken);
        var counts = grains.AskAsync<IManagementGrain, SimpleGrainStatistic[]>(grain => grain.GetSimpleGrainStatistics(), cancellationToken);
        var statuses = Task.WhenAll(Enumerable.Range(0, delivery.Value.Partitions).Select(partition =>
            grains.AskAsync<IPartitionGrain, PartitionStatus>(partition, grain => grain.GetStatus(), cancellationToken)));
        await Task.WhenAll(hosts, counts, statuses).ConfigureAwait(false);
        return Model(await hosts.ConfigureAwait(false), await counts.ConfigureAwait(false), await statuses.ConfigureAwait(false), time.GetUtcNow() - DeadShown);
    }

    /// <summary>Puts together what was answered.</summary>
    /// <param name="hosts">Members of the cluster, dead ones included.</param>
    /// <param name="counts">Grains by type and silo.</param>
    /// <param name="statuses">What the partitions say.</param>
    /// <param name="deadSince">Silos that gave their last sign before are left out when they are dead.</param>
    internal static ClusterModel Model(
        IReadOnlyList<MembershipEntry> hosts, IReadOnlyList<SimpleGrainStatistic> counts, IReadOnlyList<PartitionStatus> statuses, DateTimeOffset deadSince)
    {
        var names = hosts.ToDictionary(host => host.SiloAddress, host => host.SiloName);
        return new ClusterModel(
            [
                .. from host in hosts
                   where host.Status != SiloStatus.Dead || Utc(host.IAmAliveTime) >= deadSince
                   orderby host.Status == SiloStatus.Dead, host.SiloName, host.SiloAddress.Generation descending
                   select new SiloModel(
                       host.SiloName, host.SiloAddress.ToString(), host.HostName, host.Status.ToString().ToLowerInvariant(), Utc(host.StartTime),
                       counts.Where(count => count.SiloAddress.Equals(host.SiloAddress)).Sum(count => (long)count.ActivationCount),
                       [.. statuses.Where(status => host.SiloAddress.Equals(status.Silo)).Select(status => status.Partition)]),
            ],
            [
                .. from count in counts
                   let kind = KindOf(count.GrainType)
                   where kind is not null
                   group (long)count.ActivationCount by kind into kinds
                   let all = kinds.Sum()
                   orderby all descending, kinds.Key
                   select new GrainKindModel(kinds.Key, all),
            ],
            [
                .. statuses.Select(status => new ClusterPartitionModel(
                    status.Partition, Name(status.Silo), status.Queue?.Receiver, status.CommitNumber, status.CommitNumber - status.EntityCommitNumber,
                    status.OpenConversations, status.GapBatches, status.Fault)),
            ]);

        string Name(SiloAddress? silo) => silo is null ? "" : names.GetValueOrDefault(silo) ?? silo.ToString();
    }

    // "Clarion.Grains.Devices.DeviceGrain,Clarion.Grains" is "device"; grains of the runtime are of no interest here.
    private static string? KindOf(string type)
    {
        var name = type.AsSpan(0, type.IndexOf(',', StringComparison.Ordinal) is >= 0 and var end ? end : type.Length);
        if (!name.StartsWith(GrainNamespace, StringComparison.Ordinal))
        {
            return null;
        }

        var simple = name[(name.LastIndexOf('.') + 1)..];
        if (simple.EndsWith(GrainSuffix, StringComparison.Ordinal))
        {
            simple = simple[..^GrainSuffix.Length];
        }

        return JsonNamingPolicy.CamelCase.ConvertName(simple.ToString());
    }

    private static DateTimeOffset Utc(DateTime moment) => new(DateTime.SpecifyKind(moment, DateTimeKind.Utc));
}
