using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Clarion.Web.Setup;

/// <summary>Something whose text can be copied.</summary>
public abstract class CopyBase : ComponentBase, IAsyncDisposable
{
    private IJSObjectReference? _shell;
    private string? _copied;

    /// <summary>What it is, for those who do not see it.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>What is copied.</summary>
    [Parameter, EditorRequired] public string Text { get; set; } = "";

    /// <summary>Whether the present text has been copied.</summary>
    protected bool Copied => _copied == Text;

    /// <summary>Whether the browser does not let pages copy.</summary>
    protected bool Refused { get; private set; }

    [Inject] private IJSRuntime Js { get; set; } = null!;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            if (_shell is not null)
            {
                await _shell.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone.
        }
    }

    /// <summary>Copies the text.</summary>
    protected async Task CopyAsync()
    {
        try
        {
            _shell ??= await Js.InvokeAsync<IJSObjectReference>("import", "./_content/Clarion.Web/js/shell.js");
            await _shell.InvokeVoidAsync("copy", Text);
            _copied = Text;
        }
        catch (JSException)
        {
            // Browsers have no clipboard for pages that came over plain HTTP from another host.
            Refused = true;
        }
    }
}
