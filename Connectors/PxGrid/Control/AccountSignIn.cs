using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid.Status;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.PxGrid.Control;

/// <summary>Brings the account to the point where ISE lets it in, and says meanwhile what it waits for.</summary>
internal sealed class AccountSignIn(
    ControlClient control, PxGridOptions options, StatusBoard board, TimeProvider time, ILogger logger,
    Func<string, CancellationToken, ValueTask>? savePassword)
{
    private PxGridState _told;
    private string? _unsaved;

    /// <summary>Waits until the account is enabled, as long as that takes.</summary>
    public async Task WaitUntilEnabledAsync(CancellationToken cancellationToken)
    {
        board.Set(PxGridState.Connecting, $"Signing in at {control.Host}.");
        for (var failures = 0; ;)
        {
            try
            {
                await CreateAsync(cancellationToken).ConfigureAwait(false);
                var account = await control.AccountActivateAsync(cancellationToken).ConfigureAwait(false);
                board.Set(account);
                failures = 0;
                if (account.State == PxAccountState.Enabled)
                {
                    Tell(PxGridState.Running, "enabled.");
                    return;
                }

                var (state, wait) = account.State == PxAccountState.Disabled
                    ? (PxGridState.Disabled, options.Times.DisabledPoll)
                    : (PxGridState.WaitingForApproval, options.Times.PendingPoll);
                var words = Words(account.State, options.NodeName);
                Tell(state, words);
                board.Set(state, words, null, time.GetUtcNow() + wait);
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
            catch (PxGridException fault)
            {
                var wait = Backoff.Delay(options.Times.RetryFirst, options.Times.RetryLast, failures++);
                Tell(PxGridState.Failed, fault.Message);
                board.Set(PxGridState.Failed, fault.Message, time.GetUtcNow(), time.GetUtcNow() + wait);
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What a state means to an operator, and what to do.</summary>
    public static string Words(PxAccountState state, string node) => state switch
    {
        PxAccountState.Enabled => "enabled.",
        PxAccountState.Disabled => $"The client {node} is disabled in ISE; enable it under Administration > pxGrid Services > Client Management.",
        PxAccountState.Unknown => $"ISE does not tell the state of the client {node} in a word known here; look under Administration > pxGrid Services > Client Management.",
        _ => $"The client {node} waits for approval; approve it in ISE under Administration > pxGrid Services > Client Management.",
    };

    // Without password and certificate an account is created; ISE tells its password once.
    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (control.HasCredentials)
        {
            await SaveAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            _unsaved = await control.AccountCreateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PxGridException fault) when (fault.Problem is PxGridProblem.Conflict or PxGridProblem.Forbidden or PxGridProblem.ServerError)
        {
            throw new PxGridException(
                fault.Problem,
                $"{fault.Message} The name {options.NodeName} may exist already: write its Password, or another NodeName. Or ISE does not allow password accounts: "
                + "allow them under Administration > pxGrid Services > Settings, or use CertificateFile.",
                fault);
        }

        await SaveAsync(cancellationToken).ConfigureAwait(false);
    }

    // Until it is kept: ISE does not tell it again, and an account without its password is of no use.
    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (_unsaved is null || savePassword is null)
        {
            return;
        }

        try
        {
            await savePassword(_unsaved, cancellationToken).ConfigureAwait(false);
            _unsaved = null;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PxGridException(PxGridProblem.Configuration, $"The password that ISE gave the new account cannot be kept: {fault.Message}", fault);
        }
    }

    private void Tell(PxGridState state, string words)
    {
        if (_told != state)
        {
            _told = state;
            PxGridLog.Account(logger, options.NodeName, words);
        }
    }
}
