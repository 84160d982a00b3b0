using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Clarion.Web.Charts;

/// <summary>A component whose element a script draws on: imports the script, hands it every new model, and takes it away in the end.</summary>
public abstract class DrawnComponent : ComponentBase, IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _drawing;
    private DotNetObjectReference<DrawnComponent>? _self;
    private bool _gone;

    /// <summary>Element id.</summary>
    [Parameter] public string? Id { get; set; }

    /// <summary>What it says, in a sentence, for those who do not see it.</summary>
    [Parameter, EditorRequired] public string Summary { get; set; } = "";

    /// <summary>Height, CSS.</summary>
    [Parameter] public string Height { get; set; } = "280px";

    /// <summary>The element.</summary>
    protected ElementReference Element { get; set; }

    /// <summary>Name of the script in <c>js</c>; it exports <c>mount(element, owner)</c>, which returns an object with <c>show</c> and <c>dispose</c>.</summary>
    protected abstract string Script { get; }

    [Inject] private IJSRuntime Js { get; set; } = null!;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _gone = true;
        await ReleaseAsync();
    }

    /// <summary>Whether what is to be drawn now would look different from what was taken last; takes it.</summary>
    protected abstract bool TakeChange();

    /// <summary>Arguments of the script's <c>show</c>.</summary>
    protected abstract object?[] Arguments();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await MountAsync();
        }

        if (_drawing is not null && TakeChange())
        {
            await _drawing.InvokeVoidAsync("show", Arguments());
        }
    }

    private async Task MountAsync()
    {
        _self = DotNetObjectReference.Create(this);
        _module = await Js.InvokeAsync<IJSObjectReference>("import", $"./_content/Clarion.Web/js/{Script}");
        if (!_gone)
        {
            _drawing = await _module.InvokeAsync<IJSObjectReference>("mount", Element, _self);
        }

        // Whoever has looked away before it was there could not take away what came later.
        if (_gone)
        {
            await ReleaseAsync();
        }
    }

    private async Task ReleaseAsync()
    {
        var (drawing, module) = (_drawing, _module);
        (_drawing, _module) = (null, null);
        try
        {
            if (drawing is not null)
            {
                await drawing.InvokeVoidAsync("dispose");
                await drawing.DisposeAsync();
            }

            if (module is not null)
            {
                await module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and the drawing with it.
        }

        _self?.Dispose();
    }
}
