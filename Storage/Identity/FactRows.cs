using System.Data.Common;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Identity;

/// <summary>Reads rows of a position and a fact, but for facts of a kind that is not known any more.</summary>
internal static class FactRows
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<LoggedFact> Read(DbDataReader reader) => Read(reader, int.MaxValue).Facts;

    /// <summary>So many of them; whether there are more is told by one row more.</summary>
    public static FactsAbout Read(DbDataReader reader, int limit)
    {
        var facts = new List<LoggedFact>();
        for (var rows = 0; reader.Read(); rows++)
        {
            if (rows == limit)
            {
                return new FactsAbout(facts, false);
            }

            if (IdentityEventJson.Read(reader.GetString(1)) is { } fact)
            {
                facts.Add(new LoggedFact(reader.GetInt64(0), fact));
            }
        }

        return new FactsAbout(facts, true);
    }
}
