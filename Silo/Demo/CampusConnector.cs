using System.Globalization;
using Clarion.Connectors.Contract;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;
using Clarion.Simulation;

namespace Clarion.Silo.Demo;

/// <summary>
/// The access control, the profiler and the directory of the synthetic campus, as a connector like any other: who logged in where, what the
/// devices are, and in which groups people are. Some devices have no session, as on any campus.
/// </summary>
internal sealed class CampusConnector(CampusOptions options, TimeProvider time) : IConnector
{
    private const string Domain = "campus.example";
    private const int FactsPerBatch = 500;
    private const int WithoutSession = 14;
    private const int WithoutCompliance = 12;
    private static readonly TimeSpan ChangeInterval = TimeSpan.FromSeconds(15);
    private static readonly DomainNames Domains = new([new("CAMPUS", Domain)], Domain);

    private readonly CampusTruth _campus = new CampusSimulator(options, time).GetTruth();
    private readonly SemaphoreSlim _wanted = new(0, 1);
    private readonly Random _random = new(options.Seed);
    private volatile ConnectorStatus _status = ConnectorStatus.Stopped;
    private long _sessions;
    private long _facts;

    /// <inheritdoc />
    public ConnectorStatus Status => _status;

    /// <inheritdoc />
    public async Task RunAsync(IConnectorSink sink, CancellationToken cancellationToken)
    {
        _status = new ConnectorStatus { State = ConnectorState.Connecting, Words = "Reads the campus." };
        while (!cancellationToken.IsCancellationRequested)
        {
            await TellAllAsync(sink, cancellationToken).ConfigureAwait(false);
            while (!await _wanted.WaitAsync(ChangeInterval, cancellationToken).ConfigureAwait(false))
            {
                await TellAsync(sink, LogOffAndOn(), cancellationToken).ConfigureAwait(false);
                Note();
            }
        }
    }

    /// <inheritdoc />
    public Task<ConnectorTestReport> TestAsync(CancellationToken cancellationToken) => Task.FromResult(new ConnectorTestReport(
        [new ConnectorTestStep("Read the campus", true, string.Create(CultureInfo.InvariantCulture, $"{_campus.Devices.Count} devices"), TimeSpan.Zero)]));

    /// <inheritdoc />
    public void RequestSync()
    {
        try
        {
            _wanted.Release();
        }
        catch (SemaphoreFullException)
        {
            // Asked for already.
        }
    }

