namespace Clarion.Connectors.Rest;

/// <summary>Judges and builds addresses of a platform.</summary>
internal static class RestAddress
{
    /// <summary>What is wrong with a base address; null when it can be used. Credentials in the clear are wrong unless asked for.</summary>
    public static string? Fault(string key, string value, string example, bool allowHttp)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.Host.Length == 0)
        {
            return $"{key} is not an address; write one such as {example}.";
        }

        // What is written before an @ is a secret, and is not repeated here.
        if (address.UserInfo.Length > 0)
        {
            return $"{key} holds a user name or password; write them into their own settings, and the address as {example}.";
        }

        if (address.Fragment.Length > 0 || address.Query.Length > 0)
        {
            return $"{key} holds a query; write the address only, such as {example}.";
        }

        return address.Scheme == "https" || allowHttp ? null : $"{key} is an http address, over which secrets go in the clear; write https://.";
    }

    /// <summary>The address of a path below a base, whether or not the base ends in a slash.</summary>
    public static Uri Below(string baseUrl, string pathAndQuery) => new(baseUrl.TrimEnd('/') + "/" + pathAndQuery.TrimStart('/'));

    /// <summary>True when both go to the same server by the same scheme.</summary>
    public static bool IsSameOrigin(Uri left, Uri right) =>
        string.Equals(left.Scheme, right.Scheme, StringComparison.Ordinal) && left.Port == right.Port
        && string.Equals(left.IdnHost, right.IdnHost, StringComparison.OrdinalIgnoreCase);
}
