using System.Text.Json;
using Clarion.Correlation.Access;
using Clarion.Storage.Contracts;
using Clarion.Storage.Identity;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Access;

/// <summary>The table <c>reported_groups</c> of either engine.</summary>
internal sealed class ReportedGroupStore(ISqlDatabase database) : IReportedGroupStore
{
    // The longest name of an account is 520 characters.
    private const int MaxLength = 600;

    // Far more than there are connectors.
    private const int MostKept = 1000;

    /// <inheritdoc />
    public Task SaveAsync(string connector, ReportedGroupsUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        return database.WriteAsync(session => Save(session, connector, update), cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ReadUsersAsync(string connector, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<string>>(
        session =>
        {
            var users = new List<string>();
            using var reader = session.Query("SELECT id FROM reported_groups WHERE connector = $1", connector);
            while (reader.Read())
            {
                users.Add(reader.GetString(0));
            }

            return users;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<KeptGroups>> ReadAsync(IReadOnlyList<string> accounts, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<KeptGroups>>(
        session =>
        {
            var kept = new List<KeptGroups>();
            List<string> asked = [.. accounts.Select(Text)];
            using var reader = session.Query(
                "SELECT connector, object FROM reported_groups WHERE account IN (SELECT unnest($1)) ORDER BY connector, id LIMIT $2", asked, (long)MostKept);
            while (reader.Read())
            {
                kept.Add(new KeptGroups(reader.GetString(0), JsonSerializer.Deserialize<ReportedGroups>(reader.GetString(1), IdentityEventJson.Options)!));
            }

            return kept;
        },
        cancellationToken);

    private static void Save(SqlSession session, string connector, ReportedGroupsUpdate update)
    {
        List<string> users = [.. update.Users.Select(user => Text(user.User))];
        List<string> gone = [.. update.Removed.Select(Text), .. users];
        if (gone.Count > 0)
        {
            session.Execute("DELETE FROM reported_groups WHERE connector = $1 AND id IN (SELECT unnest($2))", connector, gone);
        }

        if (users.Count > 0)
        {
            List<string> accounts = [.. update.Users.Select(user => Text(user.Account))];
            List<string> objects = [.. update.Users.Select(user => session.Dialect.Text(JsonSerializer.Serialize(user, IdentityEventJson.Options)))];
            session.Execute(
                "INSERT INTO reported_groups (connector, id, account, object) SELECT $1, unnest($2), unnest($3), unnest($4)", connector, users, accounts, objects);
        }
    }

    private static string Text(string text) => KeptText.Of(text, MaxLength);
}
