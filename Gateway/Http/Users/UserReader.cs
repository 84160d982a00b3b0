using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Users;

/// <summary>Answers <c>/users</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class UserReader(IdentityIndex index, IdentityHistory history, CurrentDirectory directory, TimeProvider time)
{
    private const int MaxLength = 520;

    /// <summary>Users with devices whose account contains a text, by account.</summary>
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

        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var keys = index.Users
            .Where(key => key.Contains(text, StringComparison.OrdinalIgnoreCase) && string.CompareOrdinal(key, after) > 0)
            .Order(StringComparer.Ordinal).Take(size + 1).ToList();
        return new Listing<UserModel>(
            [
                .. keys.Take(size).Select(key =>
                {
                    var now = index.DevicesOf(key, nowMs);
                    return new UserModel(
                        key, [.. now.Select(s => s.Device.ToString()).Order(StringComparer.Ordinal)],
                        now.Count == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(now.Max(s => s.FromMs)));
                }),
            ],
            keys.Count > size ? keys[size - 1] : null);
    }

    /// <summary>One user with sessions that touch a range (default: the last hour), newest first.</summary>
    /// <exception cref="NotFoundException">No session ever named it, and no directory has it.</exception>
    public async Task<UserDetailModel> GetAsync(string key, string? from, string? to, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var made = await history.OfAccountAsync(key, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        var sessions = made.SessionsOfUser(key);
        var person = directory.Index.Find(key);
        if (sessions.Count == 0 && person is null)
        {
            throw new NotFoundException($"No session has named '{key}', and no directory has it.");
        }

        var account = person?.Account ?? sessions[^1].Content.User ?? sessions[^1].Content.Machine;
        return new UserDetailModel(
            key, person is null ? null : PersonModel.Of(person), account is null ? [] : directory.Index.GroupsOf(account),
            [.. IdentityReader.Within(sessions, range.From, range.To).Reverse()]);
    }
}
