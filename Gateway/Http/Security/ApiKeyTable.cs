using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Http.Security;

/// <summary>The configured keys, held as hashes only.</summary>
internal sealed class ApiKeyTable
{
    /// <summary>Marks a key that is configured as its hash.</summary>
    public const string HashPrefix = "sha256:";

    private readonly (string Holder, byte[] Hash)[] _keys;

    public ApiKeyTable(IOptions<ApiSecurityOptions> options) =>
        _keys = [.. options.Value.ApiKeys.Select(k => (k.Key, HashOf(k.Value)!))];

    /// <summary>True when nobody needs a key.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <summary>The hash behind a configured value; null when the value is too weak or malformed.</summary>
    public static byte[]? HashOf(string? configured)
    {
        if (configured is null || !configured.StartsWith(HashPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return configured?.Length >= ApiSecurityOptions.MinKeyLength ? SHA256.HashData(Encoding.UTF8.GetBytes(configured)) : null;
        }

        var digits = configured.AsSpan(HashPrefix.Length).Trim();
        var hash = new byte[SHA256.HashSizeInBytes];
        return digits.Length == 2 * hash.Length && Convert.FromHexString(digits, hash, out _, out _) == System.Buffers.OperationStatus.Done
            ? hash
            : null;
    }

    /// <summary>Whose key this is; null when nobody's. Takes the same time whichever key it is compared with.</summary>
    public string? HolderOf(string presented)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(presented), hash);
        string? holder = null;
        foreach (var (name, expected) in _keys)
        {
            holder = CryptographicOperations.FixedTimeEquals(hash, expected) ? name : holder;
        }

        return holder;
    }

    /// <summary>What tells a holder's key from an earlier one of the same holder; null when there is no such holder. Says nothing of the key.</summary>
    public string? StampOf(string holder)
    {
        foreach (var (name, hash) in _keys)
        {
            if (name == holder)
            {
                return Convert.ToHexString(SHA256.HashData(hash).AsSpan(0, 8));
            }
        }

        return null;
    }
}
