using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Clarion.Integration.Harness;

/// <summary>The product as a process of its own, on free ports and its own data directory, so that it can be stopped and killed.</summary>
public sealed class ClarionProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);

    // Where it was built: the files of the console lie there and are not copied to where a test runs.
    private static readonly string ProgramPath = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../../Silo/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/Clarion.Silo.dll"));

    private static readonly SocketsHttpHandler Handler = new();

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly HttpClient _http;

    private ClarionProcess(Process process, int httpPort, int netFlowPort, int ipfixPort)
    {
        _process = process;
        (HttpPort, NetFlowPort, IpfixPort) = (httpPort, netFlowPort, ipfixPort);
        _http = new HttpClient(Handler, disposeHandler: false)
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{httpPort}")),
            Timeout = TimeSpan.FromSeconds(30),
        };
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
    }

    public int HttpPort { get; }

    public int NetFlowPort { get; }

    public int IpfixPort { get; }

    public int ProcessId => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts and waits until it is ready.</summary>
    public static async Task<ClarionProcess> StartAsync(
        string dataDirectory, IReadOnlyDictionary<string, string>? settings = null, params string[] arguments)
    {
        var clarion = Launch(dataDirectory, settings, arguments);
        await Eventually.TrueAsync(
            async () =>
            {
                if (clarion._process.HasExited)
                {
                    throw new InvalidOperationException("Clarion ended before it was ready:\n" + clarion.Output);
                }

                using var response = await clarion._http.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
                return response.IsSuccessStatusCode;
            },
            StartDeadline,
            () => "Clarion did not become ready:\n" + clarion.Output);
        return clarion;
    }

    /// <summary>Starts without waiting; for starts that must fail.</summary>
    public static ClarionProcess Launch(
        string dataDirectory, IReadOnlyDictionary<string, string>? settings = null, params string[] arguments)
    {
        var (http, netFlow, ipfix) = FreePorts();
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = dataDirectory,
        };
        start.ArgumentList.Add(ProgramPath);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Clarion__DataDirectory"] = dataDirectory,
            ["Clarion__Http__Urls"] = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{http}"),
            ["Clarion__Collector__NetFlowPort"] = netFlow.ToString(CultureInfo.InvariantCulture),
            ["Clarion__Collector__IpfixPort"] = ipfix.ToString(CultureInfo.InvariantCulture),
            ["Clarion__Grains__CommitInterval"] = "00:00:01",
            ["Clarion__Grains__CheckpointInterval"] = "00:00:02",
            ["DOTNET_gcServer"] = "0",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            environment[key] = value;
        }

        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        // A test may want the address of an earlier run again.
        http = new Uri(environment["Clarion__Http__Urls"]).Port;
        var clarion = new ClarionProcess(new Process { StartInfo = start }, http, netFlow, ipfix);
        clarion._process.Start();
        clarion._process.BeginOutputReadLine();
        clarion._process.BeginErrorReadLine();
        return clarion;
    }

    /// <summary>Reads JSON from a path of the API.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode}\n{text}\n{Output}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Sends JSON to a path of the API.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>The status code of a path.</summary>
    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }

    /// <summary>Waits for the process to end by itself.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using var deadline = new CancellationTokenSource(StartDeadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop, as an operator or orchestrator would, and waits.</summary>
    public async Task<int> StopAsync()
    {
        using var term = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        return await ExitCodeAsync();
    }

    /// <summary>Ends it without any chance to tidy up (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitCodeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    // Held until all are chosen: a port that was given back may be given out again at once.
    private static (int Http, int NetFlow, int Ipfix) FreePorts()
    {
        using var http = Bind(SocketType.Stream);
        using var netFlow = Bind(SocketType.Dgram);
        using var ipfix = Bind(SocketType.Dgram);
        return (PortOf(http), PortOf(netFlow), PortOf(ipfix));
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static Socket Bind(SocketType type)
    {
        var socket = new Socket(AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
