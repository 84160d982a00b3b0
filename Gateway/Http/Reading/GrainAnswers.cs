using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Http.Reading;

/// <summary>Bounds how long a request waits for a grain.</summary>
public sealed class GrainAnswers(IGrainFactory grains, IOptions<HttpOptions> options, TimeProvider time)
{
    private readonly TimeSpan _timeout = options.Value.GrainTimeout;

    /// <summary>Asks a grain with a text key.</summary>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<TAnswer> AskAsync<TGrain, TAnswer>(string key, Func<TGrain, Task<TAnswer>> question, CancellationToken cancellationToken)
        where TGrain : IGrainWithStringKey => question(grains.GetGrain<TGrain>(key)).WaitAsync(_timeout, time, cancellationToken);

    /// <summary>Asks a grain of which there is one (key 0).</summary>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<TAnswer> AskAsync<TGrain, TAnswer>(Func<TGrain, Task<TAnswer>> question, CancellationToken cancellationToken)
        where TGrain : IGrainWithIntegerKey => AskAsync(0, question, cancellationToken);

    /// <summary>Asks a grain with a number.</summary>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<TAnswer> AskAsync<TGrain, TAnswer>(long key, Func<TGrain, Task<TAnswer>> question, CancellationToken cancellationToken)
        where TGrain : IGrainWithIntegerKey => question(grains.GetGrain<TGrain>(key)).WaitAsync(_timeout, time, cancellationToken);
}
