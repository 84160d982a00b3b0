using Clarion.Connectors.Contract;
using Clarion.Grains.Interfaces.Connectors;

namespace Clarion.Gateway.Http.Connectors;

/// <summary>A configured connector and how it stands.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Kind">What it connects to, as in <c>/connectors/kinds</c>.</param>
/// <param name="Title">The same for people.</param>
/// <param name="IsEnabled">True when it is meant to run.</param>
/// <param name="IsFromConfiguration">True when it is written in the configuration and can be changed only there.</param>
/// <param name="State">stopped, connecting, waiting, running, degraded or failed.</param>
/// <param name="Words">What it is doing, or what is wrong and what to do about it.</param>
/// <param name="Peer">Which server answers; null while there is none.</param>
/// <param name="LastError">The last error; null when there was none.</param>
/// <param name="LastErrorAt">When, UTC.</param>
/// <param name="LastSuccessAt">When something was read successfully last, UTC.</param>
/// <param name="NextTryAt">When it tries or polls again, UTC.</param>
/// <param name="RunningSince">Since when it runs, UTC; null when it does not.</param>
/// <param name="Restarts">How often it was started again since then because it failed altogether.</param>
/// <param name="FactsTaken">Facts and records taken from it since then.</param>
/// <param name="Parts">What it reads, one by one.</param>
/// <param name="Settings">Settings without secrets.</param>
/// <param name="SecretsSet">Names of the secrets that have a value.</param>
/// <param name="SecretsWarning">What to know about how its secrets are kept; null when nothing is wrong, or it has none.</param>
public sealed record ConnectorModel(
    string Id, string Kind, string Title, bool IsEnabled, bool IsFromConfiguration, string State, string Words, string? Peer, string? LastError,
    DateTimeOffset? LastErrorAt, DateTimeOffset? LastSuccessAt, DateTimeOffset? NextTryAt, DateTimeOffset? RunningSince, int Restarts, long FactsTaken,
    IReadOnlyList<ConnectorPartModel> Parts, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<string> SecretsSet,
    string? SecretsWarning)
{
    internal static ConnectorModel Of(ConnectorDefinition definition, string title, ConnectorView view, string? secretsWarning) => new(
        definition.Id, definition.Kind, title, definition.IsEnabled, definition.IsFromConfiguration, ConnectorStates.Name(view.Status.State),
        view.Status.Words, view.Status.Peer, view.Status.LastError, view.Status.LastErrorAt, view.Status.LastSuccessAt, view.Status.NextTryAt,
        view.RunningSince, view.Restarts, view.FactsTaken, [.. view.Status.Parts.Select(ConnectorPartModel.Of)], definition.Settings,
        definition.SecretsSet, definition.SecretsSet.Count > 0 && !definition.IsFromConfiguration ? secretsWarning : null);
}

/// <summary>One kind of record that a connector reads.</summary>
/// <param name="Name">What it is, in the plural.</param>
/// <param name="Words">listening, reading, not offered, refused and so on.</param>
/// <param name="IsWhole">Nothing is known to be missing.</param>
/// <param name="Records">Records that hold now.</param>
/// <param name="Doubted">Of those, records that the last full pass lacked, too many to be believed: kept until their loss is accepted.</param>
/// <param name="Read">Records read since the start.</param>
/// <param name="Skipped">Records that could not be used.</param>
/// <param name="LastError">Why the last one was skipped, or the last error.</param>
/// <param name="LastEventAt">When the last event or page arrived, UTC.</param>
/// <param name="LastFullPassAt">When everything was read last, UTC.</param>
/// <param name="LagSeconds">From the time of the newest record to its arrival.</param>
public sealed record ConnectorPartModel(
    string Name, string Words, bool IsWhole, long Records, long Doubted, long Read, long Skipped, string? LastError, DateTimeOffset? LastEventAt,
    DateTimeOffset? LastFullPassAt, double? LagSeconds)
{
    internal static ConnectorPartModel Of(ConnectorPart part) => new(
        part.Name, part.Words, part.IsWhole, part.Records, part.Doubted, part.Read, part.Skipped, part.LastError, part.LastEventAt, part.LastFullPassAt,
        part.Lag?.TotalSeconds);
}

/// <summary>A kind of connector.</summary>
/// <param name="Name">Name in requests.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Settings">The settings people usually fill in.</param>
public sealed record ConnectorKindModel(string Name, string Title, IReadOnlyList<ConnectorSettingModel> Settings);

/// <summary>A setting of a kind.</summary>
/// <param name="Name">Name; of a list's first element with <c>:0</c>.</param>
/// <param name="Words">What it is.</param>
/// <param name="IsRequired">The connector cannot be without it.</param>
/// <param name="IsSecret">It is never shown.</param>
/// <param name="Example">What it may look like.</param>
public sealed record ConnectorSettingModel(string Name, string Words, bool IsRequired, bool IsSecret, string Example);

/// <summary>A connector to save.</summary>
public sealed record ConnectorText
{
    /// <summary>What it connects to, as in <c>/connectors/kinds</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>False to keep it without running it.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Settings by name. A secret that is left out stays as it was; an empty value takes a setting away.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <summary>What a test found, step by step to the first that failed.</summary>
/// <param name="Passed">Every step worked.</param>
/// <param name="Steps">The steps.</param>
public sealed record ConnectorTestModel(bool Passed, IReadOnlyList<ConnectorTestStepModel> Steps)
{
    internal static ConnectorTestModel Of(ConnectorTestReport report) => new(
        report.Passed, [.. report.Steps.Select(step => new ConnectorTestStepModel(step.Name, step.Passed, step.Detail, step.Took.TotalMilliseconds))]);
}

/// <summary>One step of a test.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Passed">It worked.</param>
/// <param name="Detail">What was found, or what is wrong and what to do.</param>
/// <param name="TookMs">How long it took, milliseconds.</param>
public sealed record ConnectorTestStepModel(string Name, bool Passed, string Detail, double TookMs);

/// <summary>Names of states in answers.</summary>
internal static class ConnectorStates
{
    /// <summary>The state in lower case.</summary>
    public static string Name(ConnectorState state) => state switch
    {
        ConnectorState.Stopped => "stopped",
        ConnectorState.Connecting => "connecting",
        ConnectorState.Waiting => "waiting",
        ConnectorState.Running => "running",
        ConnectorState.Degraded => "degraded",
        _ => "failed",
    };
}
