namespace Clarion.Connectors.Facts;

/// <summary>Text of ISE as it goes into facts: data, whatever it holds, but never endless.</summary>
internal static class BoundedText
{
    /// <summary>Longest text that is kept; the rest is cut.</summary>
    public const int MaxLength = 256;

    /// <summary>The text without white space around it; empty when there is none.</summary>
    public static string Of(string? text)
    {
        var plain = text.AsSpan().Trim();
        if (plain.Length <= MaxLength)
        {
            return plain.Length == text?.Length ? text : plain.ToString();
        }

        // Half a surrogate pair is no text.
        var length = char.IsHighSurrogate(plain[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return plain[..length].ToString();
    }
}
