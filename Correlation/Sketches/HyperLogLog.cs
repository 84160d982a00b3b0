using System.Numerics;

namespace Clarion.Correlation.Sketches;

/// <summary>
/// Estimates how many distinct hashes were added, in 256 bytes, with a standard error of about 6.5 %. Adding is idempotent and
/// commutative, so replays and merges are harmless.
/// </summary>
public sealed class HyperLogLog
{
    /// <summary>Number of registers.</summary>
    public const int Registers = 256;

    private const int IndexBits = 8;
    private readonly byte[] _registers;

    /// <summary>Creates an empty sketch, or one over saved registers (taken over, not copied).</summary>
    public HyperLogLog(byte[]? registers = null)
    {
        if (registers is not null && registers.Length != Registers)
        {
            throw new ArgumentException($"A sketch has {Registers} registers, not {registers.Length}.", nameof(registers));
        }

        _registers = registers ?? new byte[Registers];
    }

    /// <summary>The registers, for saving.</summary>
    public ReadOnlySpan<byte> State => _registers;

    /// <summary>Adds a well-mixed 64-bit hash.</summary>
    public void Add(ulong hash)
    {
        var index = hash >> (64 - IndexBits);
        var rank = (byte)(BitOperations.LeadingZeroCount(hash << IndexBits | 1UL << (IndexBits - 1)) + 1);
        if (rank > _registers[index])
        {
            _registers[index] = rank;
        }
    }

    /// <summary>A hash of an address or device that is fit for <see cref="Add"/>.</summary>
    public static ulong HashOf(UInt128 value)
    {
        var hash = (ulong)(value >> 64) * 0x9E37_79B9_7F4A_7C15UL + (ulong)value;
        hash = (hash ^ hash >> 33) * 0xFF51_AFD7_ED55_8CCDUL;
        hash = (hash ^ hash >> 33) * 0xC4CE_B9FE_1A85_EC53UL;
        return hash ^ hash >> 33;
    }

    /// <summary>The estimate.</summary>
    public long Estimate()
    {
        const double Alpha = 0.7213 / (1 + 1.079 / Registers);
        var sum = 0.0;
        var empty = 0;
        foreach (var register in _registers)
        {
            sum += Math.ScaleB(1, -register);
            empty += register == 0 ? 1 : 0;
        }

        var estimate = Alpha * Registers * Registers / sum;

        // Below 2.5 registers' worth, counting the empty ones is the better estimator (linear counting).
        return (long)Math.Round(estimate <= 2.5 * Registers && empty > 0 ? Registers * Math.Log((double)Registers / empty) : estimate);
    }
}
