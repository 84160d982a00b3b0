using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Clarion.Connectors.Contract;
using Clarion.Connectors.Net;
using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Pubsub;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Topics;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.PxGrid;

/// <summary>Tries each step of connecting on its own, so that an operator learns which one fails.</summary>
internal sealed class PxGridTest(PxGridOptions options, PxGridHttp http, ControlClient control, TimeProvider time, ILogger logger)
{
    private readonly TestSteps<PxGridException> _steps = new(time);
    private PxServiceNode? _pubsub;
    private string _secret = "";

    public async Task<ConnectorTestReport> RunAsync(CancellationToken cancellationToken)
    {
        var topics = PxTopics.Wanted(options);
        var good = await _steps.TryAsync("Reach a pxGrid node", ReachAsync, cancellationToken).ConfigureAwait(false)
            && await _steps.TryAsync("Sign in", SignInAsync, cancellationToken).ConfigureAwait(false)
            && await _steps.TryAsync("Read sessions", ReadAsync, cancellationToken).ConfigureAwait(false)
            && await _steps.TryAsync("Find a pubsub node", FindPubsubAsync, cancellationToken).ConfigureAwait(false);
        if (!good)
        {
            return _steps.Report;
        }

        // Side by side: each waits a while for a refusal that may not come.
        var subscribing = topics.Select(topic => (PxTopics.Info(topic).Words, Subscribed: SubscribeAsync(topic, cancellationToken))).ToList();
        foreach (var (words, subscribed) in subscribing)
        {
            await _steps.TryAsync($"Subscribe to {words}", _ => subscribed, cancellationToken).ConfigureAwait(false);
        }

        return _steps.Report;
    }

    // By a plain TCP connection, so that a closed port is not mistaken for a fault of TLS or of the account. One node is enough.
    private async Task<string> ReachAsync(CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var text in options.Hosts)
        {
            if (!PxGridHost.TryParse(text, out var host))
            {
                continue;
            }

            using var deadline = new Deadline(options.Times.Connect, time, cancellationToken);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new DnsEndPoint(host.Name.Trim('[', ']'), host.Port), deadline.Token).ConfigureAwait(false);
                return $"{host} accepts connections.";
            }
            catch (Exception fault) when (fault is SocketException || (fault is OperationCanceledException && deadline.Passed))
            {
                faults.Add(fault is SocketException ? $"{host}: {fault.Message}." : $"{host} does not answer.");
            }
        }

        throw new PxGridException(
            PxGridProblem.Unreachable, $"{string.Join(" ", faults)} Check Hosts, DNS, and that firewalls let port {PxGridHost.DefaultPort} through.");
    }

    private async Task<string> SignInAsync(CancellationToken cancellationToken)
    {
        if (!control.HasCredentials)
        {
            throw new PxGridException(
                PxGridProblem.Configuration, "There is neither Password nor CertificateFile; a test creates no account. Start the connector to create one.");
        }

        var account = await control.AccountActivateAsync(cancellationToken).ConfigureAwait(false);
        return account.State == PxAccountState.Enabled
            ? $"{control.Host} knows {options.NodeName}; pxGrid {account.Version}."
            : throw new PxGridException(
                account.State == PxAccountState.Disabled ? PxGridProblem.Disabled : PxGridProblem.Pending,
                AccountSignIn.Words(account.State, options.NodeName));
    }

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var service = new ServiceClient(http, control, options, PxTopics.Info(PxTopic.Sessions).Service, time, logger);

        // No endpoint has this MAC; what matters is that ISE answers at all.
        await service.GetAsync("getSessionByMacAddress", new ServiceQuery { MacAddress = "00:00:00:00:00:00" }, cancellationToken).ConfigureAwait(false);
        return $"{service.Node} answers.";
    }

    private async Task<string> FindPubsubAsync(CancellationToken cancellationToken)
    {
        var nodes = await control.ServiceLookupAsync(PxTopics.Pubsub, cancellationToken).ConfigureAwait(false);
        _pubsub = nodes.FirstOrDefault(n => n.Property("wsUrl") is not null)
            ?? throw new PxGridException(PxGridProblem.NotOffered, "ISE names no pubsub node; is the pxGrid persona enabled?");
        _secret = await control.AccessSecretAsync(_pubsub.NodeName!, cancellationToken).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"{nodes.Count} node(s): {string.Join(", ", nodes.Select(n => n.NodeName))}.");
    }

    // Each topic by a connection of its own: a refusal shows only as the end of the connection.
    private async Task<string> SubscribeAsync(PxTopic topic, CancellationToken cancellationToken)
    {
        var route = new TopicRoute(topic, new TopicInbox(options.Limits), options.SessionsWithoutAddress);
        var nodes = await control.ServiceLookupAsync(route.Info.Service, cancellationToken).ConfigureAwait(false);
        if (route.Find(nodes) is not var (destination, _))
        {
            return "not offered by this ISE; left out.";
        }

        if (!Uri.TryCreate(_pubsub!.Property("wsUrl"), UriKind.Absolute, out var address))
        {
            throw new PxGridException(PxGridProblem.Protocol, $"{_pubsub.NodeName} names no address (wsUrl).");
        }

        await using var connection = await PubsubConnection.OpenAsync(
            http, new PubsubTarget(_pubsub.NodeName!, address, _secret), options, time, _ => { }, _ => { }, cancellationToken).ConfigureAwait(false);
        await connection.SubscribeAsync("0", destination, cancellationToken).ConfigureAwait(false);
        var settled = Task.Delay(options.Times.SubscribeSettle, time, cancellationToken);
        if (await Task.WhenAny(settled, connection.Ended).ConfigureAwait(false) == connection.Ended)
        {
            throw new PxGridException(
                PxGridProblem.Forbidden,
                $"ISE closes the connection when {destination} is subscribed: probably not allowed. Allow 'subscribe' on it for the client's group in ISE's pxGrid policy.");
        }

        await settled.ConfigureAwait(false);
        await connection.CloseAsync().ConfigureAwait(false);
        return $"{destination} at {_pubsub.NodeName}.";
    }
}
