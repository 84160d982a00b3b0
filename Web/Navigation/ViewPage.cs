using Clarion.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Clarion.Web.Navigation;

/// <summary>A page that draws again when its address or the reader's preferences change.</summary>
public abstract class ViewPage : ComponentBase, IDisposable
{
    /// <summary>The state of the page.</summary>
    [Inject] protected ViewState View { get; set; } = null!;

    /// <summary>How times and colours are shown.</summary>
    [Inject] protected Preferences Preferences { get; set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what it listens to.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            View.Changed -= Draw;
            Preferences.Changed -= Draw;
        }
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        View.Changed += Draw;
        Preferences.Changed += Draw;
    }

    private void Draw() => _ = InvokeAsync(StateHasChanged);
}
