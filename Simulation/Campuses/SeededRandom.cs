namespace Clarion.Simulation.Campuses;

/// <summary>
/// Random numbers by xorshift64* seeded through splitmix64. The framework's generator is not promised to give the same sequence in
/// the next version, and "same seed, same campus" must outlive it. A mutable struct: hold it in a field, pass it by reference.
/// </summary>
internal struct SeededRandom
{
    private ulong _state;

    public SeededRandom(ulong seed, ulong stream) => _state = Mix(seed ^ Mix(stream + 0x9E37_79B9_7F4A_7C15)) | 1;

    /// <summary>A well-spread 64-bit hash of a number.</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E37_79B9_7F4A_7C15;
        value = (value ^ value >> 30) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ value >> 27) * 0x94D0_49BB_1331_11EB;
        return value ^ value >> 31;
    }

    public ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545_F491_4F6C_DD1D;
    }

    /// <summary>Uniform in 0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)((Next() >> 32) * (ulong)limit >> 32);

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));
}
