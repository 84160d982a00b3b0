namespace Clarion.Connectors.Contract;

/// <summary>Takes down what each step of a test found.</summary>
/// <typeparam name="TFault">What a step throws when it fails; its message goes to the operator, so it has no secrets.</typeparam>
internal sealed class TestSteps<TFault>(TimeProvider time)
    where TFault : Exception
{
    private readonly List<ConnectorTestStep> _steps = [];

    /// <summary>The steps so far.</summary>
    public ConnectorTestReport Report => new(_steps);

    /// <summary>Tries a step, which gives back what it found.</summary>
    /// <returns>False when it failed.</returns>
    public async Task<bool> TryAsync(string name, Func<CancellationToken, Task<string>> step, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            var detail = await step(cancellationToken).ConfigureAwait(false);
            _steps.Add(new ConnectorTestStep(name, true, detail, time.GetElapsedTime(began)));
            return true;
        }
        catch (TFault fault)
        {
            _steps.Add(new ConnectorTestStep(name, false, fault.Message, time.GetElapsedTime(began)));
            return false;
        }
    }
}
