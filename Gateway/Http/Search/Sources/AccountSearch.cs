using Clarion.Correlation.Directories;
using Clarion.Gateway.Http.Users;

namespace Clarion.Gateway.Http.Search.Sources;

/// <summary>Users by account or name, and the directory's computers by account or host name.</summary>
internal sealed class AccountSearch(UserReader users, CurrentDirectory directory) : ISearchSource
{
    public Task<IReadOnlyList<SearchMatch>> FindAsync(SearchText text, CancellationToken cancellationToken)
    {
        var people = directory.Index;
        return Task.FromResult<IReadOnlyList<SearchMatch>>(
        [
            .. SearchText.Best(users.Known(people), user => text.Fit(user.Key, user.Name), user => user.Key, user => User(users.Model(user.Key, people))),
            .. SearchText.Best(
                people.Computers, computer => text.Fit(computer.Account.Key, computer.HostName), computer => computer.Account.Key,
                computer => new SearchHitModel(
                    "computer", computer.Account.Key, computer.HostName.Length > 0 ? computer.HostName : computer.Account.Key,
                    computer.OperatingSystem.Length > 0 ? "directory's computer, " + computer.OperatingSystem : "directory's computer")),
        ]);
    }

    private static SearchHitModel User(UserModel user) => new(
        "user", user.Key, user.Key,
        (user.Name is { } name ? name + ", " : "") + (user.Devices.Count == 0 ? "no session now" : "on " + string.Join(", ", user.Devices.Take(3))));
}
