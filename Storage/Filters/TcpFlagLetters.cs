namespace Clarion.Storage.Filters;

/// <summary>TCP flags by letter: bit 0 is F, bit 8 is N (RFC 9293, section 3.1; N is the former nonce sum).</summary>
internal static class TcpFlagLetters
{
    private const string Letters = "FSRPAUECN";
    private const int Mask = 0x1FF;

    public static bool TryRead(string text, out UInt128 flags)
    {
        if (FilterNumbers.TryWhole(text, out flags))
        {
            return flags <= Mask;
        }

        flags = 0;
        foreach (var letter in text)
        {
            var bit = Letters.IndexOf(letter, StringComparison.OrdinalIgnoreCase);
            if (bit < 0)
            {
                return false;
            }

            flags |= UInt128.One << bit;
        }

        return text.Length > 0;
    }

    public static string Write(int flags) =>
        string.Concat(Letters.Where((_, bit) => (flags >> bit & 1) != 0));
}
