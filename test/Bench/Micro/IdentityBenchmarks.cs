using System.Globalization;
using BenchmarkDotNet.Attributes;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Bench.Micro;

/// <summary>
/// Asking who is behind a flow, with an index of endpoints that each have a lease and a session; every eighth endpoint has another one's address,
/// half of these on another switch. An operation is a question, a flow or an event.
/// </summary>
public class IdentityBenchmarks
{
    private const int Asked = 100_000;
    private const long StartMs = 1_765_000_000_000;
    private const long AskedMs = StartMs + 3_600_000;

    private readonly FlowEnds[] _flows = new FlowEnds[Asked];
    private readonly FlowAnswer[] _answers = new FlowAnswer[Asked];
    private IdentityIndex _index = null!;
    private long _sequence;

    [Params(20_000, 500_000)]
    public int Endpoints { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        _index = new IdentityIndex(AddressSpaces.Default, GroupLookups.None, new IdentityIndexOptions());
        for (var i = 0; i < Endpoints; i++)
        {
            _index.Load([Lease(i), Session(i, StartMs + 1000)]);
        }

        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"// {_index.DeviceCount} devices, {_index.AddressCount} addresses: {held / (double)Endpoints:F0} bytes an endpoint"));
        var random = new Random(3);
        for (var i = 0; i < Asked; i++)
        {
            var source = random.Next(Endpoints);
            var destination = random.Next(Endpoints);
            _flows[i] = new FlowEnds
            {
                AtMs = AskedMs,
                Source = Address(source),
                Destination = Address(destination),
                Exporter = Switch(source),
                SourcePort = 50_000,
                DestinationPort = 443,
                Protocol = 6,
            };
        }
    }

    [Benchmark(OperationsPerInvoke = Asked)]
    public int ResolveDevice()
    {
        var known = 0;
        foreach (ref readonly var flow in _flows.AsSpan())
        {
            known += _index.ResolveDevice(new DeviceQuestion(flow.Source, AskedMs)).Outcome == IdentityOutcome.Known ? 1 : 0;
        }

        return known;
    }

    [Benchmark(OperationsPerInvoke = Asked)]
    public FlowAnswer CorrelateFlows()
    {
        _index.CorrelateFlows(_flows, _answers);
        return _answers[^1];
    }

    [Benchmark]
    public ApplyResult ApplyInterimUpdate()
    {
        _sequence++;
        return _index.Apply(Session((int)(_sequence * 7919 % Endpoints), StartMs + 2000 + (_sequence / 100)));
    }

    private static MacAddr Mac(int endpoint) => new(0x00_1B_A9_00_00_00 + (ulong)endpoint);

    private static IpAddr Switch(int endpoint) => IpAddr.FromV4(0x0AFF0000 + (uint)(endpoint / 250));

    // The second of every eight has the address of the first.
    private static IpAddr Address(int endpoint) => IpAddr.FromV4(0x0A000000 + (uint)(endpoint % 8 == 1 ? endpoint - 1 : endpoint));

    private static NetworkPlace Place(int endpoint) => new()
    {
        // Half of the addresses that two devices share are on different switches.
        Switch = Switch(endpoint % 16 == 1 ? endpoint + 250 : endpoint),
        Port = string.Create(CultureInfo.InvariantCulture, $"Gi1/0/{endpoint % 48}"),
    };

    private static AddressBound Lease(int endpoint) => new()
    {
        AtMs = StartMs,
        ArrivedMs = StartMs,
        Source = IdentitySource.Dhcp,
        Address = Address(endpoint),
        Mac = Mac(endpoint),
        UntilMs = StartMs + 28_800_000,
    };

    private static SessionChanged Session(int endpoint, long atMs) => new()
    {
        AtMs = atMs,
        ArrivedMs = atMs,
        Source = IdentitySource.Session,
        AuditSessionId = string.Create(CultureInfo.InvariantCulture, $"0A14030E{endpoint:X16}"),
        State = SessionState.Started,
        Mac = Mac(endpoint),
        Addresses = [Address(endpoint)],
        User = new AccountName(AccountKind.Person, string.Create(CultureInfo.InvariantCulture, $"u{endpoint:D6}"), "campus.example"),
        Place = Place(endpoint),
        Sgt = 12,
    };
}
