using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Identity;

/// <summary>
/// Makes an index of what the log says about some addresses, devices or an account, for moments that the index in memory has forgotten. What it answers equals
/// what an index would that had heard the whole log up to the moment.
/// </summary>
public sealed class IdentityHistory(IIdentityLog log, IFlowQueries queries, IdentityIndex current, IdentityIndexOptions options)
{
    /// <summary>Most addresses and devices of one index.</summary>
    public const int MaxAsked = IFlowQueries.MaxAddresses;

    /// <summary>Most facts of one index, and as many intervals that flows showed: when all are about one device, an index takes the square of them to make.</summary>
    public const int MaxFacts = 20_000;

    /// <summary>The same when it is about several addresses and devices.</summary>
    public const int MaxFactsOfGroup = 50_000;

    // A notebook with privacy addresses has some ten a week.
    private const int MaxAddresses = 64;

    /// <summary>An index that answers for some addresses and devices, up to a moment.</summary>
    /// <param name="addresses">The addresses, at most <see cref="MaxAsked"/>.</param>
    /// <param name="devices">The devices.</param>
    /// <param name="until">The moment.</param>
    /// <param name="isGroup">True for several, which can be asked about apart: then there is no index when more is known than it can hold.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PastIndex?> OfAsync(
        IReadOnlyCollection<IpAddr> addresses, IReadOnlyCollection<DeviceId> devices, DateTimeOffset until, bool isGroup, CancellationToken cancellationToken)
    {
        var asked = await SubjectsAsync(addresses, devices, until, cancellationToken).ConfigureAwait(false);
        var facts = await FactsAsync(asked, until, isGroup ? MaxFactsOfGroup : MaxFacts, cancellationToken).ConfigureAwait(false);
        return isGroup && !(asked.IsWhole && facts.IsWhole) ? null : Make(asked, facts, cancellationToken);
    }

    /// <summary>An index that answers for one device and every address it had, up to a moment.</summary>
    public async Task<PastIndex> OfDeviceAsync(DeviceId device, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var said = await MakeAsync(new Subjects([device.ToString()]), until, cancellationToken).ConfigureAwait(false);
        var seen = device.IsMac
            ? await queries.AddressesAsync(device.Mac, MaxAddresses + 1, cancellationToken).ConfigureAwait(false)
            : [device.Address];
        var addresses = seen.Concat(said.Index.AddressesOf(device).Reverse()).Distinct().ToList();
        var read = addresses.Take(MaxAddresses).ToList();
        var asked = await SubjectsAsync(read, [device], until, cancellationToken).ConfigureAwait(false);
        var made = await MakeAsync(asked, until, cancellationToken).ConfigureAwait(false);
        return made with { IsWhole = made.IsWhole && said.IsWhole && read.Count == addresses.Count };
    }

    /// <summary>An index that answers for an account, up to a moment.</summary>
    public Task<PastIndex> OfAccountAsync(string key, DateTimeOffset until, CancellationToken cancellationToken) =>
        MakeAsync(new Subjects([key]), until, cancellationToken);

    // What is said of addresses and devices, with what flows show of the addresses.
    private async Task<Subjects> SubjectsAsync(
        IReadOnlyCollection<IpAddr> addresses, IReadOnlyCollection<DeviceId> devices, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var lastMs = (until + options.Window).ToUnixTimeMilliseconds();
        var seen = await queries.BindingsAsync(addresses, until + options.Window, MaxFacts + 1, cancellationToken).ConfigureAwait(false);
        var names = devices.Select(device => device.ToString()).Concat(seen.Select(binding => DeviceId.Of(binding.Mac).ToString())).ToHashSet(StringComparer.Ordinal);
        foreach (var address in addresses)
        {
            names.Add(address.ToString());
            names.UnionWith(Enumerable.Range(0, address.IsV4 ? 33 : 129).Select(length => SgtMapped.PrefixName(address, length)));
        }

        return new Subjects(names)
        {
            Sightings = [.. seen.Take(MaxFacts).Select(binding => Sightings.Bound(binding)).Select(sighting => sighting with { LastMs = Math.Min(sighting.LastMs, lastMs) })],
            IsWhole = seen.Count <= MaxFacts,
        };
    }

    private async Task<PastIndex> MakeAsync(Subjects subjects, DateTimeOffset until, CancellationToken cancellationToken) =>
        Make(subjects, await FactsAsync(subjects, until, MaxFacts, cancellationToken).ConfigureAwait(false), cancellationToken);

    // First what is said about the subjects, then about those named there: whether a session still counts depends on what else its device and its
    // addresses did.
    private async Task<FactSet> FactsAsync(Subjects subjects, DateTimeOffset until, int maxFacts, CancellationToken cancellationToken)
    {
        var facts = new FactSet(log, maxFacts);
        var names = subjects.Names.ToList();
        for (var step = 0; step < 3 && names.Count > 0 && facts.IsWhole; step++)
        {
            var added = await facts.ReadAsync(names, until + options.Window, cancellationToken).ConfigureAwait(false);
            names = [.. added.Where(fact => fact is SessionChanged or AddressBound or AddressReleased).SelectMany(NamesIn).Where(subjects.Names.Add)];
        }

        return facts;
    }

    private PastIndex Make(Subjects subjects, FactSet facts, CancellationToken cancellationToken)
    {
        var index = current.ForThePast();

        // Of a device with thousands of sessions it takes long.
        index.Load(subjects.Sightings.Concat(facts.ByTime()).TakeWhile(_ => !cancellationToken.IsCancellationRequested));
        cancellationToken.ThrowIfCancellationRequested();
        return new PastIndex(index, subjects.IsWhole && facts.IsWhole, facts.Count);
    }

    private static IEnumerable<string> NamesIn(IdentityEvent fact) =>
        fact is SessionChanged session ? session.Subjects.Where(name => name != session.User?.Key && name != session.Machine?.Key) : fact.Subjects;

    // Whom to read about, and what flows show of them.
    private sealed record Subjects(HashSet<string> Names)
    {
        public IReadOnlyList<AddressBound> Sightings { get; init; } = [];

        public bool IsWhole { get; init; } = true;
    }
}
