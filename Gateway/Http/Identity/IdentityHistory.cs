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
public sealed class IdentityHistory(
    IIdentityLog log, IFlowQueries queries, AddressSpaces spaces, GroupLookups lookups, IdentityIndexOptions options)
{
    private const int MaxFacts = 20_000;
    private const int MaxSubjects = 1_000;

    // A notebook with privacy addresses has some ten a week.
    private const int MaxAddresses = 64;

    /// <summary>An index that answers for addresses and devices, up to a moment.</summary>
    /// <param name="addresses">The addresses.</param>
    /// <param name="devices">The devices.</param>
    /// <param name="switches">Switches by whose ports is asked.</param>
    /// <param name="until">The moment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IdentityIndex> OfAsync(
        IReadOnlyCollection<IpAddr> addresses, IReadOnlyCollection<DeviceId> devices, IReadOnlyCollection<IpAddr> switches, DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        var (subjects, sightings) = await SubjectsAsync(addresses, devices, cancellationToken).ConfigureAwait(false);
        subjects.UnionWith(switches.Select(InterfaceNamed.SubjectOf));
        return (await MakeAsync(subjects, sightings, until, cancellationToken).ConfigureAwait(false)).Index;
    }

    /// <summary>An index that answers for one device and every address it had, up to a moment.</summary>
    public async Task<DeviceHistory> OfDeviceAsync(DeviceId device, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var said = await MakeAsync(new HashSet<string>(StringComparer.Ordinal) { device.ToString() }, [], until, cancellationToken).ConfigureAwait(false);
        var seen = device.IsMac
            ? await queries.AddressesAsync(device.Mac, MaxAddresses + 1, cancellationToken).ConfigureAwait(false)
            : [device.Address];
        var addresses = seen.Concat(said.Index.AddressesOf(device).Reverse()).Distinct().ToList();
        var asked = addresses.Take(MaxAddresses).ToList();
        var (subjects, sightings) = await SubjectsAsync(asked, [device], cancellationToken).ConfigureAwait(false);

        // Flows tell ports by number.
        subjects.UnionWith(sightings.Select(sighting => sighting.Place).OfType<NetworkPlace>().Select(place => InterfaceNamed.SubjectOf(place.Switch)));
        var made = await MakeAsync(subjects, sightings, until, cancellationToken).ConfigureAwait(false);
        return made with { IsWhole = made.IsWhole && said.IsWhole && asked.Count == addresses.Count };
    }

    /// <summary>An index that answers for an account, up to a moment.</summary>
    public async Task<IdentityIndex> OfAccountAsync(string key, DateTimeOffset until, CancellationToken cancellationToken) =>
        (await MakeAsync(new HashSet<string>(StringComparer.Ordinal) { key }, [], until, cancellationToken).ConfigureAwait(false)).Index;

    // What is said of addresses and devices, with what flows show of the addresses.
    private async Task<(HashSet<string> Subjects, IReadOnlyList<AddressBound> Sightings)> SubjectsAsync(
        IReadOnlyCollection<IpAddr> addresses, IReadOnlyCollection<DeviceId> devices, CancellationToken cancellationToken)
    {
        var subjects = new HashSet<string>(devices.Select(device => device.ToString()), StringComparer.Ordinal);
        var sightings = new List<AddressBound>();
        foreach (var address in addresses)
        {
            var seen = await queries.BindingsAsync(address, null, cancellationToken).ConfigureAwait(false);
            sightings.AddRange(seen.Select(binding => Sightings.Bound(binding)));
            subjects.Add(address.ToString());
            subjects.UnionWith(Enumerable.Range(0, address.IsV4 ? 33 : 129).Select(length => SgtMapped.PrefixName(address, length)));
        }

        subjects.UnionWith(sightings.Select(sighting => DeviceId.Of(sighting.Mac).ToString()));
        return (subjects, sightings);
    }

    // First what is said about the subjects, then about those named there: whether a session still counts depends on what else its device and its
    // addresses did.
    private async Task<DeviceHistory> MakeAsync(
        HashSet<string> subjects, IReadOnlyList<AddressBound> sightings, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var last = until + options.Window;
        var facts = await log.ReadAboutAsync(subjects, last, MaxFacts, cancellationToken).ConfigureAwait(false);
        for (var step = 0; step < 2; step++)
        {
            var named = facts.Where(fact => fact is SessionChanged or AddressBound or AddressReleased).SelectMany(NamesIn)
                .Where(name => !subjects.Contains(name)).Distinct(StringComparer.Ordinal).Take(MaxSubjects).ToList();
            if (named.Count == 0)
            {
                break;
            }

            subjects.UnionWith(named);
            facts = await log.ReadAboutAsync(subjects, last, MaxFacts, cancellationToken).ConfigureAwait(false);
        }

        var index = new IdentityIndex(
            spaces, lookups, options with { KeepsEverything = true, MaxFactsPerAddress = MaxFacts, MaxFactsPerDevice = MaxFacts, MaxDevicesPerUser = MaxSubjects });
        var lastMs = last.ToUnixTimeMilliseconds();
        index.Load(sightings.Where(s => s.AtMs <= lastMs).Select(s => s with { LastMs = Math.Min(s.LastMs, lastMs) }));
        index.Load(facts);
        return new DeviceHistory(index, facts.Count < MaxFacts);
    }

    private static IEnumerable<string> NamesIn(IdentityEvent fact) =>
        fact is SessionChanged session ? session.Subjects.Where(name => name != session.User?.Key && name != session.Machine?.Key) : fact.Subjects;
}

/// <summary>The past of a device.</summary>
/// <param name="Index">Answers for it as far back as the log goes.</param>
/// <param name="IsWhole">False when there are more facts or addresses than were read; the oldest are left out.</param>
public sealed record DeviceHistory(IdentityIndex Index, bool IsWhole);
