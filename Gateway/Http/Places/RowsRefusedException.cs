namespace Clarion.Gateway.Http.Places;

/// <summary>Rows of an import cannot be used, so nothing of it was kept; answered with 400.</summary>
/// <param name="faults">What is wrong, by row.</param>
public sealed class RowsRefusedException(IReadOnlyList<RowFault> faults)
    : Exception(FormattableString.Invariant($"Nothing was imported: {faults.Count} faults. The first, in row {faults[0].Row}: {faults[0].Message}"))
{
    /// <summary>Most faults that one answer lists.</summary>
    public const int MaxListed = 100;

    /// <summary>The first of them; the message has the number of all.</summary>
    public IReadOnlyList<RowFault> Faults { get; } = [.. faults.Take(MaxListed)];
}

/// <summary>A fault of a row.</summary>
/// <param name="Row">Of CSV the line, the header being 1; of JSON the position in <c>items</c>, from 0.</param>
/// <param name="Field">What is at fault.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record RowFault(int Row, string Field, string Message);
