using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Users;

/// <summary>Answers <c>/users</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class UserReader(
    IdentityIndex index, IdentityHistory history, CurrentDirectory directory, IReportedGroupStore reported, TimeProvider time)
{
    private const int MaxLength = 520;

    /// <summary>Users that sessions have named or a directory has, whose account or name contains a text, by account.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public Listing<UserModel> List(string? q, string? limit, string? cursor)
    {
        var text = q?.Trim() ?? "";
        var after = QueryText.Cursor(cursor) ?? "";
        var size = QueryText.Limit(limit);
        if (text.Length > MaxLength)
        {
            throw new BadParameterException("q", FormattableString.Invariant($"q must be at most {MaxLength} characters."));
        }

        var people = directory.Index;
        var keys = Known(people).Where(user => string.CompareOrdinal(user.Key, after) > 0 && (Contains(user.Key, text) || Contains(user.Name, text)))
            .Select(user => user.Key).Order(StringComparer.Ordinal).Take(size + 1).ToList();
        return new Listing<UserModel>([.. keys.Take(size).Select(key => Model(key, people))], keys.Count > size ? keys[size - 1] : null);
    }

    /// <summary>Every user with the name the directory gives, in no order; empty when it gives none.</summary>
    internal IEnumerable<(string Key, string Name)> Known(DirectoryIndex people) => people.People.Select(person => (person.Account.Key, person.DisplayName))
        .Concat(index.Users.Where(key => people.Find(key) is null).Select(key => (key, "")));

    internal UserModel Model(string key, DirectoryIndex people)
    {
        var now = index.DevicesOf(key, time.GetUtcNow().ToUnixTimeMilliseconds());
        var person = people.Find(key);
        return new UserModel(
            key, Texts.OrNull(person?.DisplayName), person is not null, [.. now.Select(s => s.Device.ToString()).Order(StringComparer.Ordinal)],
            now.Count == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(now.Max(s => s.FromMs)));
    }

    private static bool Contains(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>One user with sessions that touch a range (default: the last hour), newest first.</summary>
    /// <exception cref="NotFoundException">No session ever named it, and no directory has it.</exception>
    public async Task<UserDetailModel> GetAsync(string key, string? from, string? to, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var made = await history.OfAccountAsync(key, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        var sessions = made.Index.SessionsOfAccount(key);
        var person = directory.Index.Find(key);
        var computer = person is null ? directory.Index.FindComputer(key) : null;
        if (sessions.Count == 0 && person is null && computer is null)
        {
            throw new NotFoundException($"No session has named '{key}', and no directory has it.");
        }

        var account = person?.Account ?? computer?.Account ?? sessions[^1].Content.User ?? sessions[^1].Content.Machine;
        return new UserDetailModel(
            key, person is null ? null : PersonModel.Of(person), computer is null ? null : ComputerModel.Of(computer), account is null ? [] : directory.Index.GroupsOf(account),
            [.. IdentityReader.Within(sessions, range.From, range.To).Reverse()], await ReportedAsync(key, cancellationToken).ConfigureAwait(false), made.IsWhole);
    }

    private async Task<IReadOnlyList<ReportedGroupsModel>> ReportedAsync(string key, CancellationToken cancellationToken)
    {
        // A platform may leave out the domain. Such a name is this account's only if no other account has it.
        var name = key.Split('@')[0];
        var isOnly = name != key && Known(directory.Index).All(user => user.Key == key || user.Key.Split('@')[0] != name);
        var kept = await reported.ReadAsync(isOnly ? [key, name] : [key], cancellationToken).ConfigureAwait(false);
        return [.. kept.Select(ReportedGroupsModel.Of)];
    }
}
