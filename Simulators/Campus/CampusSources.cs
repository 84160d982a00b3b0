using System.Globalization;
using Clarion.Simulation;
using Clarion.Simulators.ActiveDirectory;
using Clarion.Simulators.PxGrid;

namespace Clarion.Simulators.Campus;

/// <summary>The identity sources of the synthetic campus, served on loopback, with what a connector needs to reach them.</summary>
public sealed class CampusSources : IAsyncDisposable
{
    /// <summary>Node name of the pxGrid account.</summary>
    public const string Node = "clarion";

    /// <summary>Password of both accounts. It protects nothing: what is behind it is made up.</summary>
    public const string Password = "simulated-campus";

    private readonly SimulatorPki _pki;
    private readonly SimulatedIse? _ise;
    private readonly CampusIse? _access;
    private readonly SimulatedController? _controller;
    private readonly string _caFile;

    private CampusSources(SimulatorPki pki, string caFile, SimulatedIse? ise, CampusIse? access, SimulatedController? controller) =>
        (_pki, _caFile, _ise, _access, _controller) = (pki, caFile, ise, access, controller);

    /// <summary>Configuration of the connectors, as environment variables of Clarion.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings
    {
        get
        {
            if (_ise is not null)
            {
                yield return Of("ise", "Kind", "pxgrid");
                yield return Of("ise", "Hosts__0", _ise.Hosts[0]);
                yield return Of("ise", "NodeName", Node);
                yield return Of("ise", "Password", Password);
                yield return Of("ise", "CaFile", _caFile);
            }

            if (_controller is not null)
            {
                yield return Of("ad", "Kind", "active-directory");
                yield return Of("ad", "Servers__0", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_controller.Port}"));
                yield return Of("ad", "User", _controller.Account);
                yield return Of("ad", "Password", Password);
                yield return Of("ad", "CaFile", _caFile);
            }
        }
    }

    /// <summary>Starts them.</summary>
    /// <param name="campus">The campus, with the addresses its switches send from.</param>
    /// <param name="isePort">Port of pxGrid, 0 = any; null = no ISE.</param>
    /// <param name="directoryPort">Port of LDAPS, 0 = any; null = no directory.</param>
    /// <param name="caFile">Where the certificate of their authority goes; null = a file of its own, which goes with them.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="IOException">A port is taken, or the file cannot be written.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">A port is taken.</exception>
    public static async Task<CampusSources> StartAsync(CampusTruth campus, int? isePort, int? directoryPort, string? caFile, TimeProvider time)
    {
        var pki = new SimulatorPki(time);
        SimulatedIse? ise = null;
        try
        {
            if (caFile is not null)
            {
                File.Copy(pki.CaFile, caFile, overwrite: true);
            }

            if (isePort is { } port)
            {
                ise = await SimulatedIse.StartAsync(new SimulatorOptions { Port = port }, time, pki).ConfigureAwait(false);
                ise.Accounts.Add(Node, Password);
            }

            var access = ise is null ? null : new CampusIse(ise, campus, time);
            var controller = directoryPort is { } ldaps
                ? new SimulatedController(CampusDirectory.Of(campus), Password, pki.Server(ServerCertificateKind.Good), ldaps)
                : null;
            return new CampusSources(pki, caFile ?? pki.CaFile, ise, access, controller);
        }
        catch
        {
            if (ise is not null)
            {
                await ise.DisposeAsync().ConfigureAwait(false);
            }

            pki.Dispose();
            throw;
        }
    }

    /// <summary>Lets people come and go until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _access?.RunAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_controller is not null)
        {
            await _controller.DisposeAsync().ConfigureAwait(false);
        }

        if (_ise is not null)
        {
            await _ise.DisposeAsync().ConfigureAwait(false);
        }

        _pki.Dispose();
    }

    private static KeyValuePair<string, string> Of(string connector, string setting, string value) =>
        new($"Clarion__Connectors__{connector}__{setting}", value);
}
