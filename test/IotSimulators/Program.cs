using System.Globalization;
using Clarion.IotSimulators;

// dotnet run --project test/IotSimulators -- claroty 8443 500
if (args is not [("claroty" or "clearpass") and var kind, var portText, .. var rest] || !int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
    || rest.Length > 1 || !int.TryParse(rest is [var countText] ? countText : "100", NumberStyles.None, CultureInfo.InvariantCulture, out var count))
{
    await Console.Error.WriteLineAsync("Usage: claroty|clearpass PORT [DEVICES]");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
var now = TimeProvider.System.GetUtcNow();
await using var server = Make();
await server.StartAsync(port);
Console.WriteLine($"{kind} with {count} devices at {server.Address}{(kind == "clearpass" ? "/api, client clarion, secret cppm-s3cret" : ", token xdome-t0ken")}");
Console.WriteLine($"CaFile: {server.Pki.CaFile}");
await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
return 0;

SimulatedServer Make()
{
    var devices = Enumerable.Range(1, count);
    if (kind == "claroty")
    {
        var claroty = new SimulatedClaroty();
        claroty.Change(list => list.AddRange(devices.Select(n => SampleDevices.Claroty(n, now))));
        return claroty;
    }

    var clearPass = new SimulatedClearPass();
    clearPass.Change(list => list.AddRange(devices.Select(SampleDevices.ClearPass)));
    clearPass.ChangeSessions(list => list.AddRange(devices.Select(n => SampleDevices.ClearPassSession(n, now))));
    return clearPass;
}
