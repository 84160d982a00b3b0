using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Clarion.Web.Navigation;

/// <summary>
/// The state of a page, which is its address and nothing else. Pages read their parameters here, change them here, and draw again when
/// <see cref="Changed"/> says so; whoever copies the address sees the same.
/// </summary>
public sealed class ViewState : IDisposable
{
    /// <summary>Start of the time range.</summary>
    public const string From = "from";

    /// <summary>End of the time range.</summary>
    public const string To = "to";

    /// <summary>Seconds between refreshes; 0 = none.</summary>
    public const string Refresh = "refresh";

    /// <summary>Condition of the filter language.</summary>
    public const string Filter = "q";

    /// <summary>What follows from page to page: the time range and how often it is read again.</summary>
    private static readonly string[] Carried = [From, To, Refresh];

    private readonly NavigationManager _navigation;
    private readonly TimeProvider _time;
    private Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Follows the address of a circuit.</summary>
    public ViewState(NavigationManager navigation, TimeProvider time)
    {
        _navigation = navigation;
        _time = time;
        Read();
        _navigation.LocationChanged += Moved;
    }

    /// <summary>The address has changed, on the same page or to another.</summary>
    public event Action? Changed;

    /// <summary>Path of the page, beginning with a slash.</summary>
    public string Path { get; private set; } = "/";

    /// <summary>The time range shown.</summary>
    public TimeSelection Time => new(Get(From) ?? TimeSelection.Default.From, Get(To) ?? TimeSelection.Default.To);

    /// <summary>A parameter; null when absent or empty.</summary>
    public string? Get(string name) => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Step of a chart over the time range, as the API writes it.</summary>
    public string StepText() => TimeSelection.StepText(Time.Step(_time.GetUtcNow()));

    /// <summary>Changes parameters of this page; null takes one away. A new entry of the history, unless it replaces the present one.</summary>
    public void Set(bool replace, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var next = new Dictionary<string, string>(_values, StringComparer.Ordinal);
        Apply(next, changes);
        _navigation.NavigateTo(Address(Path, next), new NavigationOptions { ReplaceHistoryEntry = replace });
    }

    /// <summary>Shows another time range on this page.</summary>
    public void Show(TimeSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        Set(replace: false, (From, selection.From), (To, selection.To));
    }

    /// <summary>Address of a page, with the time range shown here.</summary>
    public string Link(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Carried)
        {
            if (Get(name) is { } value)
            {
                values[name] = value;
            }
        }

        Apply(values, parameters);
        return Address(path, values);
    }

    /// <summary>Address of this page with other parameters; null takes one away.</summary>
    public string Here(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var next = new Dictionary<string, string>(_values, StringComparer.Ordinal);
        Apply(next, changes);
        return Address(Path, next);
    }

    /// <inheritdoc />
    public void Dispose() => _navigation.LocationChanged -= Moved;

    private static void Apply(Dictionary<string, string> values, ReadOnlySpan<(string Name, string? Value)> changes)
    {
        foreach (var (name, value) in changes)
        {
            if (string.IsNullOrEmpty(value))
            {
                values.Remove(name);
            }
            else
            {
                values[name] = value;
            }
        }
    }

    // Kept readable: what a query may hold unescaped (RFC 3986, section 3.4) is not escaped.
    private static string Address(string path, Dictionary<string, string> values) => values.Count == 0
        ? path
        : path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + string.Join('&', values.Select(pair => pair.Key + "=" + Escape(pair.Value)));

    private static string Escape(string value) => Uri.EscapeDataString(value)
        .Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal);

    private void Moved(object? sender, LocationChangedEventArgs e)
    {
        Read();
        Changed?.Invoke();
    }

    private void Read()
    {
        var address = new Uri(_navigation.Uri);
        Path = address.AbsolutePath;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in QueryHelpers.ParseQuery(address.Query))
        {
            values[name] = value.ToString();
        }

        _values = values;
    }
}
