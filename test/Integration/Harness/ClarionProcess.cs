using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Clarion.Integration.Harness;

/// <summary>The product as a process of its own, on free ports and its own data directory, so that it can be stopped and killed.</summary>
public sealed class ClarionProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);

    /// <summary>Today's build. Where it was built: the files of the console lie there and are not copied to where a test runs.</summary>
    public static readonly string TodaysProgram = Path.GetFullPath(Path.Combine(
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

    /// <summary>The key that requests carry, where the process wants one.</summary>
    public string ApiKey
    {
        set => _http.DefaultRequestHeaders.Add("X-Api-Key", value);
    }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

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
        await clarion.ReadyAsync();
        return clarion;
    }

    /// <summary>Waits until it is ready.</summary>
    public Task ReadyAsync() => Eventually.TrueAsync(
        async () =>
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException("Clarion ended before it was ready:\n" + Output);
            }

            using var response = await _http.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        },
        StartDeadline,
        () => "Clarion did not become ready:\n" + Output);

    /// <summary>Starts without waiting; for starts that must fail.</summary>
    public static ClarionProcess Launch(
        string dataDirectory, IReadOnlyDictionary<string, string>? settings = null, params string[] arguments) =>
        LaunchBuild(TodaysProgram, dataDirectory, settings, arguments);

    /// <summary>Starts the Clarion.Silo.dll of a build, today's or an older one, without waiting.</summary>
    public static ClarionProcess LaunchBuild(
        string program, string dataDirectory, IReadOnlyDictionary<string, string>? settings = null, params string[] arguments)
    {
        var (http, netFlow, ipfix) = (FreePort.Tcp(), FreePort.Udp(), FreePort.Udp());
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = dataDirectory,
        };
        start.ArgumentList.Add(program);
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

        // A test may want the ports of an earlier run again.
        http = new Uri(environment["Clarion__Http__Urls"]).Port;
        netFlow = int.Parse(environment["Clarion__Collector__NetFlowPort"], CultureInfo.InvariantCulture);
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

    /// <summary>Reads text from a path.</summary>
    public Task<string> TextAsync(string path) => _http.GetStringAsync(new Uri(path, UriKind.Relative));

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
        Signal("TERM");
        return await ExitCodeAsync();
    }

    /// <summary>Ends it without any chance to tidy up (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitCodeAsync();
    }

    /// <summary>Has it stand still where it is (SIGSTOP), with its connections open.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Signal("CONT");

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

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
