using System.Globalization;

namespace Clarion.Simulators.PxGrid;

/// <summary>
/// A seeded campus at work: endpoints authenticate, get their address late, are refreshed, roam to a new session before the old one ends,
/// and leave. Every step is published; the simulated ISE's own table is the oracle.
/// </summary>
public sealed class SessionScenario(SimulatedIse ise, int seed)
{
    private static readonly string[] Users = ["jdoe", @"CLINIC\müller", "host/ws12.clinic.example", "陳大文", "zoë:o'hara", "<b>x</b>"];

    private readonly Random _random = new(seed);
    private int _next;

    /// <summary>Publishes a number of messages, each of a few sessions.</summary>
    public void Run(int messages, int sessionsPerMessage = 3)
    {
        for (var i = 0; i < messages; i++)
        {
            ise.Publish([.. Enumerable.Range(0, _random.Next(1, sessionsPerMessage + 1)).Select(_ => Step()).DistinctBy(s => s.Key)]);
        }
    }

    /// <summary>Starts sessions at once, in batches.</summary>
    public void Burst(int sessions, int batch)
    {
        for (var start = 0; start < sessions; start += batch)
        {
            ise.Publish([.. Enumerable.Range(0, Math.Min(batch, sessions - start)).Select(_ => Begin("STARTED", withAddress: true))]);
        }
    }

    private SimulatedSession Step()
    {
        var active = ise.Sessions.Active;
        var choice = _random.Next(100);
        if (active.Count < 5 || choice < 30)
        {
            // A state that no document names, too.
            return Begin(choice % 10 == 0 ? "HOVERING" : "AUTHENTICATED", withAddress: choice % 3 == 0);
        }

        var session = active[_random.Next(active.Count)] with { Timestamp = ise.Sessions.Stamp() };
        return choice switch
        {
            < 55 => session with { State = "STARTED", IpAddresses = [Address(_random.Next(1, 60_000)), "fe80::1"] },

            // An interim record that names no address.
            < 70 => session with { State = "STARTED", IpAddresses = [] },
            < 80 => Begin("STARTED", withAddress: true) with { MacAddress = session.MacAddress },
            _ => session with { State = "DISCONNECTED" },
        };
    }

    private SimulatedSession Begin(string state, bool withAddress)
    {
        var number = ++_next;
        return new SimulatedSession
        {
            // Some access devices give no session id.
            AuditSessionId = number % 17 == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"0A14030E{seed:X4}{number:X12}"),
            MacAddress = string.Create(CultureInfo.InvariantCulture, $"AA:BB:{seed & 255:X2}:{number >> 16 & 255:X2}:{number >> 8 & 255:X2}:{number & 255:X2}"),
            IpAddresses = withAddress ? [Address(number)] : [],
            UserName = Users[number % Users.Length],
            State = state,
            Timestamp = ise.Sessions.Stamp(),
            NasPortId = string.Create(CultureInfo.InvariantCulture, $"GigabitEthernet1/0/{number % 48 + 1}"),
            SecurityGroup = number % 2 == 0 ? "Clinicians" : null,
            UnknownFields = number % 5 == 0,
        };
    }

    private static string Address(int number) => string.Create(CultureInfo.InvariantCulture, $"10.{20 + (number >> 16 & 255)}.{number >> 8 & 255}.{number & 255}");
}
