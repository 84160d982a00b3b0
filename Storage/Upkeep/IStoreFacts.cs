using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Upkeep;

/// <summary>What an engine says of itself in the report.</summary>
internal interface IStoreFacts
{
    /// <summary>File or server, without secrets.</summary>
    string Location { get; }

    /// <summary>Free space where the store lies; null when that cannot be known.</summary>
    long? FreeBytes { get; }

    /// <summary>What is wrong now, in words an operator understands; null when healthy.</summary>
    string? Fault { get; }

    /// <summary>Name and version.</summary>
    string Engine(SqlSession session);

    /// <summary>All that the store takes on disk.</summary>
    long SizeBytes(SqlSession session);

    /// <summary>Size of the raw tier divided by its rows; null when it cannot be said now.</summary>
    double? BytesPerFlow(SqlSession session);

    /// <summary>What each tier in the tables takes, but <see cref="StoreTier.Rest"/>.</summary>
    /// <param name="session">A snapshot.</param>
    /// <param name="bytesPerFlow">Bytes of a raw flow, as <see cref="BytesPerFlow"/> found them last.</param>
    IReadOnlyList<TierReport> Tiers(SqlSession session, double? bytesPerFlow);
}
