namespace Clarion.Connectors.GenericRest;

/// <summary>The Link header (RFC 8288). Pure.</summary>
internal static class LinkHeader
{
    /// <summary>The address with relation <c>next</c>; null when there is none.</summary>
    public static string? Next(string header)
    {
        for (var at = 0; at < header.Length;)
        {
            var open = header.IndexOf('<', at);
            var close = open < 0 ? -1 : header.IndexOf('>', open);
            if (close < 0)
            {
                return null;
            }

            var following = header.IndexOf('<', close);
            var end = following < 0 ? header.Length : following;
            if (IsNext(header.AsSpan(close + 1, end - close - 1)))
            {
                return header[(open + 1)..close];
            }

            at = end;
        }

        return null;
    }

    // rel=next, rel="next", rel="prev next".
    private static bool IsNext(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim(" ,\t");
            if (!parameter.StartsWith("rel", StringComparison.OrdinalIgnoreCase) || parameter[3..].TrimStart() is not ['=', .. var value])
            {
                continue;
            }

            var relations = value.Trim(" \"");
            foreach (var relation in relations.Split(' '))
            {
                if (relations[relation].Equals("next", StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
