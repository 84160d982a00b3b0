using System.IO.Hashing;
using System.Text;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Storage.Identity;

/// <summary>Whom a fact is about, as hashes: years of facts can be searched fast by them.</summary>
internal static class SubjectHashes
{
    /// <summary>The subject of facts that concern everybody.</summary>
    public const ulong Everybody = 0;

    /// <summary>Hash of a subject.</summary>
    public static ulong Of(string subject) => Math.Max(1, XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(subject)));

    /// <summary>Hashes of the subjects of a fact, at least one.</summary>
    public static IEnumerable<ulong> Of(IdentityEvent fact) => fact.Subjects.Select(Of).DefaultIfEmpty(Everybody).Distinct();
}
