namespace Clarion.Connectors.Contract;

/// <summary>One step of a test.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Passed">It worked.</param>
/// <param name="Detail">What was found, or what is wrong and what to do.</param>
/// <param name="Took">How long it took.</param>
public sealed record ConnectorTestStep(string Name, bool Passed, string Detail, TimeSpan Took);

/// <summary>The steps of a test, to the first that failed.</summary>
/// <param name="Steps">The steps in their order.</param>
public sealed record ConnectorTestReport(IReadOnlyList<ConnectorTestStep> Steps)
{
    /// <summary>Every step worked.</summary>
    public bool Passed => Steps.Count > 0 && Steps.All(s => s.Passed);

    /// <summary>The first step that failed, or null.</summary>
    public ConnectorTestStep? Failure => Steps.FirstOrDefault(s => !s.Passed);
}
