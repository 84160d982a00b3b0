using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Facts;

/// <summary>
/// Small sorted arrays of facts that are replaced, never changed, so that readers need no lock. The order is that of the facts themselves, so it
/// does not matter in which order they arrived.
/// </summary>
internal static class FactList
{
    /// <summary>Adds a fact at its place. Of what is said twice the earliest arrival counts, whichever of the two came first to this silo.</summary>
    /// <returns>False when the list is as it was: the fact was there already.</returns>
    public static bool Insert<T>(ref T[] facts, T fact)
        where T : IdentityEvent
    {
        var at = facts.Length;
        while (at > 0 && facts[at - 1].AtMs >= fact.AtMs)
        {
            at--;
            if (facts[at].StatesTheSameAs(fact))
            {
                if (fact.ArrivedMs >= facts[at].ArrivedMs)
                {
                    return false;
                }

                facts = [.. facts[..at], .. facts[(at + 1)..]];
                break;
            }
        }

        Place(ref facts, fact);
        return true;
    }

    /// <summary>Moves what has changed to its place among the others, which are in order.</summary>
    public static void Settle<T>(T[] items, int at, Comparison<T> compare)
    {
        for (; at > 0 && compare(items[at - 1], items[at]) > 0; at--)
        {
            (items[at - 1], items[at]) = (items[at], items[at - 1]);
        }

        for (; at + 1 < items.Length && compare(items[at], items[at + 1]) > 0; at++)
        {
            (items[at], items[at + 1]) = (items[at + 1], items[at]);
        }
    }

    /// <summary>The facts that fulfil a condition; the same array when all do.</summary>
    public static T[] Keep<T>(T[] facts, Func<T, bool> wanted)
    {
        for (var i = 0; i < facts.Length; i++)
        {
            if (!wanted(facts[i]))
            {
                return Array.FindAll(facts, new Predicate<T>(wanted));
            }
        }

        return facts;
    }

    /// <summary>Drops the oldest facts beyond a number.</summary>
    /// <returns>How many were dropped.</returns>
    public static int Limit<T>(ref T[] facts, int most)
    {
        var excess = facts.Length - most;
        if (excess > 0)
        {
            facts = facts[excess..];
        }

        return Math.Max(excess, 0);
    }

    private static void Place<T>(ref T[] facts, T fact)
        where T : IdentityEvent
    {
        var at = facts.Length;
        while (at > 0 && IdentityEvent.Compare(facts[at - 1], fact) > 0)
        {
            at--;
        }

        var grown = new T[facts.Length + 1];
        Array.Copy(facts, grown, at);
        grown[at] = fact;
        Array.Copy(facts, at, grown, at + 1, facts.Length - at);
        facts = grown;
    }
}