    /// <inheritdoc />
    public bool AcceptLoss() => false;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _wanted.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task TellAllAsync(IConnectorSink sink, CancellationToken cancellationToken)
    {
        var switches = _campus.Switches.ToDictionary(one => one.Name, one => IpAddr.TryParse(one.Exporter, out var address) ? address : IpAddr.None);
        await TellAsync(sink, _campus.Groups.Select(group => Named(group.Value, group.Key)), cancellationToken).ConfigureAwait(false);
        await TellAsync(sink, _campus.Devices.Select(Described), cancellationToken).ConfigureAwait(false);
        var sessions = _campus.Devices.Where(HasSession).Select(device => Session(device, SessionState.Started, switches[device.Switch], "0")).ToList();
        await TellAsync(sink, sessions, cancellationToken).ConfigureAwait(false);
        await sink.TakeAsync(Directory(), cancellationToken).ConfigureAwait(false);
        await sink.TakeAsync(CampusAccess.Policy(_campus, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        await sink.TakeAsync(CampusAccess.Refusals(_campus, _campus.Devices.Where(device => !HasSession(device)), time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        _sessions = sessions.Count;
        Note();
    }

    private async Task TellAsync(IConnectorSink sink, IEnumerable<IdentityEvent> facts, CancellationToken cancellationToken)
    {
        foreach (var batch in facts.Chunk(FactsPerBatch))
        {
            await sink.TakeAsync(batch, cancellationToken).ConfigureAwait(false);
            _facts += batch.Length;
        }
    }

    private IEnumerable<IdentityEvent> LogOffAndOn()
    {
        var people = _campus.Devices.Where(device => device.User is not null && HasSession(device)).ToList();
        if (people.Count == 0)
        {
            yield break;
        }

        var device = people[_random.Next(people.Count)];
        var at = _campus.Switches.First(one => one.Name == device.Switch).Exporter;
        yield return Session(
            device, SessionState.Started, IpAddr.TryParse(at, out var address) ? address : IpAddr.None,
            time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
    }

    // A few printers and sensors are not authenticated: somebody has to find out what they are.
    private static bool HasSession(DeviceTruth device) => device.Port % WithoutSession != 0;

    // So that there is a risk to look at.
    private static bool FailsPosture(DeviceTruth device) => device.Port % WithoutCompliance == 1;

    private SecurityGroupNamed Named(string name, ushort tag) => new()
    {
        AtMs = Now,
        ArrivedMs = Now,
        Source = IdentitySource.Catalogue,
        Name = name,
        Sgt = tag,
    };

    private DeviceDiscovered Described(DeviceTruth device)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal) { ["hostname"] = device.Name, ["type"] = device.Type };
        if (device.Role is { } role)
        {
            attributes["role"] = role;
        }

        return new() { AtMs = Now, ArrivedMs = Now, Source = IdentitySource.Profiler, Mac = Mac(device), Attributes = attributes };
    }

    private SessionChanged Session(DeviceTruth device, SessionState state, IpAddr at, string number) => new()
    {
        AtMs = Now,
        ArrivedMs = Now,
        Source = IdentitySource.Session,
        State = state,
        AuditSessionId = $"{device.Mac.Replace(":", "", StringComparison.Ordinal)}-{number}",
        Mac = Mac(device),
        Addresses = [IpAddr.Parse(device.Ip), IpAddr.Parse(device.Ipv6)],
        User = AccountParser.Parse(device.User, Domains),
        Place = new NetworkPlace { Switch = at, Port = device.Interface, Interface = device.Port, Vlan = (ushort)device.Vlan },
        SgtName = _campus.Groups.GetValueOrDefault((ushort)device.Sgt, ""),
        Posture = device.User is null ? "" : FailsPosture(device) ? "NonCompliant" : "Compliant",
        Profile = device.Type,
    };

    private DirectoryUpdate Directory()
    {
        var users = _campus.Devices.Where(device => device.User is not null).DistinctBy(device => device.User)
            .Select((device, i) => (device.Sgt, User: new DirectoryUser
            {
                Id = Id(1, i),
                Account = AccountParser.Parse(device.User, Domains)!,
                DisplayName = device.User!,
                Department = _campus.Groups.GetValueOrDefault((ushort)device.Sgt, ""),
            }))
            .ToList();
        return new DirectoryUpdate
        {
            Directory = Domain,
            IsWhole = true,
            At = time.GetUtcNow(),
            Users = [.. users.Select(one => one.User)],
            Groups =
            [
                .. users.GroupBy(one => one.Sgt).Select(group => new DirectoryGroup
                {
                    Id = Id(2, group.Key), Name = _campus.Groups.GetValueOrDefault((ushort)group.Key, "Everybody"), Members = [.. group.Select(one => one.User.Id)],
                }),
            ],
            DomainNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["CAMPUS"] = Domain },
        };
    }

    private void Note() => _status = new ConnectorStatus
    {
        State = ConnectorState.Running,
        Words = "The synthetic campus says who logged in where, and what its devices are.",
        Peer = Domain,
        LastSuccessAt = time.GetUtcNow(),
        Parts =
        [
            new ConnectorPart("sessions")
            {
                Words = "listening", IsWhole = true, Records = _sessions, Read = _facts, LastEventAt = time.GetUtcNow(), Lag = TimeSpan.Zero,
            },
            new ConnectorPart("devices") { Words = "read", IsWhole = true, Records = _campus.Devices.Count, Read = _campus.Devices.Count },
        ],
    };

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static MacAddr Mac(DeviceTruth device) => MacAddr.TryParse(device.Mac, out var mac) ? mac : default;

    private static Guid Id(int kind, int number) => new(number, (short)kind, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}
