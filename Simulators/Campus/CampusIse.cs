using System.Globalization;
using System.Text.Json;
using Clarion.Simulation;
using Clarion.Simulators.PxGrid;

namespace Clarion.Simulators.Campus;

/// <summary>
/// Access control of the synthetic campus, by pxGrid: a session for nearly every device where its switch sends its flows from, security groups, endpoints with
/// their profiles, SXP bindings of servers, its policy, and whom it refused. Now and then somebody leaves and comes back, and a switch downloads the policy.
/// </summary>
public sealed class CampusIse
{
    private const int SessionsInMessage = 500;
    private const int WithoutSession = 14;
    private static readonly TimeSpan ChangeInterval = TimeSpan.FromSeconds(5);

    private readonly SimulatedIse _ise;
    private readonly CampusTruth _campus;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, string> _switches;
    private readonly Dictionary<string, SimulatedSession> _sessions = new(StringComparer.Ordinal);
    private readonly Random _random;
    private int _number;

    /// <summary>Fills a simulated ISE.</summary>
    public CampusIse(SimulatedIse ise, CampusTruth campus, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(ise);
        ArgumentNullException.ThrowIfNull(campus);
        ArgumentNullException.ThrowIfNull(time);
        (_ise, _campus, _time) = (ise, campus, time);
        _random = new Random(campus.Seed);
        _switches = campus.Switches.ToDictionary(one => one.Name, one => one.Exporter, StringComparer.Ordinal);
        foreach (var (tag, name) in campus.Groups)
        {
            ise.Config.SecurityGroups[$"sgt-{tag}"] = (name, tag);
        }

        foreach (var acl in CampusPolicy.Acls)
        {
            ise.Config.Acls[acl.Id] = (acl.Name, acl.Lines);
        }

        foreach (var cell in CampusPolicy.Cells)
        {
            ise.Config.Cells[cell.Id] = ($"sgt-{cell.Source}", $"sgt-{cell.Destination}", cell.Acl);
        }

        foreach (var device in campus.Devices.Where(device => !HasSession(device)))
        {
            ise.Config.Failures["refused-" + device.Mac] = (Mac(device), CampusPolicy.Refusal, time.GetUtcNow());
        }

        foreach (var device in campus.Devices)
        {
            ise.Config.Endpoints[Mac(device)] = device.Type;
            ise.Config.Profiles[device.Type] = device.Type;
            if (device.Role is not null && device.Sgt != 0)
            {
                ise.Config.Bindings[device.Ip + "/32"] = device.Sgt;
            }
        }

        foreach (var message in campus.Devices.Where(HasSession).Select(Begin).Chunk(SessionsInMessage))
        {
            ise.Publish(message);
        }
    }

    /// <summary>Devices with a session. A few are not authenticated, as anywhere.</summary>
    public static bool HasSession(DeviceTruth device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.Port % WithoutSession != 0;
    }

    /// <summary>Lets people leave and come back until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var people = _campus.Devices.Where(device => device.User is not null && HasSession(device)).ToList();
        using var timer = new PeriodicTimer(ChangeInterval, _time);
        try
        {
            while (people.Count > 0 && await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                var device = people[_random.Next(people.Count)];
                _ise.Publish(_sessions[device.Mac] with { State = "DISCONNECTED", Timestamp = _ise.Sessions.Stamp() });
                _ise.Publish(Begin(device));
                _ise.PublishRaw(Topics.PolicyDownload, Download(_campus.Switches[_random.Next(_campus.Switches.Count)]));
            }
        }
        catch (OperationCanceledException)
        {
            // Over.
        }
    }

    // A switch refreshes its policy now and then, for one group at a time.
    private byte[] Download(SwitchTruth one)
    {
        var cells = CampusPolicy.Cells.GroupBy(cell => cell.Destination).ElementAt(_random.Next(CampusPolicy.Cells.DistinctBy(cell => cell.Destination).Count()));
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            policyDownloads = new[]
            {
                new
                {
                    timestamp = _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
                    serverName = "ise1",
                    status = "SUCCESS",
                    nasIpAddress = one.Exporter,
                    rbaclSourceList = string.Create(CultureInfo.InvariantCulture, $"{cells.Key:X4}-01"),
                    policies = cells.Select(cell => new
                    {
                        sourceSgt = cell.Source,
                        destinationSgt = cell.Destination,
                        sgaclName = CampusPolicy.Acls.First(acl => acl.Id == cell.Acl).Name,
                        sgaclGenerationId = "1",
                    }),
                },
            },
        });
    }

    private SimulatedSession Begin(DeviceTruth device) => _sessions[device.Mac] = new SimulatedSession
    {
        AuditSessionId = string.Create(CultureInfo.InvariantCulture, $"0A14030E{++_number:X16}"),
        MacAddress = Mac(device),
        IpAddresses = [device.Ip, device.Ipv6],
        UserName = device.User is { } user ? $@"{CampusDirectory.NetBiosName}\{user}" : Mac(device),
        AdUser = device.User is { } account ? (account, CampusDirectory.DnsName) : null,
        Timestamp = _ise.Sessions.Stamp(),
        NasIpAddress = _switches[device.Switch],
        NasPortId = device.Interface.Replace("Gi", "GigabitEthernet", StringComparison.Ordinal),
        Vlan = device.Vlan,
        SecurityGroup = device.Sgt == 0 ? null : _campus.Groups[(ushort)device.Sgt],
        EndpointProfile = device.Type,
    };

    private static string Mac(DeviceTruth device) => device.Mac.ToUpperInvariant();
}
