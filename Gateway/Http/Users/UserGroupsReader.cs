using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Connectors;

namespace Clarion.Gateway.Http.Users;

/// <summary>Answers <c>/users/{account}/groups</c>: as the last read of directories has them, or as a directory says at this moment.</summary>
public sealed class UserGroupsReader(IGrainFactory factory, GrainAnswers grains, CurrentDirectory directory, TimeProvider time)
{
    /// <summary>Longest time that a directory has to answer.</summary>
    public static TimeSpan DirectoryPatience => MembershipView.Patience;

    // The connector gives up by itself before.
    private static readonly TimeSpan Patience = MembershipView.Patience + TimeSpan.FromSeconds(5);

    /// <summary>The security groups of an account.</summary>
    /// <param name="key">Account in its normal spelling.</param>
    /// <param name="live"><c>true</c> asks the directory now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BadParameterException">A parameter cannot be used, or no connector of a directory runs.</exception>
    /// <exception cref="NotFoundException">No directory has the account.</exception>
    /// <exception cref="SourceUnavailableException">A directory does not answer.</exception>
    public async Task<UserGroupsModel> GetAsync(string key, string? live, CancellationToken cancellationToken) => live switch
    {
        null or "" or "false" => Known(key),
        "true" => await AskAsync(key, cancellationToken).ConfigureAwait(false),
        _ => throw new BadParameterException("live", $"live is '{live}'; expected true or false."),
    };

    private UserGroupsModel Known(string key) => directory.Index.Find(key) is { } person
        ? new UserGroupsModel(key, false, time.GetUtcNow(), null, directory.Index.GroupsOf(person.Account), [], [], [])
        : throw Missing(key);

    private async Task<UserGroupsModel> AskAsync(string key, CancellationToken cancellationToken)
    {
        var connectors = await grains.AskAsync<IConnectorCatalogGrain, IReadOnlyList<ConnectorDefinition>>(
            catalog => catalog.List(), cancellationToken).ConfigureAwait(false);
        var answers = await Task.WhenAll(connectors.Where(one => one.IsEnabled).Select(async one => (
            one.Id, View: await factory.GetGrain<IConnectorGrain>(one.Id).AskMembership(key).WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false))))
            .ConfigureAwait(false);
        foreach (var (id, view) in answers.Where(answer => answer.View.Outcome == MembershipOutcome.Found))
        {
            var account = directory.Index.Find(key)?.Account ?? AccountParser.Parse(key, directory.Index.DomainNames);
            var known = account is null ? [] : directory.Index.GroupsOf(account);
            return new UserGroupsModel(
                key, true, time.GetUtcNow(), id, view.Groups, [.. view.Groups.Except(known)], [.. known.Except(view.Groups)], view.Unresolved);
        }

        // One that does not answer may be the one that has the account.
        if (answers.Where(answer => answer.View.Outcome == MembershipOutcome.Failed).ToList() is { Count: > 0 } failed)
        {
            throw new SourceUnavailableException(string.Join(' ', failed.Select(answer => $"{answer.Id}: {answer.View.Words}")));
        }

        throw answers.Any(answer => answer.View.Outcome == MembershipOutcome.UnknownAccount)
            ? Missing(key)
            : new BadParameterException("live", "No connector of a directory runs; connect Active Directory, or start its connector.");
    }

    private static NotFoundException Missing(string key) => new($"No directory has '{key}'.");
}
