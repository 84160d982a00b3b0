using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Timers;

namespace Clarion.Grains.Tests.Model;

/// <summary>What a grain class needs to live outside a silo: its key, timers that the test fires, and references that the test makes.</summary>
internal sealed class FakeActivation : IGrainContext, ITimerRegistry, IGrainRuntime
{
    private readonly List<Func<CancellationToken, Task>> _timers = [];

    public FakeActivation(GrainId id, IGrainFactory grains)
    {
        (GrainId, GrainFactory) = (id, grains);
        ActivationServices = new ServiceCollection()
            .AddSingleton<ITimerRegistry>(this)
            .AddSingleton<IGrainRuntime>(this)
            .BuildServiceProvider();
    }

    public GrainId GrainId { get; }

    public IGrainFactory GrainFactory { get; }

    public IServiceProvider ActivationServices { get; }

    /// <summary>True when the grain asked to leave memory.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Callbacks in the order of registration.</summary>
    public IReadOnlyList<Func<CancellationToken, Task>> Timers => _timers;

    public ITimerRegistry TimerRegistry => this;

    public string SiloIdentity => "model";

    public TimeProvider TimeProvider => TimeProvider.System;

    public IServiceProvider ServiceProvider => ActivationServices;

    public GrainReference GrainReference => throw new NotSupportedException();

    public object GrainInstance => throw new NotSupportedException();

    public ActivationId ActivationId => default;

    public GrainAddress Address => new() { GrainId = GrainId, SiloAddress = SiloAddress.Zero };

    public IGrainLifecycle ObservableLifecycle => throw new NotSupportedException();

    public IWorkItemScheduler Scheduler => throw new NotSupportedException();

    public Task Deactivated => Task.CompletedTask;

    public SiloAddress SiloAddress => throw new NotSupportedException();

    public IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        _timers.Add(token => callback(state, token));
        return new FakeTimer();
    }

    [Obsolete("Part of the interface.")]
    public IDisposable RegisterTimer(
        IGrainContext grainContext, Func<object?, Task> asyncCallback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException();

    public void DeactivateOnIdle(IGrainContext grainContext) => IsLeaving = true;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) => IsLeaving = true;

    public void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan) => throw new NotSupportedException();

    public IStorage<TGrainState> GetStorage<TGrainState>(IGrainContext grainContext) => throw new NotSupportedException();

    public void SetComponent<TComponent>(TComponent? value)
        where TComponent : class => throw new NotSupportedException();

    public void ReceiveMessage(object message) => throw new NotSupportedException();

    public void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public void Rehydrate(IRehydrationContext context) => throw new NotSupportedException();

    public void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetTarget() => null;

    public object? GetComponent(Type componentType) => null;

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    private sealed class FakeTimer : IGrainTimer
    {
        public void Change(TimeSpan dueTime, TimeSpan period)
        {
        }

        public void Dispose()
        {
        }
    }
}
